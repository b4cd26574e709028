/**
 * What a piece of SQL text is. `word` is an unquoted identifier or keyword; `symbol` one character of
 * punctuation or of an operator. White space and comments are `gap`s.
 */
export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol' | 'gap';

export interface Token {
  readonly kind: TokenKind;
  /** Offset of the first character, in UTF-16 units as JavaScript counts. */
  readonly start: number;
  /** Offset just after the last character. */
  readonly end: number;
}

const wordStart = /[A-Za-z_\u0080-\uffff]/;
const word = /[A-Za-z0-9_$\u0080-\uffff]*/y;
const number = /(?:0[xob][0-9a-f_]+|\d[\d_]*(?:\.(?!\.)[\d_]*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)/iy;
const space = /[ \t\n\r\f\v]+/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const parameter = /\$\d+/y;

/**
 * Cuts SQL into tokens by the lexical rules of PostgreSQL (section 4.1 of its manual): dollar quotes,
 * nested block comments, `E''` strings with backslashes, doubled quotes. Strings without `E` take
 * backslashes literally, as servers do since 9.1 (standard_conforming_strings).
 * Anything unterminated runs to the end of the text, where the server will complain about it.
 */
export function* scan(sql: string): Generator<Token> {
  let at = 0;
  while (at < sql.length) {
    const [kind, end] = next(sql, at);
    yield { kind, start: at, end };
    at = end;
  }
}

function next(sql: string, at: number): [TokenKind, number] {
  const char = sql[at] ?? '';
  const after = sql[at + 1];
  if (match(space, sql, at) > at) return ['gap', space.lastIndex];
  if (char === '-' && after === '-') return ['gap', lineEnd(sql, at)];
  if (char === '/' && after === '*') return ['gap', blockCommentEnd(sql, at)];
  if (char === "'") return ['string', quoteEnd(sql, at, "'", false)];
  if (char === '"') return ['quoted', quoteEnd(sql, at, '"', false)];
  if (char === '$') {
    if (match(dollarTag, sql, at) > at) return ['string', dollarEnd(sql, at, dollarTag.lastIndex)];
    if (match(parameter, sql, at) > at) return ['parameter', parameter.lastIndex];
    return ['symbol', at + 1];
  }
  if (wordStart.test(char)) return prefixed(sql, at, match(word, sql, at));
  if (match(number, sql, at) > at) return ['number', number.lastIndex];
  return ['symbol', at + 1];
}

/** A word, or the string or quoted name that a one-letter word introduces: E'', B'', X'', N'', U&'', U&"". */
function prefixed(sql: string, at: number, end: number): [TokenKind, number] {
  const text = sql.slice(at, end).toLowerCase();
  if (sql[end] === "'" && 'ebxn'.includes(text) && text.length === 1) {
    return ['string', quoteEnd(sql, end, "'", text === 'e')];
  }
  if (text === 'u' && sql[end] === '&') {
    if (sql[end + 1] === "'") return ['string', quoteEnd(sql, end + 1, "'", false)];
    if (sql[end + 1] === '"') return ['quoted', quoteEnd(sql, end + 1, '"', false)];
  }
  return ['word', end];
}

/** Where a sticky pattern that matches at `at` ends, or `at`. */
function match(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(sql) ? pattern.lastIndex : at;
}

function lineEnd(sql: string, at: number): number {
  for (let end = at; end < sql.length; end += 1) {
    if (sql[end] === '\n' || sql[end] === '\r') return end;
  }
  return sql.length;
}

function blockCommentEnd(sql: string, at: number): number {
  let depth = 0;
  for (let end = at; end < sql.length - 1;) {
    if (sql[end] === '/' && sql[end + 1] === '*') {
      depth += 1;
      end += 2;
    } else if (sql[end] === '*' && sql[end + 1] === '/') {
      depth -= 1;
      end += 2;
      if (depth === 0) return end;
    } else {
      end += 1;
    }
  }
  return sql.length;
}

function quoteEnd(sql: string, opening: number, quote: string, backslashes: boolean): number {
  for (let end = opening + 1; end < sql.length; end += 1) {
    if (backslashes && sql[end] === '\\') end += 1;
    else if (sql[end] === quote) {
      if (sql[end + 1] !== quote) return end + 1;
      end += 1;
    }
  }
  return sql.length;
}

function dollarEnd(sql: string, at: number, bodyStart: number): number {
  const tag = sql.slice(at, bodyStart);
  const closing = sql.indexOf(tag, bodyStart);
  return closing === -1 ? sql.length : closing + tag.length;
}
