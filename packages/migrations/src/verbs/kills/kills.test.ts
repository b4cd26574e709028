import { slowTests } from '@agora/testkit';
import { expect, test } from 'vitest';

import { fixtureProject } from '../../project.fixture.ts';
import { renderBackfill } from '../../project/backfill-file.ts';
import { readBackfills } from '../backfill.ts';
import { expandInto } from '../contract/expanded-project.fixture.ts';
import { listParked } from '../parked/list-parked.ts';
import { killable, killedBefore, PATIENCE_MS } from './kills.fixture.ts';
import { runVerb } from './verbs.fixture.ts';

const A = '20240101000000_a';
const B = '20240102000000_b';
const TABLES = `CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL, n numeric); CREATE INDEX tv ON t (v); CREATE TABLE gone (id serial PRIMARY KEY, of int REFERENCES t);
  INSERT INTO t SELECT i, 'v' || i, i + 0.25 FROM generate_series(1, 40) i; INSERT INTO gone (of) VALUES (1), (2);`;
const PARKS = {
  up: 'ALTER TABLE t DROP COLUMN v; ALTER TABLE t ALTER n TYPE int USING round(n); DROP TABLE gone;',
  down: `CREATE TABLE gone (id serial PRIMARY KEY, of int REFERENCES t); ALTER TABLE t ALTER n TYPE numeric USING n;
    ALTER TABLE t ADD COLUMN v text NOT NULL DEFAULT ''; ALTER TABLE t ALTER v DROP DEFAULT; CREATE INDEX tv ON t (v);`,
};

test(
  'parking, and what brings back: the next run finishes it, and nothing is lost',
  async () => {
    const project = await fixtureProject({ [A]: { up: TABLES } });
    expect(await runVerb('deploy', project)).toEqual([]);
    await project.write({ [B]: PARKS });
    const run = await killable(project);
    const see = 'SELECT t.id, v, n::text, g.id AS gone FROM t LEFT JOIN gone g ON g.of = t.id ORDER BY 1';
    const rows = await project.query(see);
    let killed = true;
    for (const nth of killedBefore()) {
      if (!killed) break;
      killed = false;
      for (const verb of ['deploy', 'rollback']) {
        const said = await run(verb, nth);
        killed ||= said === undefined;
        const isDone =
          (
            await project.query(
              `SELECT FROM _prisma_migrations WHERE migration_name = '${B}' AND rolled_back_at IS NULL`,
            )
          ).length === (verb === 'deploy' ? 1 : 0);
        expect([nth, said ?? '', isDone ? [] : await runVerb(verb, project)]).toEqual([nth, '', []]);
        expect([nth, (await listParked(project)).length]).toEqual([nth, verb === 'deploy' ? 3 : 0]);
      }
      expect(await project.query(see)).toEqual(rows);
    }
  },
  PATIENCE_MS,
);

test(
  'a purge: the next one takes what is left, and nothing else',
  async () => {
    const project = await fixtureProject({ [A]: { up: TABLES } });
    expect(await runVerb('deploy', project)).toEqual([]);
    await project.write({ [B]: PARKS });
    const run = await killable(project);
    for (const nth of killedBefore()) {
      expect(await runVerb('deploy', project)).toEqual([]);
      const said = await run('purge', nth);
      expect([nth, said ?? '', await runVerb('purge', project)]).toEqual([nth, '', []]);
      expect(await listParked(project)).toEqual([]);
      const left = `SELECT attname FROM pg_attribute WHERE attname ~ '^agora_parked' UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'agora_parked'::regnamespace`;
      expect(await project.query(left)).toEqual([]);
      expect(await project.query('SELECT count(*)::int AS rows FROM t')).toEqual([{ rows: 40 }]);
      if (said !== undefined) break;
      expect(await runVerb('rollback', project)).toEqual([]);
      await project.query(`INSERT INTO gone (of) VALUES (1)`);
    }
  },
  PATIENCE_MS,
);

