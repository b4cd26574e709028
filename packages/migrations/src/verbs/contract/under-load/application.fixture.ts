import { setTimeout as sleep } from 'node:timers/promises';

import { type Client, copyInto, withConnection } from '@agora/postgres';

/** What the application uses; each user has one post and one like, which go and change with it by cascades. */
export const TABLES = `
CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL UNIQUE, age int NOT NULL DEFAULT 7, code text);
CREATE INDEX users_age_idx ON users (age);
CREATE TABLE posts (id int PRIMARY KEY, author text NOT NULL REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE);
CREATE INDEX posts_author_idx ON posts (author);
CREATE TABLE likes (id int PRIMARY KEY, liker int NOT NULL REFERENCES users (id) ON UPDATE CASCADE ON DELETE CASCADE);
CREATE INDEX likes_liker_idx ON likes (liker);`;

/** What a version of the application calls things. */
export interface Names {
  readonly users: string;
  readonly name: string;
  readonly author: string;
}

export const OLD_NAMES: Names = { users: 'users', name: 'name', author: 'author' };

interface User {
  readonly name: string;
  readonly age: number;
  readonly code: string;
}

/** What clients have seen go wrong, what they wrote last, and how long their statements took. */
export class Observed {
  readonly errors: string[] = [];
  /** Users as they must be now, by id. */
  readonly users = new Map<number, User>();
  /** Of each statement, in milliseconds. */
  readonly times: number[] = [];
}

/** How clients of a version work. */
export interface Version {
  readonly names: Names;
  /** Whether they use COPY; they use INSERT otherwise. */
  readonly copies: boolean;
  /** Between two operations of one client, in milliseconds. */
  readonly thinkMs: number;
}

