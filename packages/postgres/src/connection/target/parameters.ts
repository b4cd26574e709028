import { invalidUrl } from './invalid-url.ts';

const truth = ['true', 'false'];

/**
 * Parameters of which libpq and Prisma know a few values. Whoever writes another means something, and would get less of
 * it than they think: `verify_full` would check nothing.
 */
const known: Readonly<Record<string, readonly string[]>> = {
  citus: truth,
  pgbouncer: truth,
  ssl: ['true', '1', 'on', 'yes', 'false', '0', 'off', 'no', 'no-verify'],
  sslaccept: ['strict', 'accept_invalid_certs'],
  sslmode: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'],
  sslnegotiation: ['postgres', 'direct'],
  target_session_attrs: ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'],
};

/** Parameters without a value say nothing. @throws postgres.invalid_url for a value that no one reads */
export function checkParameters(parameters: URLSearchParams): void {
  for (const [name, values] of Object.entries(known)) {
    const value = parameters.get(name) ?? '';
    if (value !== '' && !values.includes(value))
      throw invalidUrl(`Its ${name} is ${JSON.stringify(value)}, and can be ${values.join(', ')}.`);
  }
  const seconds = parameters.get('connect_timeout') ?? '';
  if (!/^(?:-?\d+)?$/.test(seconds))
    throw invalidUrl(`Its connect_timeout is ${JSON.stringify(seconds)}, and not a number of seconds.`);
  if (parameters.get('host')?.includes(','))
    throw invalidUrl(
      'Its parameter host names several hosts; they stand before the database: postgresql://user@one:5432,two:5433/database.',
    );
}

/** @throws postgres.invalid_url */
export function readPort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw invalidUrl(`Its port is ${JSON.stringify(text)}, and not a number from 1 to 65535.`);
  return port;
}
