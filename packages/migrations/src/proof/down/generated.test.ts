import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import type { MigrationReport } from '../verify/findings.ts';
import { walkHistory } from '../verify/verify.ts';
import { renderNotFound } from './render.ts';
import { forwardZone } from './values/type-conversions.ts';

const migration = (name: string, up: string): Migration => ({
  name,
  directory: `/x/${name}`,
  up: makeScript(`/x/${name}/migration.sql`, up),
});

/** The way back that is generated for the last script, and what its proof says. */
async function generated(...scripts: readonly string[]): Promise<{ report: MigrationReport; sql: string }> {
  const migrations = scripts.map((sql, index) => migration(`${index + 1}`, sql));
  const reports = await walkHistory(migrations, {
    adminUrl: await testServerUrl(),
    select: (one) => one === migrations.at(-1),
    generate: () => true,
  });
  const report = reports.at(-1);
  if (report === undefined) throw new Error('nothing was proven');
  return { report, sql: report.generated?.sql ?? '' };
}

describe('a relation that is turned round', () => {
  const tables = `CREATE TABLE "Document" (id serial PRIMARY KEY, title text NOT NULL);
    CREATE TABLE "Content" (id text PRIMARY KEY, "documentId" int NOT NULL UNIQUE REFERENCES "Document" (id));`;
  const turn = `ALTER TABLE "Document" ADD "contentId" text UNIQUE REFERENCES "Content" (id);
    UPDATE "Document" d SET "contentId" = c.id FROM "Content" c WHERE c."documentId" = d.id;
    ALTER TABLE "Content" DROP "documentId";`;

  it('is read back from the other side, so that nothing is lost', async () => {
    const { report, sql } = await generated(tables, turn);
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
    expect(sql).toContain(
      'UPDATE "public"."Content" AS a SET "documentId" = b.id FROM "public"."Document" AS b WHERE b."contentId" = a.id',
    );
    expect(sql).not.toContain('Not restored');
  });

  it('gives each row another one of what it points at, where the other side does not tell', async () => {
    const { report } = await generated(tables, 'ALTER TABLE "Content" DROP "documentId"');
    expect(report).toMatchObject({
      outcome: 'proven with data loss',
      lost: ['public.Content.documentId'],
    });
  });
});

describe('a required column that comes back into a key of several', () => {
  it('differs from row to row, as the others of the key may agree', async () => {
    const { report, sql } = await generated(
      `CREATE TYPE source AS ENUM ('only');
       CREATE TABLE f (id int PRIMARY KEY, source source NOT NULL, code text NOT NULL, UNIQUE (source, code));`,
      'ALTER TABLE f DROP code',
    );
    expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.f.code'] });
    expect(sql).toContain('made-up values that differ from row to row');
  });
});

const change = (zone: string): string => `ALTER "at" TYPE timestamptz USING ("at" AT TIME ZONE '${zone}');`;

