/** A half-open range of offsets in a script, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 1-based line and column (in UTF-16 units) of an offset. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds lines of a text by offset. Line ends are LF, CR LF and lone CR, as the scanner has them. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    const lineEnd = /\r\n|\n|\r/g;
    while (lineEnd.exec(text)) this.#starts.push(lineEnd.lastIndex);
  }

  positionOf(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }

  /** Offset of the first character of a 1-based line. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.#text.length;
  }

  /** The text of a 1-based line, without its end. */
  line(line: number): string {
    return this.#text.slice(this.startOf(line), this.startOf(line + 1)).replace(/[\r\n]+$/, '');
  }
}

/**
 * Turns offsets in UTF-8 bytes, which the parser and squawk speak of, into UTF-16 units.
 * @param text the text that was given to them
 */
export function byteOffsets(text: string): (byte: number) => number {
  if (Buffer.byteLength(text) === text.length) return (byte) => byte;
  const units = new Uint32Array(Buffer.byteLength(text) + 1);
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    units.fill(unit, byte, byte + size);
    byte += size;
    unit += character.length;
  }
  units[byte] = unit;
  return (at) => units[Math.min(at, byte)]!;
}

/** Turns a count of code points, in which the parser places its errors, into UTF-16 units. */
export function codePointOffset(text: string, count: number): number {
  let unit = 0;
  let left = count;
  for (const character of text) {
    if (left === 0) break;
    left -= 1;
    unit += character.length;
  }
  return unit;
}
