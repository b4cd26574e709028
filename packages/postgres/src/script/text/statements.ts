import { type Token, scan } from './scanner.ts';

/** One statement of a script, as it is sent to the server. */
export interface Statement {
  /** 0-based place in the script. */
  readonly index: number;
  /** Offset of {@link text} in the script, in UTF-16 units. */
  readonly offset: number;
  /** 1-based line of the first token. */
  readonly line: number;
  /** From the first token to the last; comments around it and the closing semicolon are left out. */
  readonly text: string;
}

/**
 * Splits a script at the semicolons that end statements, by the rules psql uses: not inside strings,
 * dollar quotes, comments, parentheses (CREATE RULE), nor inside the BEGIN ATOMIC body of a function.
 * A statement of comments alone is none. Knows no psql commands (`\copy`, `\i`).
 *
 * @param sql a script, with or without a byte order mark
 */
export function splitStatements(sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  const lines = new LineCounter(sql);
  let first: Token | undefined;
  let last: Token | undefined;
  let parentheses = 0;
  let body = new AtomicBody();

  const close = (): void => {
    if (first && last) {
      const text = sql.slice(first.start, last.end);
      statements.push({ index: statements.length, offset: first.start, line: lines.at(first.start), text });
    }
    first = last = undefined;
    parentheses = 0;
    body = new AtomicBody();
  };

  for (const token of scan(sql)) {
    if (token.kind === 'gap') continue;
    const symbol = token.kind === 'symbol' ? sql[token.start] : undefined;
    if (symbol === ';' && parentheses === 0 && !body.open) {
      close();
      continue;
    }
    first ??= token;
    last = token;
    if (symbol === '(') parentheses += 1;
    else if (symbol === ')') parentheses = Math.max(0, parentheses - 1);
    else if (token.kind === 'word') body.see(sql.slice(token.start, token.end).toLowerCase(), parentheses);
  }
  close();
  return Object.freeze(statements);
}

/** Words and quoted names of a statement with the gaps left out; unquoted words in lower case. */
export function statementTokens(text: string): readonly string[] {
  const tokens: string[] = [];
  for (const token of scan(text)) {
    if (token.kind === 'gap') continue;
    const piece = text.slice(token.start, token.end);
    tokens.push(token.kind === 'word' ? piece.toLowerCase() : piece);
  }
  return tokens;
}

/** Follows the nesting of BEGIN ATOMIC ... END in CREATE FUNCTION and CREATE PROCEDURE, as psql does. */
class AtomicBody {
  #words: string[] = [];
  #depth = 0;

  get open(): boolean {
    return this.#depth > 0;
  }

  see(word: string, parentheses: number): void {
    if (this.#words.length < 4) this.#words.push(word);
    if (parentheses > 0 || !this.#inRoutine()) return;
    if (word === 'begin') this.#depth += 1;
    else if (word === 'case' && this.#depth > 0) this.#depth += 1;
    else if (word === 'end' && this.#depth > 0) this.#depth -= 1;
  }

  #inRoutine(): boolean {
    const [create, second, third, fourth] = this.#words;
    if (create !== 'create') return false;
    const kind = second === 'or' && third === 'replace' ? fourth : second;
    return kind === 'function' || kind === 'procedure';
  }
}

/** Line numbers of growing offsets, in one pass over the text. */
class LineCounter {
  #line = 1;
  #offset = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): number {
    for (; this.#offset < offset; this.#offset += 1) {
      const char = this.#text[this.#offset];
      if (char === '\n' || (char === '\r' && this.#text[this.#offset + 1] !== '\n')) this.#line += 1;
    }
    return this.#line;
  }
}
