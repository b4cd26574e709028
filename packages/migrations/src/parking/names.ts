import { quoteIdentifier } from '@agora/postgres';

/** Where parked tables and types lie. Nobody but their owner may look into it. */
export const PARKED_SCHEMA = 'agora_parked';

/** How the name begins of whatever is parked, also of what stays where it stood: columns, indexes, constraints. */
export const PARKED_PREFIX = 'agora_parked_';

/** SQL: whether a name is that of something parked. */
export const isParkedName = (name: string): string => `${name} ~ '^${PARKED_PREFIX}'`;

/** Bytes of a name in PostgreSQL (NAMEDATALEN - 1). */
const NAME_BYTES = 63;

/**
 * Names for what is parked: `agora_parked_<time>_<name>`, the time in milliseconds. No two are alike, since runners
 * take turns and each name moves the clock on.
 */
export class ParkedNames {
  #last = 0n;

  /** @param now `YYYYMMDDHH24MISSMS` in UTC, by the server's clock */
  constructor(now: string) {
    this.#last = BigInt(now) - 1n;
  }

  next(name: string): string {
    this.#last += 1n;
    return cut(`${PARKED_PREFIX}${this.#last}_${name}`);
  }
}

function cut(name: string): string {
  const bytes = Buffer.from(name);
  let end = Math.min(bytes.length, NAME_BYTES);
  // A byte 10xxxxxx goes on with a character that began before it.
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}

/** A qualified name as SQL. */
export const qualified = (schema: string, name: string): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
