import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AgoraError } from '@agora/core';
import type { ClientConfig } from 'pg';

/** What a Prisma connection URL says, in the terms of `pg`. */
export interface ConnectionTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** The `schema` parameter; Prisma's default is `public`. */
  readonly schema: string;
  /** `disable`: plain; `prefer` (Prisma's default): TLS where the server offers it; `require`: TLS or nothing. */
  readonly tls: 'disable' | 'prefer' | 'require';
  /** Ready for `new pg.Client(...)`, without `ssl`. */
  readonly config: ClientConfig;
  /** The `ssl` to use where TLS is used. */
  readonly ssl: Exclude<ClientConfig['ssl'], boolean | undefined>;
}

/** Prisma's five are too few for a machine that stalls for some seconds. */
const defaultConnectTimeoutSeconds = 15;

/**
 * Reads a PostgreSQL URL as Prisma means it, which is not as libpq or `pg` mean it: `schema`, `sslaccept`,
 * `sslidentity`, `sslcert` (a CA), `connect_timeout` in seconds, `sslmode=prefer` by default and no check of the
 * certificate unless `sslaccept=strict` or `sslmode=verify-*`.
 * Source: https://www.prisma.io/docs/orm/overview/databases/postgresql#arguments
 *
 * @param url `postgresql://user:password@host:port/database?...`, percent-encoded.
 * @param baseDirectory Where relative certificate paths start.
 * @throws AgoraError `schema_engine.invalid_url`
 */
export function parseConnectionUrl(url: string, baseDirectory: string): ConnectionTarget {
  const parsed = parse(url);
  const parameters = parsed.searchParams;
  const user = decodeURIComponent(parsed.username);
  const host = parameters.get('host') ?? decodeURIComponent(parsed.hostname.replace(/^\[(.*)\]$/, '$1'));
  const port = Number(parsed.port || parameters.get('port') || 5432);
  const database = decodeURIComponent(parsed.pathname.slice(1)) || user || 'postgres';
  const password = decodeURIComponent(parsed.password);
  const timeout = Number(parameters.get('connect_timeout') ?? defaultConnectTimeoutSeconds);
  return {
    host: host || 'localhost',
    port,
    user,
    database,
    schema: parameters.get('schema') || 'public',
    tls: tlsMode(parameters.get('sslmode')),
    config: {
      host: host || 'localhost',
      port,
      user: user || undefined,
      database,
      password: password || undefined,
      // Zero means "wait for ever" in Prisma's parameter and in pg's option alike.
      connectionTimeoutMillis: Number.isFinite(timeout)
        ? timeout * 1000
        : defaultConnectTimeoutSeconds * 1000,
      application_name: parameters.get('application_name') ?? `prisma-schema-engine ${process.pid}`,
      options: parameters.get('options') ?? undefined,
    },
    ssl: tlsOptions(parameters, baseDirectory),
  };
}

function parse(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
    decodeURIComponent(parsed.password);
  } catch (error) {
    throw invalidUrl('It cannot be parsed.', error);
  }
  if (parsed.protocol !== 'postgresql:' && parsed.protocol !== 'postgres:')
    throw invalidUrl(`It begins with "${parsed.protocol}//"; this engine speaks PostgreSQL only.`);
  return parsed;
}

function invalidUrl(why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'schema_engine.invalid_url',
    message: 'The database URL is not valid.',
    why,
    fix: 'Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with special characters in the password percent-encoded (encodeURIComponent).',
    cause,
  });
}

function tlsMode(mode: string | null): ConnectionTarget['tls'] {
  if (mode === 'disable') return 'disable';
  if (mode === null || mode === 'prefer' || mode === 'allow') return 'prefer';
  return 'require';
}

function tlsOptions(parameters: URLSearchParams, baseDirectory: string): ConnectionTarget['ssl'] {
  const read = (name: string): Buffer | undefined => {
    const file = parameters.get(name);
    return file === null ? undefined : readFileSync(path.resolve(baseDirectory, file));
  };
  const mode = parameters.get('sslmode');
  const strict = parameters.get('sslaccept') === 'strict' || mode === 'verify-ca' || mode === 'verify-full';
  return {
    rejectUnauthorized: strict,
    ca: read('sslrootcert') ?? read('sslcert'),
    pfx: read('sslidentity'),
    passphrase: parameters.get('sslpassword') ?? undefined,
  };
}
