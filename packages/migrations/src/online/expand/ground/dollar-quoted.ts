/**
 * A text as a literal in dollars, whose tag does not stand in it.
 *
 * @param word of the tag
 */
export function dollarQuoted(word: string, text: string): string {
  let tag = `$${word}$`;
  for (let n = 1; text.includes(tag); n += 1) tag = `$${word}${n}$`;
  return `${tag}${text}${tag}`;
}
