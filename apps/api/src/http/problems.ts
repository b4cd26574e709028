import { sqlState, SQLSTATE } from '@agora/postgres';
import type { FastifyError, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ApiError, type RequestFault } from '../api-error.ts';
import type { App } from '../dependencies.ts';
import { type ApiErrorCode, apiErrorCodes } from '../error-codes.ts';
import type { Problem } from './problem.ts';
import { rememberMethods, unanswered } from './guards/allowed-methods.ts';

/** One place turns every error into a problem document; what is not expected is logged and shown as `server.error`. */
export function answerProblems(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = describeError(error);
    logFault(request, error, known);
    return reply
      .code(known.statusCode)
      .headers(known.headers)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(known, request)));
  });
  rememberMethods(app);
  app.setNotFoundHandler((request) => {
    throw unanswered(request, 'There is nothing at this address.');
  });
}

/** Logs what somebody should look at: faults, and not a maintenance that somebody has ordered. */
export function logFault(request: FastifyRequest, error: Error, known: ApiError): void {
  if (known.statusCode < 500 || known.code.startsWith('maintenance.')) return;
  request.log.error({ err: error }, known.message);
}

/** The document that answers an error. */
export function problemOf(error: ApiError, request: Pick<FastifyRequest, 'url' | 'id'>): Problem {
  return {
    type: `/problems/${error.code}`,
    title: apiErrorCodes[error.code].meaning,
    status: error.statusCode,
    detail: error.message,
    instance: request.url.split('?', 1)[0] ?? request.url,
    code: error.code,
    requestId: request.id,
    ...(error.fix === undefined ? {} : { fix: error.fix }),
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
  };
}

/** Faults of Fastify's own that are the client's. */
const frameworkCodes: Readonly<Record<string, ApiErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.invalid_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.invalid_json',
};

/** What PostgreSQL refuses, by SQLSTATE or its class (the first two characters). */
const sqlCodes: Readonly<Record<string, ApiErrorCode>> = {
  AG001: 'auth.invalid_token',
  AG002: 'auth.account_inactive',
  [SQLSTATE.uniqueViolation]: 'conflict.duplicate',
  [SQLSTATE.foreignKeyViolation]: 'conflict.referenced',
  [SQLSTATE.restrictViolation]: 'conflict.referenced',
  [SQLSTATE.checkViolation]: 'request.refused_value',
  '22': 'request.refused_value',
  [SQLSTATE.noDataFound]: 'resource.not_found',
  [SQLSTATE.queryCanceled]: 'server.timeout',
  [SQLSTATE.lockNotAvailable]: 'server.unavailable',
  // The primary has become a replica, and the pool has not moved yet.
  [SQLSTATE.readOnlySqlTransaction]: 'server.unavailable',
  '40': 'server.unavailable',
  '08': 'server.unavailable',
  '53': 'server.unavailable',
  '57': 'server.unavailable',
};

/** What an error is called and answered with, wherever it comes from. */
export function describeError(error: FastifyError): ApiError {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'body');
    const errors: RequestFault[] = error.validation.map((fault) => ({
      pointer: `/${part}${fault.instancePath === '/' ? '' : fault.instancePath}`,
      detail: fault.message ?? 'is not valid',
    }));
    return new ApiError(
      'request.invalid',
      `The request has ${errors.length === 1 ? 'a fault' : `${errors.length} faults`}.`,
      { errors },
    );
  }
  const framework =
    frameworkCodes[error.code] ??
    (error instanceof SyntaxError && error.statusCode === 400 ? 'request.invalid_json' : undefined);
  if (framework !== undefined)
    return new ApiError(framework, apiErrorCodes[framework].meaning, { cause: error });
  const state = sqlState(error);
  const code = state === undefined ? unreachable(error) : (sqlCodes[state] ?? sqlCodes[state.slice(0, 2)]);
  if (code !== undefined) {
    return new ApiError(code, apiErrorCodes[code].meaning, { cause: error, headers: headersOf(code) });
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ApiError('request.invalid', 'The request cannot be understood.', { cause: error });
  }
  return new ApiError('server.error', 'Something went wrong on our side.', { cause: error });
}

function headersOf(code: ApiErrorCode): Readonly<Record<string, string>> {
  if (code === 'auth.invalid_token') return { 'www-authenticate': 'Bearer error="invalid_token"' };
  return apiErrorCodes[code].status === 503 ? { 'retry-after': '1' } : {};
}

/** Faults of the connection, not of a statement: Node's, pg's pool's, and Prisma's (P1001 and its kind). */
function unreachable(error: Error & { code?: string }): ApiErrorCode | undefined {
  if (error.code === 'P2025') return 'resource.not_found';
  // A transaction that waited too long for a connection, or took too long.
  if (error.code === 'P2028') return 'server.timeout';
  const network = [
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'P1001',
    'P1002',
    'P1008',
    'P1017',
    'P2024',
  ];
  if (error.code !== undefined && network.includes(error.code)) return 'server.unavailable';
  return /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered)/.test(
    error.message,
  )
    ? 'server.unavailable'
    : undefined;
}
