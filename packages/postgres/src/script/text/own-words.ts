import { scan } from './scanner.ts';

/** An unquoted word of a text, in lower case. */
export interface OwnWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** The unquoted words of a statement that stand outside of parentheses and brackets: its own clauses. */
export function ownWords(text: string): readonly OwnWord[] {
  const words: OwnWord[] = [];
  let depth = 0;
  for (const { kind, start, end } of scan(text)) {
    const piece = text.slice(start, end);
    if (kind === 'symbol' && (piece === '(' || piece === '[')) depth += 1;
    if (kind === 'symbol' && (piece === ')' || piece === ']')) depth -= 1;
    if (kind === 'word' && depth === 0) words.push({ word: piece.toLowerCase(), start, end });
  }
  return words;
}
