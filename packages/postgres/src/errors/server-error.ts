import type { SqlState } from './sqlstate.ts';

/**
 * The fields of an error as PostgreSQL sends them (protocol: "Error and Notice Message Fields"),
 * as far as this package reads them.
 */
export interface ServerError {
  /** SQLSTATE. */
  code: string;
  message: string;
  detail?: string;
  hint?: string;
  /** 1-based, in characters of the statement as it was sent. */
  position?: number;
  /** 1-based, in characters of {@link ServerError.internalQuery}. */
  internalPosition?: number;
  /** The statement inside a function that failed. */
  internalQuery?: string;
  /** The call stack inside the server, or the line of a COPY. */
  where?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
  /** The server's own function that reported it: what tells errors of one SQLSTATE apart in every language. */
  routine?: string;
}

/**
 * The SQLSTATE of an error of the server, or undefined when it is not one. Looks through `cause`,
 * through Prisma's driver adapter errors (`originalCode`) and through Prisma's `meta`.
 */
export function sqlState(error: unknown): string | undefined {
  return serverError(error)?.code;
}

/** Whether an error of the server, or of one that has it as its cause, has one of the SQLSTATEs. */
export function failedWith(error: unknown, ...states: readonly SqlState[]): boolean {
  const found = sqlState(error);
  return states.some((state) => state === found);
}

/** The server's error inside another one, or undefined. */
export function serverError(error: unknown): ServerError | undefined {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  while (queue.length > 0) {
    const candidate = queue.shift();
    if (typeof candidate !== 'object' || candidate === null || seen.has(candidate)) continue;
    seen.add(candidate);
    const code = stateOf(candidate);
    if (code !== undefined) return fieldsOf(candidate, code);
    queue.push(read(candidate, 'cause'), read(candidate, 'meta'), read(candidate, 'driverAdapterError'));
  }
  return undefined;
}

/**
 * Node's own codes (EPIPE, E2BIG) and Prisma's (P2010) look like a SQLSTATE: only errors of the server
 * have a severity, which adapters pass on; those that an adapter has mapped have an `originalCode`.
 */
function stateOf(candidate: object): string | undefined {
  const original = text(candidate, 'originalCode');
  const code = original ?? (text(candidate, 'severity') === undefined ? undefined : text(candidate, 'code'));
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function fieldsOf(error: object, code: string): ServerError {
  const fields: ServerError = {
    code,
    message: text(error, 'originalMessage') ?? text(error, 'message') ?? '',
  };
  for (const name of [
    'detail',
    'hint',
    'internalQuery',
    'where',
    'schema',
    'table',
    'column',
    'constraint',
    'routine',
  ] as const) {
    const value = text(error, name);
    if (value !== undefined) fields[name] = value;
  }
  for (const name of ['position', 'internalPosition'] as const) {
    const value = Number(read(error, name));
    if (Number.isInteger(value) && value > 0) fields[name] = value;
  }
  return fields;
}

function text(object: object, name: string): string | undefined {
  const value = read(object, name);
  return typeof value === 'string' ? value : undefined;
}

function read(object: object, name: string): unknown {
  return Reflect.get(object, name);
}
