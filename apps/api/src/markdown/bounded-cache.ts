/** Texts by key, bounded in bytes: those that were asked for longest ago go first. */
export class BoundedCache {
  readonly #most: number;
  readonly #texts = new Map<string, string>();
  #bytes = 0;

  /** @param most bytes of all keys and texts, as V8 keeps them at most (two a character) */
  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): string | undefined {
    const text = this.#texts.get(key);
    if (text !== undefined) {
      this.#texts.delete(key);
      this.#texts.set(key, text);
    }
    return text;
  }

  set(key: string, text: string): void {
    this.#remove(key);
    if (sizeOf(key, text) > this.#most) return;
    this.#texts.set(key, text);
    this.#bytes += sizeOf(key, text);
    for (const [oldest] of this.#texts) {
      if (this.#bytes <= this.#most) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const text = this.#texts.get(key);
    if (text !== undefined && this.#texts.delete(key)) this.#bytes -= sizeOf(key, text);
  }
}

const sizeOf = (key: string, text: string): number => 2 * (key.length + text.length);
