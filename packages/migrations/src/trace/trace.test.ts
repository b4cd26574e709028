import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../project/folder.ts';
import type { MigrationTrace, TracedStatement } from './trace.ts';
import { traceMigrations, type TraceOptions } from './trace-migrations.ts';

const migration = (name: string, up: string): Migration => ({
  name,
  directory: `/x/${name}`,
  up: makeScript(`/x/${name}/migration.sql`, up),
});

const BEFORE = `CREATE TABLE "User" (id uuid PRIMARY KEY, name text, age int NOT NULL);
CREATE TABLE "Post" (tenant int, id int, title varchar(20) NOT NULL, author uuid REFERENCES "User", PRIMARY KEY (tenant, id));
CREATE INDEX by_title ON "Post" (title);`;

async function trace(
  up: string,
  options: Partial<TraceOptions> & { before?: string } = {},
): Promise<MigrationTrace> {
  const { before = BEFORE, ...rest } = options;
  const [found] = await traceMigrations([migration('1', before), migration('2', up)], {
    adminUrl: await testServerUrl(),
    rows: 500,
    select: ({ name }) => name === '2',
    ...rest,
  });
  if (found === undefined) throw new Error('nothing was traced');
  return found;
}

/** `relation MODE`, of relations that were there, for what makes others wait. */
const waiting = ({ locks }: TracedStatement): string[] =>
  locks
    .filter(({ there, waits }) => there && waits !== 'nothing')
    .map(({ relation, mode }) => `${relation} ${mode}`);

