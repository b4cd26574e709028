/** Packages of the workspace add their codes to a type of another one this way. */
const augmentation = /^declare module '@agora\/core' \{\n([^]*?)^\}\n/gm;

/**
 * What packages add to a type of another package, in one file with it: declarations of one name merge.
 * @param declarations in which every package of the workspace has been put
 */
export function mergeAugmentations(declarations: string): string {
  return declarations.replaceAll(augmentation, (_, body: string) =>
    // Where nothing names the type that grows, it is not here, and what is added says nothing.
    /^interface ErrorCodes\b/m.test(declarations) ? body.replaceAll(/^ {4}/gm, '') : '',
  );
}
