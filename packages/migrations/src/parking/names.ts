import { cutName, quoteIdentifier } from '@agora/postgres';

/** Where parked tables and types lie. Nobody but their owner may look into it. */
export const PARKED_SCHEMA = 'agora_parked';

/** How the name begins of whatever is parked, also of what stays where it stood: columns, indexes, constraints. */
export const PARKED_PREFIX = 'agora_parked_';

/** SQL: whether a name is that of something parked. */
export const isParkedName = (name: string): string => `${name} ~ '^${PARKED_PREFIX}'`;

/**
 * Names for what is parked: `agora_parked_<time>_<name>`, the time in milliseconds. No two are alike, since runners
 * take turns, each name moves the clock on, and the first is later than those that are there.
 */
export class ParkedNames {
  #last = 0n;

  /** @param now `YYYYMMDDHH24MISSMS` in UTC */
  constructor(now: string) {
    this.#last = BigInt(now) - 1n;
  }

  next(name: string): string {
    this.#last += 1n;
    return cutName(`${PARKED_PREFIX}${this.#last}_${name}`);
  }
}

/** A qualified name as SQL. */
export const qualified = (schema: string, name: string): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
