// Measures comments. A plain module: the linter loads it on Node 20, which strips no types.

/** Words that a comment may have; of a docstring its prose, and each tag by itself. */
export const MOST_WORDS = 60;

/**
 * @typedef {object} Comment
 * @property {'Line' | 'Block' | 'Shebang'} type
 * @property {string} value without its slashes and stars
 * @property {{ start: { line: number }, end: { line: number } }} loc
 */

/**
 * Comments as people read them: lines that follow each other are one.
 * @param {readonly Comment[]} comments in the order of the file
 * @returns {{ first: Comment, text: string }[]}
 */
export function gathered(comments) {
  const found = [];
  let last;
  for (const comment of comments) {
    const goesOn =
      last !== undefined &&
      comment.type === 'Line' &&
      last.type === 'Line' &&
      comment.loc.start.line === last.loc.end.line + 1;
    if (goesOn) found.at(-1).text += `\n${comment.value}`;
    else found.push({ first: comment, text: comment.value });
    last = comment;
  }
  return found;
}

/**
 * The words of the longest part of a comment; an address counts as one.
 * @param {string} text
 */
export function words(text) {
  const parts = text.replaceAll(/^\s*\*/gm, '').split(/^\s*@(?=[a-z])/m);
  return Math.max(
    ...parts.map((part) => part.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length),
  );
}
