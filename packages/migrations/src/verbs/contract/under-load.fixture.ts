import { setTimeout as sleep } from 'node:timers/promises';

import { withConnection } from '@agora/postgres';

/** Statements of one version of an application; `$1` is the id of a row, `$2` a value. */
export interface Version {
  readonly insert: string;
  readonly update: string;
  readonly read: string;
}

/** What the writers have seen go wrong, and what they wrote last, by the id of the row. */
export interface Written {
  readonly errors: string[];
  readonly last: Map<number, unknown>;
  /** How many statements they ran. */
  statements: number;
}

/** Clients that write and read until they are told to stop; no two write one row. */
export class Clients {
  readonly #url: string;
  readonly #written: Written;
  readonly #value: (n: number) => unknown;
  #stopped = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(url: string, written: Written, value: (n: number) => unknown) {
    this.#url = url;
    this.#written = written;
    this.#value = value;
  }

  /** @param first the id from which on its rows begin */
  start(version: Version, first: number, count: number): this {
    this.#stopped = false;
    const all = Array.from({ length: count }, (_, n) => this.#work(version, first + n * 100_000));
    this.#running = Promise.all(all);
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #work({ insert, update, read }: Version, first: number): Promise<void> {
    const { errors, last } = this.#written;
    await withConnection(this.#url, async (client) => {
      for (let n = 0; !this.#stopped; n += 1) {
        // A machine with few processors has to migrate beside them.
        await sleep(15);
        const id = n % 3 === 0 ? first + n : first + n - (n % 3);
        const value = this.#value(first + n);
        try {
          await client.query(n % 3 === 0 ? insert : update, [id, value]);
          last.set(id, value);
          const { rows } = await client.query<{ value: unknown }>(read, [id]);
          if (String(rows[0]?.value) !== String(value))
            errors.push(`${id}: ${String(rows[0]?.value)} read, ${String(value)} written`);
          this.#written.statements += 2;
        } catch (error) {
          errors.push(String(error));
        }
      }
    });
  }
}
