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
