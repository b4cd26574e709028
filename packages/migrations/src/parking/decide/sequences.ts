import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { qualified } from '../names.ts';
import type { Parts } from '../parked.ts';

/** How the sequences of something parked come back: before defaults are set, and after. */
interface SequencesBack {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Each has its name again. Where the script has made one of that name itself, that goes on where the parked one stood,
 * which then goes.
 * @param standing names of sequences that are there
 */
export function sequencesBack(
  schema: string,
  { sequences = {} }: Parts,
  standing: ReadonlySet<string>,
): SequencesBack {
  const all = Object.entries(sequences);
  const [made, missing] = [true, false].map((is) => all.filter(([, then]) => standing.has(then) === is));
  return {
    before: [
      ...(missing ?? []).map(
        ([now, then]) => `ALTER SEQUENCE ${qualified(schema, now)} RENAME TO ${quoteIdentifier(then)}`,
      ),
      ...(made ?? []).map(
        ([now, then]) =>
          `SELECT pg_catalog.setval(${quoteLiteral(qualified(schema, then))}::pg_catalog.regclass, s.last_value, s.is_called) FROM ${qualified(schema, now)} AS s`,
      ),
    ],
    after: (made ?? []).map(([now]) => `DROP SEQUENCE ${qualified(schema, now)}`),
  };
}
