import { identifier } from '@agora/postgres';

/** The time of now, as a trigger writes it beside each change: it says when the row was written, and is lost to nobody. */
const NOW =
  /^\s*(?:pg_catalog\s*\.\s*)?(?:(?:now|clock_timestamp|transaction_timestamp|statement_timestamp)\s*\(\s*\)|(?:current|local)_?timestamp(?:\s*\(\s*\d\s*\))?)\s*;/i;

/**
 * The columns that a trigger's code assigns in its row.
 * @param times whether those that get the time of now count
 */
export function columnsSet(
  definition: string,
  { times = false }: { readonly times?: boolean } = {},
): readonly string[] {
  const assigned = definition.matchAll(
    /(?::=|^|;|\bthen|\belse|\bbegin)\s*new\s*\.\s*("[^"]+"|\w+)\s*:?=/gim,
  );
  return [
    ...new Set(
      [...assigned].flatMap((found) => {
        const value = definition.slice(found.index + found[0].length);
        return times || !NOW.test(value) ? (identifier(found[1] ?? '') ?? []) : [];
      }),
    ),
  ];
}
