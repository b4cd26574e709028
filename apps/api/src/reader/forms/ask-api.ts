import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../api-error.ts';
import { apiErrorCodes, type ApiErrorCode } from '../../error-codes.ts';
import { problem } from '../../http/problem.ts';

/** A request to an operation of the community that a page is of. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the community's address. */
  readonly path: string;
  /** What is sent as JSON; the bytes of a file as they are. */
  readonly body?: object | Buffer;
  /** The version that an edit is based on. */
  readonly version?: string;
  /** An idempotency key. */
  readonly key?: string;
}

/**
 * Asks an operation of the API on behalf of whoever asked for a page, in this process: the same validation, rules, limits
 * and log as for any client.
 * @returns what it answered, parsed; undefined: nothing
 * @throws ApiError what it refused, with its code, faults and headers
 */
export async function askApi(request: FastifyRequest, call: Call): Promise<unknown> {
  const { accessToken, headers, community } = request;
  const answer = await request.server.inject({
    method: call.method,
    url: `/c/${community.id}${call.path}`,
    // Limits count who asked, and not this process.
    remoteAddress: request.ip,
    headers: {
      ...(headers['user-agent'] !== undefined && { 'user-agent': headers['user-agent'] }),
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      ...(call.version !== undefined && { 'if-match': `"${call.version}"` }),
      ...(Buffer.isBuffer(call.body) && { 'content-type': 'application/octet-stream' }),
      ...(call.key !== undefined && { 'idempotency-key': call.key }),
    },
    ...(call.body !== undefined && { payload: call.body }),
  });
  if (answer.statusCode < 300) return answer.body === '' ? undefined : answer.json<unknown>();
  const { code, detail, errors, fix } = problem.parse(answer.json());
  const retryAfter = answer.headers['retry-after'];
  throw new ApiError(knownCode(code), detail, {
    ...(errors !== undefined && { errors }),
    ...(fix !== undefined && { fix }),
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  });
}

function knownCode(code: string): ApiErrorCode {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up
  return code in apiErrorCodes ? (code as ApiErrorCode) : 'server.error';
}
