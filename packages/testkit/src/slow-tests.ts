/** Whether tests that take minutes run, too: `pnpm test:slow`, before an issue is closed or when what they prove changes. */
export const slowTests = process.env['AGORA_SLOW_TESTS'] === '1';

/** Of a long table of like cases every third, always the same ones; all of them where slow tests run. */
export function everyThird<T>(cases: readonly T[]): readonly T[] {
  return slowTests ? cases : cases.filter((_, index) => index % 3 === 0);
}
