/**
 * Whether two names of columns are two spellings of one thing: the same words, some more of them, or a letter put
 * right. `queueName` and `queueId`, `token` and `tokenHash` are not: the one is said of the other.
 */
export function sameThing(a: string, b: string): boolean {
  const [one, two] = [wordsOf(a), wordsOf(b)];
  if (one.join('') === two.join('')) return true;
  if (Math.min(a.length, b.length) >= 6 && !/\d/.test(a + b) && isMisspelling(one.join(''), two.join('')))
    return true;
  if (roleOf(one) !== roleOf(two)) return false;
  const shared = one.filter((word) => two.includes(word)).length;
  const [fewer, more] = [Math.min(one.length, two.length), Math.max(one.length, two.length)];
  return shared > 0 && (shared === fewer ? more - fewer <= 2 : shared * 2 > more);
}

/** Whether a word of both is the same. */
export function shareAWord(a: string, b: string): boolean {
  const words = wordsOf(b);
  return wordsOf(a).some((word) => words.includes(word));
}

/** Words that say what a value is, and not of what: another of them is another value. */
const ROLES: ReadonlySet<string> = new Set(
  'id key name url count type status hash encrypted hashed obfuscated'.split(' '),
);

function roleOf(words: readonly string[]): string {
  return words.filter((word) => ROLES.has(word)).join(' ');
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}

/** One letter more, less or other, or two neighbours changed over. */
function isMisspelling(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return Math.max(left.length, right.length) <= 1 || (left.length === 2 && left === `${right[1]}${right[0]}`);
}
