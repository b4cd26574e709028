import { describe, expect, it } from 'vitest';

import { makeScript } from '../../../project/folder.ts';
import { migration, schema } from '../../lint.fixture.ts';
import { lintMigrations } from '../../lint.ts';

async function found(up: string, down = 'SELECT 1;', backfill?: string): Promise<string> {
  const last = migration('20260102000000_marked', up, down);
  const filled = { kind: 'sql', script: makeScript('/project/backfill.sql', backfill ?? '') } as const;
  const { findings } = await lintMigrations({
    root: '/project',
    migrations: [
      migration('20260101000000_init', schema, 'SELECT 1;'),
      backfill === undefined ? last : { ...last, backfill: filled },
    ],
    only: ['20260102000000_marked'],
    squawk: false,
  });
  return findings
    .filter(({ rule }) => rule === 'not-compatible')
    .map(({ severity, line, message }) => `${severity} ${line}: ${message}`)
    .join('\n');
}

const marked = (sql: string): string => `-- agora: compatible\n${sql}`;

describe('rule not-compatible', () => {
  it.each([
    ['a required column', 'ALTER TABLE "User" ADD x INT NOT NULL;', /does not give the value/],
    ['a required domain', 'CREATE DOMAIN d AS INT NOT NULL; ALTER TABLE "User" ADD x d;', /does not give/],
    [
      'one that must be filled',
      'ALTER TABLE "User" ADD x INT; ALTER TABLE "User" ALTER x SET NOT NULL;',
      /not give/,
    ],
    ['a column with a CHECK', 'ALTER TABLE "User" ADD x INT CHECK (age > 0);', /CHECK may refuse/],
    ['a generated column', 'ALTER TABLE "User" ADD x INT GENERATED ALWAYS AS (1 / age) STORED;', /may fail/],
    ['a unique default', 'ALTER TABLE "User" ADD x INT DEFAULT 0 UNIQUE;', /the second row/],
    ['NULLs that are alike', 'ALTER TABLE "User" ADD x INT UNIQUE NULLS NOT DISTINCT;', /the second row/],
    ['a unique index on what is there', 'CREATE UNIQUE INDEX i ON "User" (name);', /may refuse/],
    [
      'one with a default',
      'ALTER TABLE "User" ADD x INT DEFAULT 0; CREATE UNIQUE INDEX i ON "User" (x);',
      /may refuse/,
    ],
    ['an expression that may fail', 'CREATE INDEX i ON "User" ((1 / age));', /expression may fail/],
    ['a cast in a condition', 'CREATE INDEX i ON "User" (id) WHERE name::int > 3;', /expression may fail/],
    [
      'a key of what is there',
      'ALTER TABLE "Post" ADD FOREIGN KEY ("authorId") REFERENCES "User"(id);',
      /may refuse/,
    ],
    ['a CHECK', 'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0) NOT VALID;', /may refuse/],
    ['a type', 'ALTER TABLE "User" ALTER age TYPE BIGINT;', /type of before/],
    ['NULL where none was', 'ALTER TABLE "User" ALTER email DROP NOT NULL;', /reads NULL/],
    ['a dropped column', 'ALTER TABLE "User" DROP COLUMN age;', /still read or write/],
    ['a dropped table', 'DROP TABLE "Post";', /may still ask/],
    ['a new name', 'ALTER TABLE "User" RENAME age TO years;', /old name/],
    ['a value of an enum', `ALTER TYPE "Role" ADD VALUE 'GUEST';`, /built without GUEST/],
    ['a trigger', 'CREATE TRIGGER t BEFORE INSERT ON "User" EXECUTE FUNCTION f();', /code in use writes/],
    ['a policy', 'CREATE POLICY p ON "User" USING (true);', /other rows/],
    ['row-level security', 'ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;', /it changes User/],
    ['values', 'UPDATE "User" SET age = 1;', /values that code in use knows/],
    ['rows', 'DELETE FROM "User";', /are gone/],
    ['a revoked grant', 'REVOKE SELECT ON "User" FROM app;', /not known to add/],
    ['a child of a table', 'CREATE TABLE c () INHERITS ("User");', /inherits/],
    [
      'a new table with rows that are there',
      'CREATE TABLE c (id INT) PARTITION BY LIST (id); ALTER TABLE c ATTACH PARTITION "Post" DEFAULT;',
      /refuses rows/,
    ],
    ['one that becomes a child', 'CREATE TABLE c (id INT); ALTER TABLE c INHERIT "User";', /inherits/],
    [
      'a WITH that changes rows',
      'CREATE TABLE c (id INT); WITH gone AS (DELETE FROM "Post" RETURNING 1) INSERT INTO c SELECT * FROM gone;',
      /its WITH changes/,
    ],
    ['a block of code', 'DO $$ BEGIN PERFORM 1; END $$;', /not looked at/],
    ['a call', 'SELECT do_something();', /not known to add/],
  ])('refuses %s', async (_what, sql, says) => {
    expect(await found(marked(sql))).toMatch(/^error 2: /);
    expect(await found(marked(sql))).toMatch(says);
  });

  it('lets pass what only adds', async () => {
    const adds = `CREATE SCHEMA IF NOT EXISTS crm; CREATE TYPE crm."Kind" AS ENUM ('a'); ALTER TYPE crm."Kind" ADD VALUE 'b';
      CREATE TABLE crm."Order" (id UUID, no INT, kind crm."Kind" NOT NULL, user_id TEXT, PRIMARY KEY (id, no)) PARTITION BY LIST (no);
      CREATE TABLE crm.one PARTITION OF crm."Order" FOR VALUES IN (1);
      ALTER TABLE crm."Order" ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON crm."Order" USING (true);
      ALTER TABLE crm."Order" ADD CONSTRAINT c CHECK (no > 0), ADD FOREIGN KEY (user_id) REFERENCES "User"(id);
      INSERT INTO crm."Order" VALUES (gen_random_uuid(), 1, 'a', NULL);
      ALTER TABLE "User" ADD COLUMN "orderId" UUID, ADD no INT, ADD seen TIMESTAMPTZ NOT NULL DEFAULT now(), ADD nr INT GENERATED ALWAYS AS IDENTITY;
      ALTER TABLE "User" ADD FOREIGN KEY ("orderId", no) REFERENCES crm."Order"(id, no);
      CREATE UNIQUE INDEX u ON "User" ("orderId", age) WHERE age > 3 AND name <> 'x';
      UPDATE "User" SET no = 3 WHERE age = 4;
      CREATE FUNCTION crm.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE OR REPLACE FUNCTION crm.f() RETURNS int LANGUAGE sql AS 'SELECT 2';
      CREATE VIEW crm.v AS SELECT id FROM "User"; GRANT SELECT ON crm.v TO app; COMMENT ON TABLE "User" IS 'people';
      ALTER TABLE "User" VALIDATE CONSTRAINT old; SET LOCAL lock_timeout = 1;`;
    expect(await found(marked(adds))).toBe('');
  });

  it('refuses to replace a function or a view that is there', async () => {
    const make = 'CREATE OR REPLACE VIEW v AS SELECT 1 AS one;';
    const { findings } = await lintMigrations({
      root: '/project',
      migrations: [migration('1_a', make, ''), migration('2_b', marked(make), '')],
      squawk: false,
    });
    expect(findings.map(({ rule, migration: of }) => `${of} ${rule}`)).toContain('2_b not-compatible');
  });

  it('refuses the mark beside a backfill and in a way back, and asks nothing where there is none', async () => {
    expect(await found(marked('SELECT 1;'), 'SELECT 1;', 'SELECT 1;')).toContain('Its backfill changes rows');
    expect(await found('SELECT 1;', marked('DROP TABLE "Post";'))).toBe(
      'error 1: A way back has no such mark.',
    );
    expect(await found('DROP TABLE "Post";')).toBe('');
  });
});