describe('a column between timestamp and timestamptz', () => {
  const table = 'CREATE TABLE a (id int PRIMARY KEY, at timestamp(3) NOT NULL DEFAULT now(), b timestamp)';

  it('comes back by the zone that the way forward names, whatever zone the session has', async () => {
    const { report, sql } = await generated(
      table,
      `ALTER TABLE a ALTER COLUMN at SET DATA TYPE timestamptz(3) USING at AT TIME ZONE 'UTC'`,
    );
    expect(sql).toContain(`USING "at" AT TIME ZONE 'UTC'`);
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
  });

  it('comes back by the zone of the session when the way forward went by it', async () => {
    const { report, sql } = await generated(table, 'ALTER TABLE a ALTER COLUMN b TYPE timestamptz');
    expect(sql).not.toContain('AT TIME ZONE');
    // There is no default to drop.
    expect(sql).not.toContain('DEFAULT');
    expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.a.b'] });
    expect(sql).toMatch(/^-- public\.a\.b: only hours that summer time skips or repeats/m);
  });

  it('comes back by the zone that the way forward sets, and each table by its own', async () => {
    const { report, sql } = await generated(
      `${table}; CREATE TABLE other (id int PRIMARY KEY, at timestamp, b timestamp)`,
      `SET TIME ZONE 'UTC'; ALTER TABLE a ALTER COLUMN at TYPE timestamptz(3), ALTER COLUMN b TYPE timestamptz;
       ALTER TABLE other ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'Asia/Kathmandu'`,
    );
    expect(sql).toMatch(/"a" .*"b" .*AT TIME ZONE 'UTC'/);
    expect(sql).toMatch(/"other" .*AT TIME ZONE 'Asia\/Kathmandu'/);
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
  });

  it('is found in any writing, and not guessed from two', () => {
    expect(forwardZone(change('UTC'), '"at"')).toBe(`'UTC'`);
    expect(forwardZone(change('UTC').toLowerCase(), 'at')).toBe(`'utc'`);
    expect(forwardZone(change('UTC') + change('Europe/Berlin'), '"at"')).toBeUndefined();
    expect(forwardZone(change('UTC'), '"created"')).toBeUndefined();
    expect(forwardZone('set local timezone to UTC', 'at')).toBe(`'UTC'`);
    expect(forwardZone("SET timezone = 'UTC'; SET TIME ZONE DEFAULT", 'at')).toBeUndefined();
  });
});

it('counts a script that only changes how a text is written as one that does not come back', async () => {
  const { report } = await generated(
    'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL)',
    'UPDATE users SET name = lower(name)',
  );
  expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.users.name'] });
});

describe('privileges', () => {
  it('are given back in words that servers before 17 know too', async () => {
    const { report, sql } = await generated(
      'CREATE TABLE "Document" (id serial PRIMARY KEY); GRANT ALL ON "Document" TO PUBLIC;',
      'REVOKE ALL ON "Document" FROM PUBLIC;',
    );
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
    expect(sql).toMatch(/^GRANT (?:ALL|DELETE.*) ON TABLE "public"."Document" TO PUBLIC;$/m);
    expect(sql).not.toContain('MAINTAIN');
  });
});

describe('a label that takes the place of another', () => {
  const table = `CREATE TYPE kind AS ENUM ('SPAN', 'CALL');
    CREATE TABLE a (id int PRIMARY KEY, k kind NOT NULL DEFAULT 'CALL', ks kind[]);`;

  it('goes back to the one that the way forward translated it from', async () => {
    const { report, sql } = await generated(
      table,
      `ALTER TABLE a ALTER k DROP DEFAULT;
       CREATE TYPE kind_new AS ENUM ('GENERATION', 'SPAN', 'TOOL');
       ALTER TABLE a ALTER k TYPE kind_new USING (CASE k::text WHEN 'CALL' THEN 'GENERATION' ELSE k::text END)::kind_new,
         ALTER ks TYPE kind_new[] USING array_replace(ks::text[], 'CALL', 'GENERATION')::kind_new[];
       DROP TYPE kind;
       ALTER TYPE kind_new RENAME TO kind;`,
    );
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
    expect(sql).toContain("'GENERATION' becomes 'CALL'");
  });

  it('goes back to the one by which an UPDATE chose its rows, also from under a partial index', async () => {
    const { report, sql } = await generated(
      table,
      `ALTER TYPE kind ADD VALUE 'OLD';
       UPDATE a SET k = 'OLD' WHERE k = 'CALL';
       CREATE INDEX old ON a (id) WHERE k = 'OLD';`,
    );
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
    expect(sql).toContain("WHEN 'OLD' THEN 'CALL'");
  });

  it('keeps what cannot be told: a new label that rows use stops the way back', async () => {
    const { report, sql } = await generated(table, "ALTER TYPE kind ADD VALUE 'NEW'");
    expect(report.outcome).toBe('proven');
    expect(sql).not.toContain('WHEN');
  });
});

describe('a migration without a way back', () => {
  it('says why without the folders of the machine that tried', () => {
    const sql = renderNotFound('1_a', 'planned: down: /home/an na/x/1_a/down.sql:7: no such cast');
    expect(sql).toContain('not-found because planned: down: down.sql:7: no such cast\n');
  });
});
