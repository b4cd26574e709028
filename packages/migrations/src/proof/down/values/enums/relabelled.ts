import type { Translation } from '../translations.ts';

/**
 * The labels that the way forward put in the place of others, by what is written in it. Where nothing is, one label in
 * the place of exactly one other counts as its new name.
 *
 * @param translations what the way forward says of values
 * @param present the labels of the enum after it
 * @param wanted the labels before it
 * @returns label after it -> label before it, only for labels that the enum loses on the way back
 */
export function relabelled(
  translations: readonly Translation[],
  present: readonly string[],
  wanted: readonly string[],
): ReadonlyMap<string, string> {
  const leaving = present.filter((label) => !wanted.includes(label));
  const returning = wanted.filter((label) => !present.includes(label));
  const pairs = translations.flatMap((translation) => translation.pairs);
  const found = new Map<string, string>();
  const [only] = returning;
  for (const label of leaving) {
    const olds = new Set(
      pairs.flatMap(({ old, now }) => (now === label && old !== null && wanted.includes(old) ? [old] : [])),
    );
    const [before = leaving.length === 1 && returning.length === 1 ? only : undefined] = olds;
    if (before !== undefined) found.set(label, before);
  }
  return found;
}
