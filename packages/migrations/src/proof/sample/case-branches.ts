import { scan, type Token } from '@agora/postgres';

/** A branch of a CASE, and when a row takes it. */
interface CaseBranch {
  readonly condition: string;
  readonly isElse: boolean;
}

/** The branches of every CASE of an expression, of one within another too; those of queries within it are left out. */
export function caseBranches(text: string): readonly CaseBranch[] {
  const reader = new CaseReader(text);
  reader.read(0, [], new Set());
  return reader.found;
}

class CaseReader {
  readonly found: CaseBranch[] = [];
  readonly #text: string;
  readonly #tokens: readonly Token[];

  constructor(text: string) {
    this.#text = text;
    this.#tokens = [...scan(text)].filter(({ kind }) => kind !== 'gap');
  }

  #word(at: number): string {
    const { kind, start = 0, end = 0 } = this.#tokens[at] ?? {};
    return kind === 'word' || kind === 'symbol' ? this.#text.slice(start, end).toLowerCase() : '';
  }

  /** What stands between two places, without either. */
  #between(from: number, to: number): string {
    return this.#text.slice(this.#tokens[from]?.end, this.#tokens[to]?.start);
  }

  /**
   * Reads on to a word outside of parentheses.
   * @param guard what holds for a row that gets here
   * @returns the place of the word, or of the end
   */
  read(from: number, guard: readonly string[], stops: ReadonlySet<string>): number {
    let depth = 0;
    let at = from;
    while (at < this.#tokens.length) {
      const word = this.#word(at);
      if (depth === 0 && stops.has(word)) return at;
      if (word === '(') depth += 1;
      if (word === ')') depth -= 1;
      if (word === '(' && QUERIES.has(this.#word(at + 1))) at = this.#closing(at);
      else if (word === 'case') at = this.#readCase(at, guard);
      else at += 1;
    }
    return at;
  }

  /** The place of the parenthesis that closes the one at a place. */
  #closing(open: number): number {
    let depth = 0;
    for (let at = open; at < this.#tokens.length; at += 1) {
      if (this.#word(at) === '(') depth += 1;
      if (this.#word(at) === ')' && --depth === 0) return at;
    }
    return this.#tokens.length;
  }

  /** @returns the place after END */
  #readCase(start: number, guard: readonly string[]): number {
    let at = this.read(start + 1, guard, new Set(['when']));
    const subject = this.#between(start, at).trim();
    const passed: string[] = [];
    while (this.#word(at) === 'when') {
      const then = this.read(at + 1, guard, new Set(['then']));
      const condition = this.#between(at, then);
      const whole = subject === '' ? condition : `(${subject}) = (${condition})`;
      const holds = [...guard, ...passed, `(${whole}\n)`];
      this.found.push({ condition: holds.join(' AND '), isElse: false });
      passed.push(`(${whole}\n) IS NOT TRUE`);
      at = this.read(then + 1, holds, new Set(['when', 'else', 'end']));
    }
    if (this.#word(at) === 'else') {
      const holds = [...guard, ...passed];
      this.found.push({ condition: holds.join(' AND '), isElse: true });
      at = this.read(at + 1, holds, new Set(['end']));
    }
    return at + 1;
  }
}

const QUERIES: ReadonlySet<string> = new Set(['select', 'with', 'values']);
