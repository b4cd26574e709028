import { withConnection } from '@agora/postgres';
import { type CitusDatabase, citusUrl, createCitusDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../../verbs/deploy.ts';
import { rollback } from '../../verbs/rollback/rollback.ts';

const FIRST = `
CREATE TABLE orgs (id uuid PRIMARY KEY);
CREATE TABLE posts (org_id uuid REFERENCES orgs, id uuid, PRIMARY KEY (org_id, id));
CREATE TABLE notes (id int PRIMARY KEY);
INSERT INTO orgs SELECT gen_random_uuid() FROM generate_series(1, 5);
INSERT INTO posts SELECT id, gen_random_uuid() FROM orgs, generate_series(1, 20)`;

const SPREAD = `
ALTER TABLE posts DROP CONSTRAINT posts_org_id_fkey;
SELECT create_reference_table('orgs');
SELECT create_distributed_table('posts', 'org_id', colocate_with => 'none');
ALTER TABLE posts ADD CONSTRAINT posts_org_id_fkey FOREIGN KEY (org_id) REFERENCES orgs`;

/** As Prisma writes it: tables, their rows, then keys; of one that is there, of new ones, and of one to a table of no tenant. */
const SECOND = `
ALTER TABLE posts ADD COLUMN kind int;
CREATE TABLE "Pins" (org_id uuid NOT NULL, id uuid NOT NULL, post_id uuid NOT NULL, PRIMARY KEY (org_id, id));
CREATE TABLE votes (org_id uuid NOT NULL, pin_id uuid NOT NULL, PRIMARY KEY (org_id, pin_id));
CREATE TABLE kinds (id int PRIMARY KEY);
CREATE TABLE lines (id int PRIMARY KEY, note int NOT NULL);
INSERT INTO "Pins" SELECT org_id, gen_random_uuid(), id FROM posts;
ALTER TABLE votes ADD CONSTRAINT pin FOREIGN KEY (org_id, pin_id) REFERENCES "Pins" (org_id, id) ON DELETE CASCADE;
ALTER TABLE "Pins" ADD CONSTRAINT org FOREIGN KEY (org_id) REFERENCES orgs;
ALTER TABLE "Pins" ADD CONSTRAINT post FOREIGN KEY (org_id, post_id) REFERENCES "public"."posts" (org_id, id);
ALTER TABLE posts ADD CONSTRAINT kind FOREIGN KEY (kind) REFERENCES kinds;
ALTER TABLE lines ADD CONSTRAINT note FOREIGN KEY (note) REFERENCES notes;
ALTER TABLE "Pins"
  -- A comment ends with its line.
  ADD CONSTRAINT height CHECK (height > 0), -- of a column that comes with it
  ADD COLUMN height int,
  ADD CONSTRAINT once UNIQUE (org_id, post_id, id);
ALTER TABLE "Pins" ENABLE ROW LEVEL SECURITY;
-- Something that may change the role.
CREATE FUNCTION one() RETURNS int LANGUAGE sql SET search_path = public AS 'SELECT 1';
SET LOCAL ROLE NONE`;

const BACK =
  'DROP FUNCTION one; ALTER TABLE posts DROP COLUMN kind; DROP TABLE kinds, votes, lines; DROP TABLE "Pins"';

describe.skipIf(citusUrl === undefined)('on a cluster', () => {
  let database: CitusDatabase;
  beforeAll(async () => {
    database = await createCitusDatabase();
  }, 120_000);
  afterAll(() => database?.drop());

  test('a new table goes beside the rows of its tenant before its keys are added, and back', async () => {
    const project = await fixtureProject({ '20240101000000_first': { up: FIRST } });
    const input = { ...project, url: database.url };
    const query = (sql: string): Promise<readonly unknown[]> =>
      withConnection(database.url, async (client) => (await client.query(sql)).rows);
    await deploy(input);
    for (const statement of SPREAD.split(';')) await query(statement);
    await project.write({ '20240102000000_second': { up: SECOND, down: BACK } });
    expect((await deploy(input)).results).toMatchObject([{ outcome: 'succeeded', mode: 'transaction' }]);
    expect(
      await query(
        `SELECT logicalrelid::text AS table, CASE WHEN partmethod = 'h' THEN 'spread' WHEN repmodel = 't' THEN 'everywhere' END AS place,
                colocationid = (SELECT colocationid FROM pg_dist_partition WHERE logicalrelid = 'posts'::regclass) AS beside
           FROM pg_dist_partition ORDER BY 1`,
      ),
    ).toEqual([
      { table: '"Pins"', place: 'spread', beside: true },
      { table: 'kinds', place: 'everywhere', beside: false },
      { table: 'orgs', place: 'everywhere', beside: false },
      { table: 'posts', place: 'spread', beside: true },
      { table: 'votes', place: 'spread', beside: true },
    ]);
    expect(await query('SELECT count(*)::int FROM "Pins" p JOIN posts USING (org_id)')).toEqual([
      { count: 2000 },
    ]);
    expect(
      await query(
        `SELECT conname FROM pg_constraint WHERE contype <> 'p' AND connamespace = 'public'::regnamespace ORDER BY 1`,
      ),
    ).toEqual(
      ['height', 'kind', 'note', 'once', 'org', 'pin', 'post', 'posts_org_id_fkey'].map((conname) => ({
        conname,
      })),
    );
    expect((await rollback({ ...input, target: { steps: 1 }, acceptDataLoss: true })).results).toMatchObject([
      { outcome: 'succeeded' },
    ]);
    expect(await query('SELECT count(*)::int FROM pg_dist_partition')).toEqual([{ count: 2 }]);
  }, 120_000);
});
