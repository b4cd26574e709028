import { userInfo } from 'node:os';
import { hostsOf, withHosts } from './hosts.ts';
import { hasCutPassword, invalidUrl, whyNoUrl, whyNotParsed } from './invalid-url.ts';
import { checkParameters, readPort } from './parameters.ts';

/** A database URL in its parts, all decoded. */
export interface DatabaseUrl {
  /** Host name, address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Prisma's `schema` parameter. It is only read here: connections do not set their search path by it. */
  readonly schema?: string;
  /** The URL itself. */
  readonly href: string;
  /** The URL with the password replaced, fit for output. */
  readonly redacted: string;
}

/**
 * Reads `postgresql://user:password@host:port/database?schema=name` as libpq and Prisma do: the port
 * is 5432 and the database the user's name unless given; `?host=` names a socket folder.
 * @throws postgres.invalid_url
 */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  const { href, parameters, schema, redacted, host, port, database, user } = readUrl(url);
  return Object.freeze({
    host,
    port,
    database,
    user,
    ...(parameters.get('schema') ? { schema } : {}),
    href,
    redacted,
  });
}

/**
 * The URL, where it names a database. Without a name PostgreSQL takes the one called like the user and Prisma's own engine
 * `postgres`, so that nobody can have meant either.
 * @throws postgres.invalid_url
 */
export function withNamedDatabase(url: string): string {
  const { pathname, searchParams } = parse(hostsOf(url)[0] ?? url);
  if (pathname.length <= 1 && !searchParams.get('dbname')) throw invalidUrl('It names no database.');
  return url;
}

/** Everything that a URL says. */
export interface UrlParts extends Omit<DatabaseUrl, 'schema'> {
  /** Prisma's default is `public`. */
  readonly schema: string;
  readonly password: string | undefined;
  readonly parameters: URLSearchParams;
}

/** The one reading of a database URL; of several hosts, that of the first. @throws postgres.invalid_url */
export function readUrl(url: string): UrlParts {
  const all = hostsOf(url).map(parse);
  const [parsed = parse(url)] = all;
  const hosts = all.map((one) => one.host);
  const parameters = parsed.searchParams;
  checkParameters(parameters);
  const user = decoded(parsed.username, 'user') || parameters.get('user') || currentUser();
  const host = parameters.get('host') ?? decoded(parsed.hostname, 'host');
  return {
    host: host.replace(/^\[(.*)\]$/, '$1') || 'localhost',
    port: readPort(parsed.port || parameters.get('port') || '5432'),
    database: decoded(parsed.pathname.slice(1), 'database') || parameters.get('dbname') || user,
    user,
    password: decoded(parsed.password, 'password') || parameters.get('password') || undefined,
    schema: parameters.get('schema') || 'public',
    parameters,
    href: url,
    redacted: withHosts(redact(parsed), hosts),
  };
}

/** The same server, user and parameters, another database. @throws postgres.invalid_url */
export function withDatabase(url: string, database: string): string {
  return onEachHost(url, (parsed) => {
    parsed.pathname = `/${encodeURIComponent(database)}`;
  });
}

/**
 * The same URL with other parameters, as libpq and Prisma know them: `{ schema: 'app', options: undefined }`.
 * @param parameters undefined takes one away
 * @throws postgres.invalid_url
 */
export function withParameters(
  url: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  return onEachHost(url, ({ searchParams }) => {
    for (const [name, value] of Object.entries(parameters)) {
      if (value === undefined) searchParams.delete(name);
      else searchParams.set(name, value);
    }
  });
}

/** Changes what the hosts of a URL have in common. */
function onEachHost(url: string, change: (parsed: URL) => void): string {
  const all = hostsOf(url).map(parse);
  const [first = parse(url)] = all;
  change(first);
  return withHosts(
    first.href,
    all.map(({ host }) => host),
  );
}

function parse(url: string): URL {
  if (url.trim() === '') throw invalidUrl('It is empty.');
  if (!/^postgres(ql)?:\/\//.test(url)) throw invalidUrl(whyNoUrl(url));
  if (/^postgres(ql)?:\/\/postgres(ql)?:\/\//.test(url)) throw invalidUrl('It begins twice.');
  const [variable] = /\$\{\w+\}/.exec(url) ?? [];
  if (variable !== undefined)
    throw invalidUrl(`It holds ${variable}, a variable that nobody has replaced by its value.`);
  if (/^\w+:\/\/[^/?]*\/[^?]*&\w+=/.test(url))
    throw invalidUrl(
      'Its first parameter follows a "&"; write "?" there. (In a name or a password, "&" is %26.)',
    );
  if (url.includes('#')) {
    throw invalidUrl('It has a "#", which ends a URL; inside a password it must be written %23.');
  }
  if (hasCutPassword(url))
    throw invalidUrl('Its password holds a "/" or "?", which ends the host; write them as %2F and %3F.');
  // No cause: Node's error repeats the whole URL, password included.
  if (!URL.canParse(url)) throw invalidUrl(whyNotParsed(url));
  return new URL(url);
}

function decoded(part: string, name: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw invalidUrl(
      `A "%" in the ${name} is not followed by two hexadecimal digits; write it as %25.`,
      error,
    );
  }
}

function redact(parsed: URL): string {
  const copy = new URL(parsed.href);
  if (copy.password !== '') copy.password = '***';
  for (const secret of ['password', 'sslpassword'])
    if (copy.searchParams.has(secret)) copy.searchParams.set(secret, '***');
  return copy.href;
}

function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A uid without an entry in the user database, as in some containers.
    return 'postgres';
  }
}
