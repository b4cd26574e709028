import { AgoraError, type ErrorCode, isAgoraError } from '@agora/core';
import { describeSqlError } from '../../errors/describe-sql-error.ts';
import { failedWith, sqlState } from '../../errors/server-error.ts';
import { SQLSTATE } from '../../errors/sqlstate.ts';
import { type DatabaseUrl } from './database-url.ts';

interface Fault {
  code: ErrorCode;
  when(error: Error & { code?: unknown }): boolean;
  message(url: Pick<DatabaseUrl, 'host' | 'port'>): string;
  why: string;
  fix: string;
}

const at = (url: Pick<DatabaseUrl, 'host' | 'port'>): string =>
  url.host.startsWith('/') ? url.host : `${url.host}:${url.port}`;

/** Faults of the network and of the handshake, most specific first. */
const faults: readonly Fault[] = [
  {
    code: 'postgres.connection_refused',
    when: (error) => error.code === 'ECONNREFUSED' || error.code === 'ENOENT',
    message: (url) => `Nothing listens at ${at(url)}.`,
    why: 'The server is not running, or host or port are wrong.',
    fix: 'Start the server, or correct host and port of the database URL (DATABASE_URL). Without a server: agora db start, and the URL that it prints.',
  },
  {
    code: 'postgres.host_not_found',
    when: (error) => error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN',
    message: (url) => `The host ${url.host} was not found.`,
    why: 'The name does not resolve to an address.',
    fix: 'Correct the host in the database URL (DATABASE_URL), or check the network.',
  },
  {
    code: 'postgres.host_unreachable',
    when: (error) => error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH',
    message: (url) => `The host ${url.host} cannot be reached.`,
    why: 'No route leads there: a firewall, a VPN that is off, or a wrong address.',
    fix: 'Check the network and the host in the database URL (DATABASE_URL).',
  },
  {
    code: 'postgres.connect_timeout',
    when: (error) => error.code === 'ETIMEDOUT' || /timeout expired|timeout exceeded/i.test(error.message),
    message: (url) => `The server at ${at(url)} did not answer in time.`,
    why: 'A firewall may drop the packets, or the server is too busy to accept connections.',
    fix: 'Check host, port and network, or raise the connect timeout.',
  },
  {
    code: 'postgres.password_missing',
    when: (error) => /client password must be a/.test(error.message),
    message: (url) => `The server at ${at(url)} asks for a password and the URL has none.`,
    why: 'The server wants a password for this user.',
    fix: 'Add it to the database URL: postgresql://user:password@host:5432/database.',
  },
  {
    code: 'postgres.tls_failed',
    when: (error) =>
      /SSL|certificate|TLS/i.test(error.message) ||
      /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(String(error.code)),
    message: (url) => `No encrypted connection to ${at(url)}.`,
    why: 'The server offers no TLS, or its certificate is not trusted here.',
    fix: 'Set sslmode in the database URL as the server needs it (disable, require, verify-full with sslrootcert).',
  },
  {
    code: 'postgres.connection_lost',
    when: (error) =>
      error.code === 'ECONNRESET' ||
      error.code === 'EPIPE' ||
      /Connection terminated|Connection ended/i.test(error.message),
    message: (url) => `The connection to ${at(url)} was closed.`,
    why: 'The server, a pooler or the network closed it; or what listens there is not PostgreSQL.',
    fix: 'Check that the server is up, and its log; then try again.',
  },
];

/** Describes a failed attempt to connect. An error of the server is described by its SQLSTATE. */
export function describeConnectError(
  error: unknown,
  url: Pick<DatabaseUrl, 'host' | 'port' | 'redacted'>,
): AgoraError {
  if (isAgoraError(error)) return error;
  // A session that begins runs no statement: what the server could not read stands in the URL.
  if (error instanceof Error && failedWith(error, SQLSTATE.syntaxError)) {
    return new AgoraError({
      code: 'postgres.invalid_url',
      message: 'The server does not take the options of the database URL.',
      why: `${error.message}\nURL: ${url.redacted}`,
      fix: 'Write settings as ?options=-c%20name%3Dvalue, or take the parameter out: endpoint= and project= are read by the proxy of Neon alone.',
      cause: error,
    });
  }
  if (sqlState(error) !== undefined) {
    const described = describeSqlError(error);
    return new AgoraError({
      ...described.toJSON(),
      why: `${described.why}\nURL: ${url.redacted}`,
      cause: error,
    });
  }
  if (error instanceof Error) {
    const fault = faults.find((candidate) => candidate.when(error));
    if (fault !== undefined) {
      const detail = error.message === '' ? '' : ` (${error.message})`;
      return new AgoraError({
        code: fault.code,
        message: fault.message(url),
        why: `${fault.why}${detail}`,
        fix: fault.fix,
        cause: error,
      });
    }
  }
  return describeSqlError(error);
}
