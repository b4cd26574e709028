import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withConnection } from '@agora/postgres';
import { slowTests } from '@agora/testkit';
import { describe, expect, test, vi } from 'vitest';
import { inForum } from '../../testing/in-forum.fixture.ts';
import { type CutOff, cutOff } from '../../testing/cut-off.fixture.ts';
import { seed } from '../run/seed.ts';
import { structureOf, tableHashes } from '../../testing/table-hashes.fixture.ts';
import { validateSeeds } from '../run/validate.ts';
import { load } from './load.ts';
import { readLoadState } from './plan/state.ts';

/** 600 users in five communities. */
const SCALE = 0.06;

// Whole loads, several in one test: on a busy machine they take their time.
vi.setConfig({ testTimeout: 180_000 });

const small = (url: string, workers: number): ReturnType<typeof load> =>
  load({ url, environment: 'test', scale: SCALE, workers });

/** What a load made, and how long it took, in milliseconds. */
interface Undisturbed {
  readonly hashes: Record<string, string>;
  readonly structure: readonly string[];
  readonly tookMs: number;
}

let expected: Promise<Undisturbed> | undefined;

/** What one worker on an undisturbed database makes. */
function undisturbed(): Promise<Undisturbed> {
  expected ??= inForum(async (url) => {
    const structure = await structureOf(url);
    const began = performance.now();
    const result = await small(url, 1);
    const tookMs = performance.now() - began;
    expect(result).toMatchObject({ changed: true, strategy: 'bare', communities: 5 });
    return { hashes: await tableHashes(url), structure, tookMs };
  });
  return expected;
}

