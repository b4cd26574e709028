import type { Judged } from './blocker.ts';

/** The first of these functions that reads or writes tables, with them, as in "f, which reaches public.users". */
export function reached(functions: readonly string[], reachOf: Judged['reachOf']): string | undefined {
  const [first] = functions.flatMap((name) => {
    const { tables } = reachOf(name);
    return tables.length === 0 ? [] : [`${name}, which reaches ${tables.join(', ')}`];
  });
  return first;
}