test.runIf(slowTests)(
  'a backfill that is run, paused, resumed or cancelled: it stands where it was or is what was asked, and no row is done twice',
  async () => {
    const backfill = renderBackfill({
      table: 't',
      key: ['id'],
      doneWhen: 'SELECT NOT EXISTS (SELECT FROM t WHERE times = 0)',
      statement: 'UPDATE t SET times = times + 1 WHERE :batch',
    });
    const project = await fixtureProject({
      [A]: {
        up: 'CREATE TABLE t (id int PRIMARY KEY, times int NOT NULL DEFAULT 0); INSERT INTO t SELECT generate_series(1, 50);',
      },
      [B]: { up: 'SELECT 1;', 'backfill.sql': backfill },
    });
    expect(await runVerb('deploy, backfills later', project)).toEqual([]);
    const run = await killable(project);
    const states = async (): Promise<readonly string[]> =>
      (await readBackfills(project)).map(({ state }) => state);
    /** Begins it, and kills it on its way. */
    let message = 35;
    const begin = async (): Promise<void> => {
      await run('backfill run', message);
      while ((await states())[0] === 'not begun') await run('backfill run', (message += 5));
    };
    const reset = 'UPDATE t SET times = 0; DROP TABLE IF EXISTS agora.backfills';
    const once = [{ times: 1 }];
    for (const verb of ['backfill run', 'backfill resume']) {
      for (const nth of killedBefore()) {
        await project.query(reset);
        if (verb === 'backfill resume') await begin();
        const said = await run(verb, nth);
        expect([verb, nth, said ?? '', await runVerb('backfill resume', project)]).toEqual([
          verb,
          nth,
          '',
          [],
        ]);
        expect(await project.query('SELECT DISTINCT times FROM t')).toEqual(once);
        if (said !== undefined) break;
      }
    }
    for (const [verb, asked] of [
      ['backfill pause', 'paused'],
      ['backfill cancel', 'cancelled'],
    ] as const) {
      for (const nth of killedBefore()) {
        await project.query(reset);
        await begin();
        const said = await run(verb, nth);
        expect([verb, nth, said ?? '']).toEqual([verb, nth, '']);
        expect(['stopped', 'running', asked]).toContain((await states())[0]);
        expect(await runVerb(verb, project)).toEqual([]);
        expect(await states()).toEqual([asked]);
        expect([verb, nth, await runVerb('backfill resume', project)]).toEqual([verb, nth, []]);
        expect(await project.query('SELECT DISTINCT times FROM t')).toEqual(once);
        if (said !== undefined) break;
      }
    }
  },
  PATIENCE_MS,
);

test.runIf(slowTests)(
  'an expansion, and its way back: the next run finishes it, and no value is lost',
  async () => {
    const project = await fixtureProject();
    const init =
      "CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL UNIQUE); CREATE TABLE p (id int PRIMARY KEY, code text REFERENCES t (code) ON UPDATE CASCADE); INSERT INTO t SELECT i, 'c' || i FROM generate_series(1, 50) i; INSERT INTO p SELECT id, code FROM t;";
    const { parts } = await expandInto(project, init, 'ALTER TABLE t RENAME COLUMN code TO label;');
    const run = await killable(project);
    let killed = true;
    for (const nth of killedBefore()) {
      if (!killed) break;
      killed = false;
      const said = await run('deploy', nth);
      killed ||= said === undefined;
      expect([nth, said ?? '', await runVerb('deploy', project)]).toEqual([nth, '', []]);
      expect(
        await project.query(
          'SELECT count(*)::int AS same FROM t JOIN p USING (id) WHERE label = p.code AND t.code = label',
        ),
      ).toEqual([{ same: 50 }]);
      for (let left = parts.length; left > 0; left = await applied()) {
        const went = await run('rollback', nth);
        killed ||= went === undefined;
        expect([nth, went ?? '']).toEqual([nth, '']);
        const finished = (await applied()) === left ? await runVerb('rollback', project) : [];
        expect([nth, finished]).toEqual([nth, []]);
      }
      expect(
        await project.query('SELECT * FROM t JOIN p USING (id, code) WHERE code = $$c$$ || id'),
      ).toHaveLength(50);
    }

    async function applied(): Promise<number> {
      const rows = await project.query(
        'SELECT FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL',
      );
      return rows.length - 1;
    }
  },
  PATIENCE_MS,
);
