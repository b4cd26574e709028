import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { ApiError } from '../../api-error.ts';
import type { Config } from '../../config.ts';
import { problemOf } from '../problems.ts';
import { headersOfEveryAnswer } from './security-headers.ts';

/** What Node's parser refuses, by its code (`llhttp` and `node:http`); what is not named here is no HTTP. */
const parserFaults: Readonly<Record<string, () => ApiError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: () => new ApiError('request.too_slow', 'The request did not come in time.'),
  HPE_HEADER_OVERFLOW: () =>
    new ApiError('request.headers_too_large', 'The headers of the request are larger than is taken.'),
};

/**
 * What is refused before a route, and with it every hook, is reached: addresses that cannot be decoded, and what is not
 * HTTP. Fastify would answer those in a form of its own.
 */
export function refusals(
  config: Config,
): Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'> {
  const headers = { ...headersOfEveryAnswer(config), 'content-type': 'application/problem+json' };
  return {
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const fault =
        error.code === 'FST_ERR_MAX_PARAM_LENGTH'
          ? new ApiError('request.not_found', 'Nothing here has so long a name.')
          : new ApiError('request.malformed', 'The address is not encoded as addresses are.');
      void reply
        .code(fault.statusCode)
        .headers({ ...headers, 'x-request-id': request.id })
        .send(JSON.stringify(problemOf(fault, request)));
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed) return;
      const fault =
        parserFaults[error.code ?? '']?.() ??
        new ApiError('request.malformed', 'What was sent cannot be read as HTTP.');
      const id = randomUUID();
      const body = JSON.stringify(problemOf(fault, { url: '/', id }));
      const lines = Object.entries({
        ...headers,
        'x-request-id': id,
        'content-length': Buffer.byteLength(body),
        connection: 'close',
      }).map(([name, value]) => `${name}: ${value}\r\n`);
      if (socket.writable) {
        const status = `${fault.statusCode} ${STATUS_CODES[fault.statusCode]}`;
        socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
      }
      socket.destroySoon();
    },
  };
}
