import type { FastifyServerOptions } from 'fastify';
import type { Config } from '../config.ts';

/** Structured logs, one JSON object a line, without what must not be kept. */
export function logging(config: Config): Pick<FastifyServerOptions, 'logger'> {
  if (config.logLevel === 'silent') return { logger: false };
  return {
    logger: {
      level: config.logLevel,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.refreshToken'],
        censor: '[redacted]',
      },
    },
  };
}
