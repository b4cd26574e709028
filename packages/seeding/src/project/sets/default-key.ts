import type { Target } from '../names/targets.ts';

/**
 * What tells the rows of a set apart: the key that it names, or the one that all its rows give.
 * @param given the columns that it names
 * @param everywhere columns that every row gives
 * @returns the columns, or what is wrong
 */
export function keyOfSet(
  { keys, table }: Target,
  given: readonly string[] | undefined,
  everywhere: ReadonlySet<string>,
): readonly string[] | string {
  if (given !== undefined) {
    const known = keys.some((key) => key.length === given.length && key.every((one) => given.includes(one)));
    return known
      ? given
      : `key: ${given.join(', ')} of ${table.label} has no unique constraint that an upsert can go by. Its keys: ${listed(keys)}`;
  }
  const complete = keys.filter((key) => key.every((column) => everywhere.has(column)));
  const primary = complete.find((key) => key.join('\n') === table.primaryKey.join('\n'));
  if (primary !== undefined) return primary;
  if (complete.length === 1) return complete[0]!;
  return complete.length === 0
    ? `no key of ${table.label} is given by every row. Its keys: ${listed(keys)}`
    : `several keys of ${table.label} are given: ${listed(complete)}. Say which with key: [...]`;
}

function listed(keys: Target['keys']): string {
  return keys.length === 0 ? 'none' : keys.map((key) => `(${key.join(', ')})`).join(', ');
}
