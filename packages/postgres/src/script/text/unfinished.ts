import { scan } from './scanner.ts';

/** What is open where a text ends. */
export interface Unfinished {
  /** 1-based line at which it begins. */
  readonly line: number;
  /** In words, to be read in a sentence. */
  readonly what: string;
}

/** The quote, comment or parenthesis that a text opens and does not close: it was cut off, or a mark is missing. */
export function unfinished(sql: string): Unfinished | undefined {
  const open: number[] = [];
  for (const { kind, start, end } of scan(sql)) {
    const char = sql[start] ?? '';
    const isQuote = kind === 'string' || kind === 'quoted' || sql.startsWith('/*', start);
    if (isQuote && end === sql.length && runsOn(sql, start)) {
      return { line: lineAt(sql, start), what: quoteWords(sql, start) };
    }
    if (kind !== 'symbol') continue;
    if (char === '(') open.push(start);
    else if (char === ')') open.pop();
    // A body of SQL (BEGIN ATOMIC) closes its own before a semicolon, too.
    else if (char === ';') open.length = 0;
  }
  const [first] = open;
  return first === undefined ? undefined : { line: lineAt(sql, first), what: 'the parenthesis' };
}

/** Whether what begins at `start` would go on in a longer text. */
function runsOn(sql: string, start: number): boolean {
  const rest = sql.slice(start);
  const [first] = scan(`${rest} x`);
  return (first?.end ?? 0) > rest.length;
}

function quoteWords(sql: string, start: number): string {
  if (sql.startsWith('/*', start)) return 'the comment';
  if (sql[start] === '$') return `the dollar quote ${/^\$[^$]*\$/.exec(sql.slice(start))?.[0] ?? '$$'}`;
  return sql[start] === '"' ? 'the quoted name' : 'the quote';
}

function lineAt(sql: string, offset: number): number {
  return sql.slice(0, offset).split(/\r\n|\n|\r/).length;
}