describe('trace', () => {
  it('sees locks, rewrites, indexes, scans and log of each statement, and what is held to the end', async () => {
    const { statements, tables } = await trace(
      `CREATE INDEX by_name ON "User" (name);
ALTER TABLE "Post" ALTER title TYPE text;
ALTER TABLE "User" ALTER age TYPE bigint;
CREATE TABLE made (id int PRIMARY KEY REFERENCES made);`,
    );
    expect(tables).toEqual([
      { table: 'public.User', rows: 500 },
      { table: 'public.Post', rows: 500 },
    ]);
    const [index, title, age, made] = statements;
    expect(index && waiting(index)).toEqual(['public.User SHARE']);
    expect(index).toMatchObject({
      line: 1,
      transaction: 1,
      rewritten: [],
      built: [{ index: 'public.by_name', table: 'public.User' }],
      scans: [{ table: 'public.User', rows: 500 }],
    });
    expect(title && waiting(title)).toContain('public.Post ACCESS EXCLUSIVE');
    expect(title).toMatchObject({ rewritten: [], built: [], scans: [] });
    // Once for the rewrite, and once for each index.
    expect(age).toMatchObject({ rewritten: ['public.User'], scans: [{ table: 'public.User', rows: 1500 }] });
    expect(age?.built.map((one) => one.index).toSorted()).toEqual(['public.User_pkey', 'public.by_name']);
    expect(age?.walBytes).toBeGreaterThan(10_000);
    expect(made && waiting(made)).toEqual([]);
    // What the first statements took is held while the last one runs.
    expect(made?.under.map(({ relation, mode }) => `${relation} ${mode}`)).toContain(
      'public.User ACCESS EXCLUSIVE',
    );
    const total = statements.reduce((sum, { ms }) => sum + ms, 0);
    expect(index?.locks.find(({ mode }) => mode === 'SHARE')?.heldMs).toBeCloseTo(total, 6);
  });

  it('samples what a statement outside of a transaction takes and lets go', async () => {
    const { statements } = await trace(
      'CREATE INDEX CONCURRENTLY by_name ON "User" (name); DROP INDEX CONCURRENTLY by_title;',
      { rows: 5000 },
    );
    const [build] = statements;
    expect(build?.transaction).toBeUndefined();
    expect(build && waiting(build)).toEqual([]);
    expect(build?.locks).toContainEqual(
      expect.objectContaining({
        relation: 'public.User',
        mode: 'SHARE UPDATE EXCLUSIVE',
        seen: expect.stringMatching(/^(?:sampled|implied)$/),
      }),
    );
    expect(build).toMatchObject({
      built: [{ index: 'public.by_name', table: 'public.User' }],
      scans: [{ table: 'public.User' }],
    });
  });

  it('takes what fails on rows through empty tables, and says so', async () => {
    const { statements, notes } = await trace('ALTER TABLE "Post" ADD kind text NOT NULL;', { rows: 20 });
    expect(notes).toEqual([
      expect.stringMatching(/^traced on empty tables: on rows it fails .*contains null values/),
    ]);
    expect(statements[0] && waiting(statements[0])).toEqual(['public.Post ACCESS EXCLUSIVE']);
  });

  it('fills what looks for NULL with some, and finds partitions by their own names', async () => {
    const { statements, tables } = await trace(
      `UPDATE "User" SET name = '' WHERE name IS NULL; ALTER TABLE log_1 ADD CHECK (id >= 0);`,
      {
        rows: 100,
        before: `${BEFORE} CREATE TABLE log (id int, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`,
      },
    );
    expect(tables).toContainEqual({ table: 'public.log', rows: 100 });
    const [update, check] = statements;
    expect(update?.walBytes).toBeGreaterThan(1000);
    expect(check).toMatchObject({ scans: [{ table: 'public.log_1', rows: 100 }] });
    expect(check && waiting(check)).toEqual(['public.log_1 ACCESS EXCLUSIVE']);
  });

  it('tells a table that is emptied, or only given another index of the same file, from one that is rewritten', async () => {
    const { statements } = await trace(
      'ALTER TABLE "Post" ALTER title TYPE varchar(40); TRUNCATE "Post"; VACUUM FULL "User"; REINDEX TABLE CONCURRENTLY "Post";',
    );
    expect(statements.map(({ rewritten, emptied }) => ({ rewritten, emptied }))).toEqual([
      { rewritten: [], emptied: [] },
      { rewritten: [], emptied: ['public.Post'] },
      { rewritten: ['public.User'], emptied: [] },
      { rewritten: [], emptied: [] },
    ]);
    expect(statements[2] && waiting(statements[2])).toContain('public.User ACCESS EXCLUSIVE');
    expect(statements[3]?.built.map(({ table }) => table)).toEqual(['public.Post', 'public.Post']);
  });

  it('touches nothing of the server', async () => {
    await expect(trace('COPY "User" TO PROGRAM \'true\';')).rejects.toMatchObject({
      code: 'migrations.touches_server',
    });
  });

  it('says where the linter could not know', async () => {
    const { linter } = await trace('ALTER TABLE older ALTER name TYPE varchar(40);', {
      rows: 10,
      before: 'SELECT 1;',
      initSql: 'CREATE TABLE older (name varchar(20));',
    });
    expect(linter).toEqual([
      {
        line: 1,
        text: 'ALTER TABLE older ALTER name TYPE varchar(40)',
        predicted: ['change-column-type: ACCESS EXCLUSIVE, rewrites the table'],
        seen: 'ACCESS EXCLUSIVE',
      },
    ]);
  });

  it('ends its sampling where a statement outside of a transaction fails', async () => {
    await expect(
      trace('CREATE UNIQUE INDEX CONCURRENTLY once ON "User" ((1)); SELECT 1', { rows: 20 }),
    ).resolves.toMatchObject({ notes: [expect.stringContaining('could not create unique index')] });
    await expect(trace('VACUUM nothing')).rejects.toMatchObject({ code: 'migrations.script_failed' });
  });

  it('runs a backfill batch by batch, on rows that want it', async () => {
    const sql =
      '-- agora: backfill "User" by (id)\n-- agora: done when SELECT NOT EXISTS (SELECT FROM "User" WHERE name IS NULL)\nUPDATE "User" SET name = $$x$$ WHERE name IS NULL AND :batch;\n';
    const [found] = await traceMigrations(
      [
        migration('1', BEFORE),
        { ...migration('2', ''), backfill: { kind: 'sql', script: makeScript('/x/2/backfill.sql', sql) } },
      ],
      { adminUrl: await testServerUrl(), rows: 400, select: ({ name }) => name === '2' },
    );
    expect(found).toMatchObject({ statements: [], backfill: { outcome: 'done' }, notes: [] });
    expect(found?.backfill?.changed).toBeGreaterThan(150);
    expect(found?.backfill?.batches).toBeGreaterThan(0);
  });
});
