import { withConnection } from '@agora/postgres';
import { everyThird, slowTests } from '@agora/testkit';
import { expect, test } from 'vitest';

import { fixtureProject } from '../../../project.fixture.ts';
import { deploy } from '../../deploy.ts';
import { rollback } from '../../rollback/rollback.ts';
import { writtenKinds } from './kinds.fixture.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const options = { parkMs: 3_600_000 };
/** Those that write meanwhile. */
const CLIENTS = slowTests ? 64 : 4;
/** Ids of one client's rows. */
const ROWS_OF_A_CLIENT = 1_000_000;

test.each(everyThird(everyThird(writtenKinds)))(
  'no client fails, and no value of before or of meanwhile is lost: $title',
  async ({ before, up, down, see }) => {
    const project = await fixtureProject({ [A]: { up: before } });
    await deploy(project);
    await project.write({ [B]: { up, down } });
    const old = await project.query(see);
    const clients = new Clients(project.url);
    const written = async (): Promise<void> => {
      const wanted = clients.inserts + 2 * CLIENTS;
      const isOver = (): boolean => clients.errors.length > 0 || clients.inserts >= wanted;
      await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
    };
    try {
      for (let round = 0; round < 2; round += 1) {
        await written();
        expect(outcomes(await deploy({ ...project, options }))).toEqual(['succeeded']);
        await written();
        expect(outcomes(await rollback({ ...project, options, target: { steps: 1 } }))).toEqual([
          'succeeded',
        ]);
      }
      await written();
    } finally {
      await clients.stop();
    }
    expect(clients.errors).toEqual([]);
    expect(await project.query(see)).toEqual(old);
    expect(await project.query('SELECT count(*)::int - 60 AS rows, sum(n)::int AS updates FROM t')).toEqual([
      { rows: clients.inserts, updates: clients.updates },
    ]);
  },
);

const outcomes = (report: {
  readonly results: readonly { readonly outcome: string; readonly error?: Error }[];
}): unknown[] => report.results.map(({ outcome, error }) => error ?? outcome);

/** Clients that insert rows, and count up old and new ones, until they are stopped. */
class Clients {
  readonly errors: string[] = [];
  inserts = 0;
  updates = 0;
  #stopped = false;
  readonly #working: Promise<unknown>;

  constructor(url: string) {
    this.#working = Promise.all(
      Array.from({ length: CLIENTS }, (_, n) =>
        this.#work(url, n).catch((error: unknown) => this.errors.push(String(error))),
      ),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  #work(url: string, client: number): Promise<void> {
    return withConnection(url, async (connection) => {
      for (let n = 1; !this.#stopped; n += 1) {
        const id = (client + 1) * ROWS_OF_A_CLIENT + n;
        await connection.query(`INSERT INTO t (id) VALUES (${id})`);
        this.inserts += 1;
        await connection.query(`UPDATE t SET n = n + 1 WHERE id IN (${id}, ${1 + (n % 60)})`);
        this.updates += 2;
      }
    });
  }
}
