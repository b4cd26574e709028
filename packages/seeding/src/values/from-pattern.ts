/**
 * A text that a regular expression matches, for the plain patterns that CHECKs are made of: literals,
 * classes, groups, alternatives, quantifiers. Undefined where the pattern uses more (look-ahead,
 * back-references); the caller then has other texts to try, and the server is the judge of all of them.
 *
 * @param pattern in the syntax of PostgreSQL's `~`
 * @param row rows get different texts where a class leaves a choice
 */
export function fromPattern(pattern: string, row: number): string | undefined {
  const reader = new PatternReader(pattern.replace(/^\(\?[a-z]+\)/, ''), row);
  try {
    return reader.alternatives();
  } catch {
    return undefined;
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  d: '0123456789',
  w: 'abcdefghijklmnopqrstuvwxyz0123456789',
  s: ' ',
};
const NAMED: Readonly<Record<string, string>> = {
  alpha: 'abcdefghijklmnopqrstuvwxyz',
  digit: '0123456789',
  alnum: 'abcdefghijklmnopqrstuvwxyz0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  space: ' ',
  xdigit: '0123456789abcdef',
};

class PatternReader {
  readonly #text: string;
  readonly #row: number;
  #at = 0;

  constructor(text: string, row: number) {
    this.#text = text;
    this.#row = row;
  }

  /** The first branch counts; the others are read over. */
  alternatives(): string {
    const first = this.#branch();
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      this.#branch();
    }
    return first;
  }

  #branch(): string {
    let out = '';
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at] ?? '')) {
      const piece = this.#atom();
      out += this.#repeat(piece);
    }
    return out;
  }

  /** What one atom may stand for: the nth time, so that repeats of a class vary. */
  #atom(): (place: number) => string {
    const char = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (char === '^' || char === '$') return () => '';
    if (char === '.') return () => 'a';
    if (char === '(') {
      if (this.#text[this.#at] === '?') {
        if (this.#text[this.#at + 1] !== ':') throw new Error('not a plain pattern');
        this.#at += 2;
      }
      const inner = this.alternatives();
      this.#at += 1;
      return () => inner;
    }
    if (char === '[') return this.#choice(this.#set());
    if (char === '\\') {
      const escaped = this.#text[this.#at] ?? '';
      this.#at += 1;
      if (/[0-9A-Zbmy]/.test(escaped)) throw new Error('not a plain pattern');
      return this.#choice(CLASSES[escaped] ?? escaped);
    }
    return () => char;
  }

  #choice(set: string): (place: number) => string {
    if (set === '') throw new Error('an empty class');
    return (place) => set[(this.#row + place) % set.length] ?? '';
  }

  #set(): string {
    const end = this.#setEnd();
    let body = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    const negated = body.startsWith('^');
    if (negated) body = body.slice(1);
    let set = '';
    body = body.replaceAll(/\[:(\w+):\]/g, (_, name: string) => ((set += NAMED[name] ?? ''), ''));
    body = body.replaceAll(/\\([dws])/g, (_, name: string) => ((set += CLASSES[name] ?? ''), ''));
    for (let at = 0; at < body.length; at += 1) {
      const char = body[at] === '\\' ? (body[(at += 1)] ?? '') : (body[at] ?? '');
      const to = body[at + 1] === '-' ? body[at + 2] : undefined;
      if (to === undefined) {
        set += char;
        continue;
      }
      for (let code = char.charCodeAt(0); code <= to.charCodeAt(0); code += 1)
        set += String.fromCharCode(code);
      at += 2;
    }
    if (!negated) return set;
    return 'abcdefghijklmnopqrstuvwxyz0123456789 -_'
      .split('')
      .filter((one) => !set.includes(one))
      .join('');
  }

  #setEnd(): number {
    let at = this.#at;
    if (this.#text[at] === '^') at += 1;
    if (this.#text[at] === ']') at += 1;
    while (at < this.#text.length && this.#text[at] !== ']') {
      if (this.#text.startsWith('[:', at)) at = this.#text.indexOf(':]', at) + 1;
      if (this.#text[at] === '\\') at += 1;
      at += 1;
    }
    return at;
  }

  #repeat(piece: (place: number) => string): string {
    const quantifier = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/.exec(this.#text.slice(this.#at));
    if (quantifier === null) return piece(0);
    this.#at += quantifier[0].length;
    const least =
      quantifier[1] === undefined ? (quantifier[0].startsWith('+') ? 1 : 0) : Number(quantifier[1]);
    // A few more than none, so that rows differ, but never beyond what is allowed.
    const most =
      quantifier[1] === undefined
        ? quantifier[0].startsWith('?')
          ? 1
          : 6
        : quantifier[2] === undefined
          ? least
          : Number(quantifier[3] === '' ? least + 2 : quantifier[3]);
    const times = Math.max(least, Math.min(most, 4, least + 3));
    return Array.from({ length: times }, (_, place) => piece(place)).join('');
  }
}
