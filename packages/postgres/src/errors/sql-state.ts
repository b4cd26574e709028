/**
 * The fields of an error as PostgreSQL sends them (protocol: "Error and Notice Message Fields"),
 * as far as this package reads them.
 */
export interface ServerError {
  code: string;
  message: string;
  severity?: string;
  detail?: string;
  hint?: string;
  /** 1-based, in characters of the statement as it was sent; decimal digits. */
  position?: string;
  internalPosition?: string;
  internalQuery?: string;
  where?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
}

const state = /^[0-9A-Z]{5}$/;

/**
 * The SQLSTATE of an error of the server, or undefined when it is not one. Looks through `cause`,
 * through Prisma's driver adapter errors (`originalCode`) and through Prisma's `meta`.
 */
export function sqlState(error: unknown): string | undefined {
  return serverError(error)?.code;
}

/** The server's error inside another one, or undefined. */
export function serverError(error: unknown): ServerError | undefined {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  while (queue.length > 0) {
    const candidate = queue.shift();
    if (typeof candidate !== 'object' || candidate === null || seen.has(candidate)) continue;
    seen.add(candidate);
    const fields = candidate as Record<string, unknown>;
    // Node's own codes (EPIPE, E2BIG) and Prisma's (P2010) look like a SQLSTATE: only the server's
    // errors have a severity, which adapters pass on; mapped ones have originalCode.
    if (isState(fields.code) && typeof fields.severity === 'string') return fields as unknown as ServerError;
    if (isState(fields.originalCode)) {
      return { code: fields.originalCode, message: text(fields.originalMessage) ?? text(fields.message) ?? '' };
    }
    queue.push(fields.cause, fields.meta, fields.driverAdapterError);
  }
  return undefined;
}

function isState(value: unknown): value is string {
  return typeof value === 'string' && state.test(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
