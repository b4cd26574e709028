/** Scripts that the engine sends, kept back to be run together: it would send each as a transaction of its own. */
export class HeldScripts {
  #held: string[] | undefined;

  /** Runs `use`, in which scripts are kept and answered as if they had run. @returns its result, and the scripts */
  async during<T>(
    use: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly scripts: readonly string[] }> {
    const scripts: string[] = [];
    this.#held = scripts;
    try {
      return { result: await use(), scripts };
    } finally {
      this.#held = undefined;
    }
  }

  /** @returns whether the script was kept, and is not to be run now */
  keep(script: string): boolean {
    this.#held?.push(script);
    return this.#held !== undefined;
  }
}