/** Clients of one version of an application, each with rows of its own, until they are told to stop. */
export class Application {
  readonly #url: string;
  readonly #observed: Observed;
  readonly #version: Version;
  #stopped = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(url: string, observed: Observed, version: Version) {
    this.#url = url;
    this.#observed = observed;
    this.#version = version;
  }

  /** @param first the id from which on the clients' rows begin */
  start(count: number, first: number): this {
    this.#stopped = false;
    this.#running = Promise.all(
      Array.from({ length: count }, (_, n) =>
        withConnection(this.#url, (client) => this.#work(client, first + n * ROWS_OF_A_CLIENT)),
      ),
    );
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #work(client: Client, first: number): Promise<void> {
    const { errors, users } = this.#observed;
    const mine: number[] = [];
    for (let n = 0; !this.#stopped && errors.length < MOST_ERRORS; n += 1) {
      await sleep(this.#version.thinkMs * (0.5 + Math.random()));
      const id = mine[Math.floor(Math.random() * mine.length)];
      const work = OPERATIONS[n % OPERATIONS.length] ?? 'read';
      try {
        if (work === 'insert' || work === 'copy' || id === undefined) {
          const ids = work === 'copy' ? [0, 1, 2].map((k) => first + 3 * n + k) : [first + 3 * n];
          await (work === 'copy' && this.#version.copies
            ? this.#copy(client, ids)
            : this.#insert(client, ids));
          mine.push(...ids);
        } else if (work === 'delete') {
          await this.#run(client, `DELETE FROM ${this.#version.names.users} WHERE id = $1`, [id]);
          users.delete(id);
          mine.splice(mine.indexOf(id), 1);
        } else if (work === 'read') await this.#read(client, id);
        else if (work === 'relike') await this.#relike(client, id);
        else await this.#change(client, work, { id, n });
      } catch (error) {
        errors.push(`${work} by ${JSON.stringify(this.#version.names)}: ${String(error)}`);
        await client.query('ROLLBACK');
      }
    }
  }

  async #run(client: Client, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const began = performance.now();
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    this.#observed.times.push(performance.now() - began);
    return rows;
  }

  async #insert(client: Client, ids: readonly number[]): Promise<void> {
    const { users, name } = this.#version.names;
    await this.#run(client, 'BEGIN');
    for (const id of ids)
      await this.#run(client, `INSERT INTO ${users} (id, ${name}, age, code) VALUES ($1, $2, $3, $4)`, [
        id,
        ...Object.values(newUser(id)),
      ]);
    await this.#insertOthers(client, ids);
  }

  async #copy(client: Client, ids: readonly number[]): Promise<void> {
    const { users, name } = this.#version.names;
    await this.#run(client, 'BEGIN');
    await copyInto(client, {
      table: users,
      columns: ['id', name, 'age', 'code'],
      rows: ids.map((id) => [id, ...Object.values(newUser(id))]),
    });
    await this.#insertOthers(client, ids);
  }

  /** What belongs to new users, and the end of the transaction. */
  async #insertOthers(client: Client, ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      const post = `INSERT INTO posts (id, ${this.#version.names.author}) VALUES ($1, $2)`;
      await this.#run(client, post, [id, newUser(id).name]);
      await this.#run(client, 'INSERT INTO likes (id, liker) VALUES ($1, $1)', [id]);
    }
    await this.#run(client, 'COMMIT');
    for (const id of ids) this.#observed.users.set(id, newUser(id));
  }

  /** Writes the referring table by itself, so that it is locked before the one to which it refers. */
  async #relike(client: Client, id: number): Promise<void> {
    await this.#run(client, 'BEGIN');
    await this.#run(client, 'DELETE FROM likes WHERE id = $1', [id]);
    await this.#run(client, 'INSERT INTO likes (id, liker) VALUES ($1, $1)', [id]);
    await this.#run(client, 'COMMIT');
  }

  async #change(
    client: Client,
    work: 'rename' | 'age' | 'code' | 'upsert',
    { id, n }: { readonly id: number; readonly n: number },
  ): Promise<void> {
    const { users, name } = this.#version.names;
    const was = this.#observed.users.get(id) ?? newUser(id);
    const now = {
      rename: { ...was, name: `${id}.${n}` },
      age: { ...was, age: n },
      code: { ...was, code: String(n) },
      upsert: { ...was, name: `${id}.${n}`, age: n },
    }[work];
    const sql = {
      rename: `UPDATE ${users} SET ${name} = $2 WHERE id = $1 AND ($3::text || $4::text) IS NOT NULL`,
      age: `UPDATE ${users} SET age = $3 WHERE id = $1 AND ($2::text || $4::text) IS NOT NULL`,
      code: `UPDATE ${users} SET code = $4 WHERE id = $1 AND ($2::text || $3::text) IS NOT NULL`,
      upsert: `INSERT INTO ${users} (id, ${name}, age, code) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET ${name} = excluded.${name}, age = excluded.age`,
    }[work];
    await this.#run(client, sql, [id, now.name, now.age, now.code]);
    this.#observed.users.set(id, now);
  }

  /** Reads a user with what belongs to it, and compares. */
  async #read(client: Client, id: number): Promise<void> {
    const { users, name, author } = this.#version.names;
    const rows = await this.#run(
      client,
      `SELECT u.${name} AS name, u.age, u.code, p.id AS post, l.id AS "like" FROM ${users} u
         LEFT JOIN posts p ON p.${author} = u.${name} LEFT JOIN likes l ON l.liker = u.id WHERE u.id = $1`,
      [id],
    );
    const wanted = this.#observed.users.get(id);
    const found = rows.map((row) => Object.values(row).map(String).join()).join(' and ');
    const expected = wanted && [...Object.values(wanted), id, id].map(String).join();
    if (found !== expected) this.#observed.errors.push(`read ${found}, expected ${expected}`);
  }
}

const ROWS_OF_A_CLIENT = 100_000;
/** More tell nothing. */
const MOST_ERRORS = 20;

const OPERATIONS = [
  ...(['insert', 'read', 'rename', 'age', 'copy', 'read', 'upsert', 'code'] as const),
  ...(['read', 'delete', 'relike', 'rename', 'relike', 'read'] as const),
];

function newUser(id: number): User {
  return { name: `${id}`, age: 7, code: '0' };
}
