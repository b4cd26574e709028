const lineEnd = /\r\n|\n|\r/g;
/** How many columns of a long line are shown around the caret. */
const window = 100;

/**
 * The line of a statement that holds a position, its number, and a caret under the position:
 *
 *     line 3: SELECT nam FROM users
 *                    ^
 *
 * @param sql the statement exactly as it was sent
 * @param position 1-based, in characters (code points), as the server counts
 * @returns two lines of text, or undefined when the position lies outside the statement
 */
export function caretExcerpt(sql: string, position: number): string | undefined {
  const characters = Array.from(sql);
  // One past the end is where the server puts "syntax error at end of input".
  if (!Number.isInteger(position) || position < 1 || position > characters.length + 1) return undefined;
  const before = characters.slice(0, position - 1).join('');
  let start = 0;
  let number = 1;
  for (const match of before.matchAll(lineEnd)) {
    start = match.index + match[0].length;
    number += 1;
  }
  const rest = sql.slice(start);
  const line = Array.from(rest.slice(0, rest.search(/[\r\n]|$/)));
  const column = Math.min(Array.from(before.slice(start)).length, line.length);

  const from = line.length > window && column > window / 2 ? column - window / 2 : 0;
  const to = Math.min(line.length, from + window);
  const label = `line ${number}: ${from > 0 ? '...' : ''}`;
  const shown = line.slice(from, to).join('') + (to < line.length ? '...' : '');
  const pad = line.slice(from, column).map(blank).join('');
  return `${label}${shown.trimEnd()}\n${' '.repeat(label.length)}${pad}^`;
}

/** Space as wide as a character, so that the caret stands under its target in a terminal. */
function blank(character: string): string {
  if (character === '\t') return '\t';
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(character)) return '';
  return wide.test(character) ? '  ' : ' ';
}

/** Characters that terminals draw two columns wide (Unicode UAX #11, the common ranges). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
