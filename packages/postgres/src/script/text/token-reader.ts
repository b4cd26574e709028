import { statementTokens } from './statements.ts';

/** A name as written in a statement: parts as the server stores them. */
export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

/** Reads tokens of a statement in order; words in lower case, quoted names as they are. */
export class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = statementTokens(text);
  }

  /** The token ahead, without taking it. */
  peek(ahead = 0): string | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** Takes the words if exactly they come next. */
  take(...words: readonly string[]): boolean {
    if (!words.every((word, index) => this.peek(index) === word)) return false;
    this.#at += words.length;
    return true;
  }

  /** Takes one token, whatever it is. */
  next(): string | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  /** Goes to just after the first occurrence of a word; false, and to the end, when there is none. */
  skipPast(word: string): boolean {
    while (this.peek() !== undefined) if (this.next() === word) return true;
    return false;
  }

  /** Takes a name, qualified or not; undefined when none comes next. */
  name(): QualifiedName | undefined {
    const parts: string[] = [];
    do {
      const token = this.peek();
      const part = token === undefined ? undefined : identifier(token);
      if (part === undefined) return undefined;
      parts.push(part);
      this.#at += 1;
    } while (this.take('.'));
    const name = parts.at(-1) ?? '';
    const schema = parts.at(-2);
    return schema === undefined ? { name } : { schema, name };
  }
}

/** An identifier as the server stores it, cut after 63 bytes; undefined for a token that is none. */
export function identifier(token: string): string | undefined {
  if (token.startsWith('"')) return cut(token.slice(1, -1).replaceAll('""', '"'));
  return /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*$/i.test(token) ? cut(token.toLowerCase()) : undefined;
}

function cut(name: string): string {
  let kept = name;
  while (Buffer.byteLength(kept) > 63) kept = Array.from(kept).slice(0, -1).join('');
  return kept;
}
