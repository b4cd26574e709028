/**
 * The loader of TypeScript, on demand: the deployer has no packages beside it.
 * @param fix what helps where it is missing, a sentence for the error
 * @throws TypeError where the package is missing
 */
export async function importJiti(fix: string): Promise<typeof import('jiti')> {
  try {
    return await import('jiti');
  } catch (cause) {
    throw new TypeError(`The package jiti, which loads TypeScript, is not installed. ${fix}`, { cause });
  }
}