describe('a load', () => {
  test('that is a dry run says its steps and writes nothing', () =>
    inForum(async (url) => {
      const schemas = async (): Promise<string[]> =>
        withConnection(url, async (client) => {
          const { rows } = await client.query<{ name: string }>(
            `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relnamespace = to_regnamespace('agora') ORDER BY 1`,
          );
          return rows.map(({ name }) => name);
        });
      const [before, tables, structure] = [await tableHashes(url), await schemas(), await structureOf(url)];
      const planned = await load({ url, environment: 'test', scale: SCALE, workers: 1, dryRun: true });
      expect(planned).toMatchObject({ changed: true, resumed: false, strategy: 'bare', communities: 5 });
      expect(planned.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
        ['begin', 'planned'],
        ['copy', 'planned'],
        ['rebuild', 'planned'],
      ]);
      expect([await tableHashes(url), await schemas(), await structureOf(url)]).toEqual([
        before,
        tables,
        structure,
      ]);
      const parts = /take (\d+) indexes and keys off/.exec(planned.steps[0]!.does)?.[1];
      expect(planned.steps[2]!.does).toContain(`make ${parts} indexes and keys again`);
      const made = await small(url, 1);
      expect(made.steps.map(({ does, outcome }) => [does, outcome])).toEqual(
        planned.steps.map(({ does }) => [does, 'done']),
      );
      const whole = await load({ url, environment: 'test', scale: SCALE, dryRun: true });
      expect(whole).toMatchObject({ changed: false, steps: [], rows: made.rows });
    }));

  test('that fails tells of each step what became of it, and goes on with the ones that are left', () =>
    inForum(async (url) => {
      const told: string[] = [];
      const run = (): Promise<unknown> =>
        load({
          url,
          environment: 'test',
          scale: 0.02,
          workers: 1,
          onStep: ({ step, outcome }) => told.push(`${step}: ${outcome}`),
        });
      const constrain = (sql: string): Promise<unknown> =>
        withConnection(url, (client) => client.query(`ALTER TABLE user_statistics ${sql}`));
      await constrain('ADD CONSTRAINT not_yet CHECK (false)');
      await expect(run()).rejects.toMatchObject({ code: 'seed.worker_failed' });
      expect(told).toEqual(['begin: done', 'copy: failed', 'rebuild: not reached']);
      told.length = 0;
      await constrain('DROP CONSTRAINT not_yet');
      await run();
      expect(told).toEqual(['copy: done', 'rebuild: done']);
    }));

  test.each([2, 4])(
    'with %i workers makes the same rows as with one, and leaves every index and key',
    async (workers) => {
      const { hashes, structure } = await undisturbed();
      await inForum(async (url) => {
        await small(url, workers);
        expect(await tableHashes(url)).toEqual(hashes);
        expect(await structureOf(url)).toEqual(structure);
      });
    },
  );

  test('keeps every invariant, and a second one changes nothing', () =>
    inForum(async (url) => {
      await small(url, 2);
      const { invariants } = await validateSeeds({ url });
      expect(invariants.filter(({ offending }) => offending > 0)).toEqual([]);
      const before = await tableHashes(url);
      expect(await small(url, 2)).toMatchObject({ changed: false });
      expect(await tableHashes(url)).toEqual(before);
      await expect(load({ url, environment: 'test', scale: 1 })).rejects.toMatchObject({
        code: 'seed.load_mismatch',
      });
    }));

  test('leaves alone what others have beside and on top of the forum, and fills it all the same', () =>
    inForum(async (url) => {
      await withConnection(url, (client) =>
        client.query(`
          CREATE TABLE invoices (community_id uuid, user_id uuid, FOREIGN KEY (community_id, user_id) REFERENCES users (community_id, id))`),
      );
      const structure = await structureOf(url);
      expect(await small(url, 1)).toMatchObject({ strategy: 'bare' });
      expect(await structureOf(url)).toEqual(structure);
      expect((await validateSeeds({ url })).holds).toBe(true);
    }));

  test('makes rows with the keys in place where a view needs one of them', () =>
    inForum(async (url) => {
      await withConnection(url, (client) =>
        client.query('CREATE VIEW busy AS SELECT p.*, count(*) AS n FROM posts p GROUP BY community_id, id'),
      );
      expect(await small(url, 1)).toMatchObject({ strategy: 'in place', changed: true });
      expect((await validateSeeds({ url })).holds).toBe(true);
    }));

  test('takes no index nor key away from a database that holds other data', () =>
    inForum(async (url) => {
      await seed({ url, profile: 'demo', environment: 'test' });
      const structure = await structureOf(url);
      const seen = new Set<string>();
      const result = await load({
        url,
        environment: 'test',
        scale: 0.02,
        workers: 2,
        onProgress: ({ phase }) => seen.add(phase),
      });
      expect(result.strategy).toBe('in place');
      expect([...seen]).toEqual(['copy']);
      expect(await structureOf(url)).toEqual(structure);
      expect((await validateSeeds({ url })).holds).toBe(true);
    }));

  test.each(['demo', 'minimal'] as const)(
    'into a database with the %s profile, checks each foreign key by a few rows, not by reading the community',
    (profile) =>
      inForum(async (url) => {
        await seed({ url, profile, environment: 'test' });
        const before = await rowsRead(url);
        const { rows } = await load({ url, environment: 'test', scale: 0.02, workers: 2 });
        const written = Object.values(rows).reduce((sum, count) => sum + count, 0);
        // The sessions that wrote report when they have ended, a moment later.
        await vi.waitFor(async () => {
          const after = await rowsRead(url);
          expect(after.written - before.written).toBeGreaterThanOrEqual(written);
          expect((after.read - before.read) / written).toBeLessThan(8);
        }, 60_000);
      }),
  );

  test('is refused in production', async () => {
    await expect(
      load({ url: 'postgresql://nowhere/x', environment: 'production', scale: 1 }),
    ).rejects.toMatchObject({
      code: 'seed.not_allowed',
    });
  });
});

/** Rows that queries have read, by indexes or not, and rows written, since the database was made. */
async function rowsRead(url: string): Promise<{ read: number; written: number }> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ read: number; written: number }>(`
      SELECT ((SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) + sum(seq_tup_read))::float8 AS read,
             sum(n_tup_ins)::float8 AS written FROM pg_stat_user_tables`);
    return rows[0]!;
  });
}

async function listedParts(url: string): Promise<string[]> {
  if ((await withConnection(url, readLoadState)) === null) return [];
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM agora.load_structure');
    return rows.map(({ name }) => name);
  });
}

