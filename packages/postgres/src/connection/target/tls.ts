import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext, type ConnectionOptions as TlsConnectionOptions } from 'node:tls';
import { AgoraError } from '@agora/core';

/**
 * How a connection is encrypted. `disable`: not at all. `prefer`: where the server offers it. `require`: or there is no
 * connection.
 */
type TlsMode = 'disable' | 'prefer' | 'require';

export interface Tls {
  readonly mode: TlsMode;
  /** For `tls.connect`, where TLS is used. */
  readonly options: TlsConnectionOptions;
}

/**
 * The TLS parameters of a database URL, as libpq and Prisma both mean them: `sslcert` is a client's certificate beside
 * `sslkey` (libpq), else that of the server's authority (Prisma). README.md, URLs and TLS, says what is checked when.
 *
 * Sources: https://www.postgresql.org/docs/current/libpq-ssl.html,
 * https://www.prisma.io/docs/orm/overview/databases/postgresql#arguments
 * @param directory where relative paths start
 * @throws postgres.certificate_unreadable
 */
export function readTls(parameters: URLSearchParams, directory: string): Tls {
  const named = parameters.get('sslmode') || modeOfSsl(parameters.get('ssl'));
  const mode = named === 'disable' ? 'disable' : soft.has(named ?? 'prefer') ? 'prefer' : 'require';
  // A server that nobody will talk to in TLS needs no certificates to be there.
  if (mode === 'disable') return { mode, options: {} };
  const file = (name: string): Buffer | undefined => {
    const path = parameters.get(name);
    return path === null || path === '' ? undefined : read(name, resolve(directory, path));
  };
  const root = parameters.get('sslrootcert') === 'system' ? undefined : file('sslrootcert');
  const key = file('sslkey');
  const certificate = file('sslcert');
  const ca = root ?? (key === undefined ? certificate : undefined);
  const cert = key === undefined ? undefined : certificate;
  const pfx = file('sslidentity');
  const passphrase = parameters.get('sslpassword') ?? undefined;
  if (ca !== undefined) usable(root === undefined ? 'sslcert' : 'sslrootcert', () => isAuthority(ca));
  if (key !== undefined)
    usable('sslkey or sslcert', () => void createSecureContext({ key, cert, passphrase }));
  if (pfx !== undefined) usable('sslidentity', () => void createSecureContext({ pfx, passphrase }));
  return {
    mode,
    options: {
      ...checks(named, parameters, root !== undefined),
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(pfx === undefined ? {} : { pfx }),
      ...(passphrase === undefined ? {} : { passphrase }),
    },
  };
}

const soft = new Set(['prefer', 'allow']);

/** `ssl=true`, as JDBC and other drivers have it and libpq takes it; `ssl=false` and `no-verify`, as `pg` takes them. */
function modeOfSsl(ssl: string | null): string | undefined {
  if (ssl === null) return undefined;
  if (ssl === 'no-verify') return ssl;
  return /^(?:false|0|off|no)$/.test(ssl) ? 'disable' : 'require';
}

function checks(
  mode: string | undefined,
  parameters: URLSearchParams,
  hasRoot: boolean,
): Pick<TlsConnectionOptions, 'rejectUnauthorized' | 'checkServerIdentity'> {
  const accept = parameters.get('sslaccept') || null;
  const system = parameters.get('sslrootcert') === 'system';
  if (mode === 'verify-full' || accept === 'strict' || (system && accept === null))
    return { rejectUnauthorized: true };
  const authority = mode === 'verify-ca' || (mode === 'require' && hasRoot && accept === null);
  if (!authority) return { rejectUnauthorized: false };
  // The name of the host is left out: that is what tells verify-ca from verify-full.
  return { rejectUnauthorized: true, checkServerIdentity: () => undefined };
}

/** Node passes over what it cannot read as an authority, and then trusts nobody. */
function isAuthority(content: Buffer): void {
  if (!content.includes('-----BEGIN')) throw new Error('There is no certificate in it in the form of PEM.');
  void new X509Certificate(content);
}

/** Node would say what it cannot read without the file's name, when a connection is made. */
function usable(name: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new AgoraError({
      code: 'postgres.certificate_unreadable',
      message: `The file that ${name} of the database URL names cannot be used.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Keys and certificates are files in the form of PEM (openssl pkey -in key.der -out key.pem), an identity is PKCS #12, and the passphrase of either is sslpassword.',
      cause: error,
    });
  }
}

function read(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new AgoraError({
      code: 'postgres.certificate_unreadable',
      message: `The file that ${name} of the database URL names cannot be read.`,
      why: error instanceof Error ? error.message : String(error),
      fix: `Correct ${name} in the database URL (DATABASE_URL); relative paths start at the folder that the command runs in.`,
      cause: error,
    });
  }
}
