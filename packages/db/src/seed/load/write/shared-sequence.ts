/** How a {@link SharedSequence} comes by its items. */
interface SharedSequenceOptions<T> {
  /** Makes the next one. Asked in order, one at a time. */
  begin(index: number): Promise<T>;
  /** All takers have left one. */
  end(index: number): void;
}

/**
 * Things that several takers go through in order, each at its own pace: one that is quick begins the next while
 * another is still busy with the last. Each is made when the first taker comes to it and let go of when the last leaves.
 */
export class SharedSequence<T> {
  readonly #takers: number;
  readonly #options: SharedSequenceOptions<T>;
  readonly #held = new Map<number, { made: Promise<T>; busy: number }>();
  readonly #stopped: Promise<never>;
  #stop!: (error: unknown) => void;

  constructor(takers: number, options: SharedSequenceOptions<T>) {
    this.#takers = takers;
    this.#options = options;
    this.#stopped = new Promise((_, reject) => {
      this.#stop = reject;
    });
    // Told to whoever takes something; nobody may.
    this.#stopped.catch(() => undefined);
  }

  /**
   * The one with this number; waits for it to be made.
   * @throws what `stop` was told first
   */
  take(index: number): Promise<T> {
    let element = this.#held.get(index);
    if (element === undefined) {
      element = { made: this.#options.begin(index), busy: this.#takers };
      this.#held.set(index, element);
    }
    return Promise.race([this.#stopped, element.made]);
  }

  /** A taker has done with one. */
  leave(index: number): void {
    const element = this.#held.get(index)!;
    element.busy -= 1;
    if (element.busy > 0) return;
    this.#held.delete(index);
    this.#options.end(index);
  }

  /** From now on nobody gets anything: a taker has failed, and the others should end rather than wait for it. */
  stop(error: unknown): void {
    this.#stop(error);
  }
}
