import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Config } from '../../config.ts';

/** Structured logs, one JSON object a line, without what must not be kept. */
export function logging(config: Config): Pick<FastifyServerOptions, 'logger'> {
  if (config.logLevel === 'silent') return { logger: false };
  return {
    logger: {
      level: config.logLevel,
      serializers: { req: requestEntry },
      redact: {
        paths: [
          'req.headers.authorization',
          'req.headers.cookie',
          '*.password',
          '*.refreshToken',
          // PostgreSQL quotes the row or the key that it refuses: addresses, hashes, what somebody wrote.
          'err.detail',
          'err.where',
        ],
        censor: '[redacted]',
      },
    },
  };
}

/** What a request is logged as: Fastify's own fields, without the codes and tokens that an address may carry. */
function requestEntry(request: FastifyRequest): Record<string, unknown> {
  return {
    method: request.method,
    url: request.url.replaceAll(/([?&](?:code|state|token)=)[^&]*/g, '$1[redacted]'),
    host: request.host,
    remoteAddress: request.ip,
    remotePort: request.socket?.remotePort,
  };
}
