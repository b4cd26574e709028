import { ownWords, scan } from '@agora/postgres';

/** A text cut at the commas outside of parentheses and brackets. */
export function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { kind, start, end } of scan(text)) {
    if (kind !== 'symbol') continue;
    const piece = text.slice(start, end);
    if (piece === '(' || piece === '[') depth += 1;
    if (piece === ')' || piece === ']') depth -= 1;
    if (piece !== ',' || depth > 0) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  return [...parts, text.slice(from)].map((part) => part.replace(/;\s*$/, ''));
}

/** What follows a word that stands outside of parentheses. */
export function after(text: string, word: string): string | undefined {
  const found = clauseWords(text).find((one) => one.word === word);
  return found && text.slice(found.end);
}

/** What comes before the first of some words that stand outside of parentheses. */
export function before(text: string, words: readonly string[]): string {
  return text.slice(0, clauseWords(text).find(({ word }) => words.includes(word))?.start);
}

/** The words outside of parentheses, without the FROM of IS DISTINCT FROM. */
function clauseWords(text: string): ReturnType<typeof ownWords> {
  return ownWords(text).filter(({ word, start }, at, words) => {
    const last = words[at - 1];
    return word !== 'from' || last?.word !== 'distinct' || text.slice(last.end, start).trim() !== '';
  });
}

/** Words that end the list after FROM. */
export const ENDS = [
  'where',
  'group',
  'having',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
  'returning',
];

/** The pieces of an UPDATE, as written. */
interface UpdateParts {
  /** `ONLY "a"."b" AS x` */
  readonly table: string;
  /** The new values, one for each column; none where the list cannot be cut so. */
  readonly values: readonly string[];
  readonly from?: string;
  readonly where?: string;
}

/** Cuts an UPDATE at the words of its own that stand outside of parentheses. */
export function updateParts(text: string): UpdateParts {
  const from = after(text, 'from');
  const where = after(text, 'where');
  return {
    table: before(after(text, 'update') ?? '', ['set']).trim(),
    values: partsOf(before(after(text, 'set') ?? '', ['from', ...ENDS])).flatMap(assigned),
    ...(from === undefined ? {} : { from: before(from, ENDS) }),
    ...(where === undefined ? {} : { where: before(where, ENDS).replace(/;\s*$/, '') }),
  };
}

/** The values of one part of SET: `a = 1`, or `(a, b) = (1, 2)`, but for a query that gives several. */
function assigned(part: string): readonly string[] {
  const value = part.slice(part.indexOf('=') + 1);
  if (!/^\s*\(/.test(part)) return [value];
  const list = /^\s*(?:ROW\s*)?\(([\s\S]*)\)\s*$/i.exec(value)?.[1];
  return list === undefined || /^\s*(?:select|with|values)\b/i.test(list) ? [] : partsOf(list);
}
