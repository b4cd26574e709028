/**
 * Runs `use`, and `release` after it, whatever happened.
 * @throws the first error: where `use` fails, a failure of `release` is not told
 */
export async function releaseAfter<T>(use: () => Promise<T>, release: () => Promise<void>): Promise<T> {
  let result: T;
  try {
    result = await use();
  } catch (error) {
    await release().catch(() => undefined);
    throw error;
  }
  await release();
  return result;
}