/** Back to an empty database with everything in place, so that the next kill meets a load in progress. */
async function forget(url: string): Promise<void> {
  await withConnection(url, (client) =>
    client.query(`ALTER TABLE point_transactions DISABLE TRIGGER USER; TRUNCATE communities CASCADE;
      ALTER TABLE point_transactions ENABLE TRIGGER USER; DROP SCHEMA agora CASCADE`),
  );
}

/** The same load in a process of its own, which is killed instead of its connections. */
function asProcess(url: string): Pick<CutOff, 'begin' | 'kill'> {
  const file = fileURLToPath(new URL('./load.fixture.ts', import.meta.url));
  let child: ChildProcess | undefined;
  return {
    async begin() {
      child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', file, url, String(SCALE)], {
        stdio: 'ignore',
      });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`It ended with ${code}.`);
    },
    kill: () => child?.kill('SIGKILL'),
  };
}

test('a load that is stopped while an index is built ends at once, and goes on from there', () =>
  inForum(async (url) => {
    await withConnection(url, async (client) => {
      // Built row by row it would take a day.
      await client.query(`
        CREATE FUNCTION slow(id uuid) RETURNS uuid IMMUTABLE LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_sleep(60); RETURN id; END $$;
        CREATE INDEX slow_posts ON posts (slow(id))`);
      const structure = await structureOf(url);
      const stop = new AbortController();
      const begun = load({ url, environment: 'test', scale: 0.02, workers: 1, signal: stop.signal });
      const outcome = begun.catch((error: unknown) => error);
      await expect
        .poll(async () => {
          const { rowCount } = await client.query(`SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'agora-load' AND wait_event = 'PgSleep'`);
          return rowCount;
        })
        .toBe(1);
      stop.abort();
      expect(await outcome).toMatchObject({ name: 'AbortError' });
      expect(await listedParts(url)).toContain('slow_posts');
      await client.query(`CREATE OR REPLACE FUNCTION slow(id uuid) RETURNS uuid IMMUTABLE LANGUAGE sql
        AS 'SELECT id'`);
      const again = await load({ url, environment: 'test', scale: 0.02, workers: 1 });
      expect(again).toMatchObject({ resumed: true });
      expect(await structureOf(url)).toEqual(structure);
    });
  }));

describe('a load that is killed', () => {
  const kills = slowTests ? 50 : 10;

  test(`${kills} times, each tenth time by its process and else by its connections, goes on and ends in the same rows`, async () => {
    const { hashes, structure, tookMs } = await undisturbed();
    await inForum(async (url) => {
      let finished = 0;
      let wholeMs = tookMs;
      let resumed = false;
      for (let attempt = 0; attempt < kills; attempt += 1) {
        const byProcess = attempt % 10 === 4;
        // Spread over most of the time that a load takes on this machine, as busy as it is.
        const afterMs = (wholeMs * ((attempt * 37) % 70)) / 100;
        const application = 'agora-load';
        const run = byProcess ? asProcess(url) : { begin: () => small(url, 2) };
        const ended = await cutOff(url, { application, afterMs, ...run });
        if (ended !== undefined) {
          finished += 1;
          // The machine stood still while that was measured.
          if (!resumed) wholeMs = Math.min(wholeMs, ended);
        }
        const state = await withConnection(url, readLoadState);
        // Whatever is missing is on the list of what to make again.
        const present = new Set(await structureOf(url));
        const listed = await listedParts(url);
        const lost = structure.filter(
          (line) => !present.has(line) && !listed.some((name) => line.includes(name)),
        );
        expect(lost).toEqual([]);
        resumed = state?.finishedAt === null;
        if (state !== null && !resumed) await forget(url);
      }
      await small(url, 2);
      expect(await tableHashes(url)).toEqual(hashes);
      expect(await structureOf(url)).toEqual(structure);
      // Kills that came too late would prove nothing.
      expect(finished).toBeLessThan(0.8 * kills);
    });
  }, 600_000);
});
