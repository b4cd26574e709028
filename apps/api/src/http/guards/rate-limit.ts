import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, Dependencies } from '../../dependencies.ts';
import { RateLimiter } from '../../limits/rate-limiter.ts';

/** Limits what one address may ask for in a minute, and says in every answer what is left. */
export function limitRate(app: App, { config }: Dependencies): void {
  if (config.rateLimitPerMinute === 0) return;
  const limiter = new RateLimiter({
    name: 'default',
    most: config.rateLimitPerMinute,
    windowSeconds: 60,
    code: 'request.too_many',
  });
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(limiter.headers(limiter.takeFrom(request.ip)));
  });
}
