import { testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { proveChain } from './chain.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory } from './verify.ts';

const migration = (name: string, up: string, down?: string): Migration => ({
  name,
  directory: `/m/${name}`,
  up: makeScript(`/m/${name}/migration.sql`, up),
  ...(down === undefined ? {} : { down: makeScript(`/m/${name}/down.sql`, down) }),
});

/** Reports of the migrations after the first; ways back that are not given are generated. */
async function reportsOf(...history: readonly Migration[]): Promise<readonly MigrationReport[]> {
  const reports = await walkHistory(history, {
    adminUrl: await testServerUrl(),
    select: (one) => one !== history[0],
    generate: ({ down }) => down === undefined,
    concurrency: 1,
  });
  return reports;
}

async function reportOf(before: string, up: string, down?: string): Promise<MigrationReport> {
  const [report] = await reportsOf(migration('1_before', before), migration('2_change', up, down));
  if (report === undefined) throw new Error('nothing was reported');
  return report;
}

const column = (from: string, to: string, using: string): Promise<MigrationReport> =>
  reportOf(
    `CREATE TABLE item (id integer PRIMARY KEY, c ${from});`,
    `ALTER TABLE item ALTER COLUMN c TYPE ${to} USING ${using};`,
  );

describe('a conversion is lossless only if every value comes back byte for byte', () => {
  it('numbers of tables that are no more come back from text', async () => {
    expect(await column('regclass', 'text', 'c::text')).toMatchObject({
      outcome: 'proven',
      notes: [],
      generated: { sql: expect.stringContaining('USING ("c"::bpchar::regclass)') },
    });
  });

  it.each([
    ['text', 'jsonb', 'c::jsonb'],
    ['text', 'numeric(10,2)', 'c::numeric(10,2)'],
    ['text', 'integer', 'c::integer'],
    ['text', 'boolean', 'c::boolean'],
    ['text', 'uuid', 'c::uuid'],
    ['text', 'timestamptz', 'c::timestamptz'],
    ['varchar(60)', 'inet', 'c::inet'],
    ['text', 'text[]', 'c::text[]'],
    ['json', 'jsonb', 'c::jsonb'],
    ['numeric', 'integer', 'c::integer'],
    ['timestamptz', 'timestamp', "c AT TIME ZONE 'Europe/Berlin'"],
    ['timestamp', 'timestamptz', "c AT TIME ZONE 'America/Los_Angeles'"],
    ['text', 'varchar', 'normalize(c)'],
  ])('%s to %s is not', async (from, to, using) => {
    expect(await column(from, to, using)).toMatchObject({
      outcome: 'proven with data loss',
      lost: ['public.item.c'],
    });
  });

  it.each([
    ['integer', 'bigint', 'c::bigint'],
    ['text', 'json', 'c::json'],
    ['uuid', 'text', 'c::text'],
    ['varchar(20)', 'text', 'c'],
    ['text', 'text[]', "string_to_array(c, ',')"],
  ])('%s to %s by %s is', async (from, to, using) => {
    expect(await column(from, to, using)).toMatchObject({ outcome: 'proven', lost: [] });
  });
});

describe('rows', () => {
  it('stand in two overlapping circles of references', async () => {
    const report = await reportOf(
      `CREATE TABLE person (id text PRIMARY KEY);
       CREATE TABLE picture (id text PRIMARY KEY, team_id text NOT NULL, person_id text NOT NULL REFERENCES person (id));
       CREATE TABLE team (id text PRIMARY KEY, person_id text NOT NULL REFERENCES person (id), picture_id text REFERENCES picture (id));
       ALTER TABLE picture ADD FOREIGN KEY (team_id) REFERENCES team (id);
       ALTER TABLE person ADD COLUMN last_team_id text REFERENCES team (id);
       CREATE TABLE thing (id text PRIMARY KEY, team_id text NOT NULL REFERENCES team (id), price numeric);`,
      'ALTER TABLE thing ALTER COLUMN price TYPE integer;',
    );
    expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.thing.price'] });
    expect(report.notes.filter((note) => note.includes('fewer than two rows'))).toEqual([]);
  });

  it('are wanted where a table changes: without them nothing is called proven', async () => {
    const report = await reportOf(
      // No row satisfies the check.
      'CREATE TABLE closed (id integer PRIMARY KEY CHECK (id > 5 AND id < 5), c integer);',
      'ALTER TABLE closed ALTER COLUMN c TYPE bigint;',
    );
    expect(report).toMatchObject({
      outcome: 'unproven on rows',
      reason: 'no row could be made up in public.closed',
    });
  });

  it('are wanted where a table goes: without them what it may hold elsewhere counts as lost', async () => {
    const report = await reportOf(
      'CREATE TABLE closed (id integer PRIMARY KEY CHECK (id > 5 AND id < 5));',
      'DROP TABLE closed;',
    );
    expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.closed'] });
    expect(report.generated?.sql).toMatch(/Not restored: .*\n-- {3}public\.closed\n/);
  });

  it('that come later and that it refuses stop a way back, and are nothing against it', async () => {
    const report = await reportOf(
      'CREATE TABLE closed (id integer PRIMARY KEY, CONSTRAINT never CHECK (id > 5 AND id < 5));',
      'ALTER TABLE closed DROP CONSTRAINT never;',
    );
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
    expect(report.notes.join()).toMatch(/stops while rows that came later hold what it cannot take back/);
  });

  it('meet the conditions of a way back written by hand', async () => {
    expect(
      await reportOf(
        'CREATE TABLE person (id int PRIMARY KEY, name text);',
        'CREATE TABLE extra (id int);',
        "DROP TABLE extra; DELETE FROM person WHERE name LIKE 'a%';",
      ),
    ).toMatchObject({ outcome: 'proven with data loss', lost: ['public.person'] });
  });

  it('of a table that takes the name of one that goes are not taken for those of that one', async () => {
    const report = await reportOf(
      `CREATE TABLE place (id text PRIMARY KEY); CREATE TABLE firm (id text PRIMARY KEY);
       CREATE TABLE ticket (id text PRIMARY KEY, place_id text NOT NULL REFERENCES place);
       CREATE TABLE new_ticket (id text PRIMARY KEY, firm_id text NOT NULL REFERENCES firm);`,
      // The second way forward stops, since the first one's rows are gone.
      `DO $$ BEGIN
         IF (SELECT count(*) FROM ticket) <> (SELECT count(*) FROM new_ticket) THEN RAISE EXCEPTION 'not copied'; END IF;
       END $$;
       DROP TABLE ticket; ALTER TABLE new_ticket RENAME TO ticket;`,
    );
    expect(report).toMatchObject({ outcome: 'not found', reason: expect.stringMatching(/not copied/) });
  });

  it('that the proof takes out leave nothing behind that stands in the way', async () => {
    expect(
      await reportOf(
        `CREATE TABLE project (id text PRIMARY KEY);
         CREATE TABLE business (id text PRIMARY KEY, project_id text REFERENCES project (id) ON DELETE SET NULL);
         CREATE TABLE job (id text PRIMARY KEY, business_id text REFERENCES business (id) ON DELETE SET NULL,
           parent_id text REFERENCES job (id) ON DELETE SET NULL, project_id text REFERENCES project (id) ON DELETE SET NULL);`,
        `ALTER TABLE business DROP CONSTRAINT business_project_id_fkey;
         ALTER TABLE job DROP CONSTRAINT job_project_id_fkey;
         ALTER TABLE business ALTER COLUMN project_id SET NOT NULL;
         ALTER TABLE job ALTER COLUMN project_id SET NOT NULL;
         ALTER TABLE business ADD CONSTRAINT business_project_id_fkey FOREIGN KEY (project_id) REFERENCES project (id) ON DELETE RESTRICT;
         ALTER TABLE job ADD CONSTRAINT job_project_id_fkey FOREIGN KEY (project_id) REFERENCES project (id) ON DELETE RESTRICT;`,
      ),
    ).toMatchObject({ outcome: 'proven', lost: [] });
  });
});

describe('a way back', () => {
  it('copies back what the way forward had copied out of a column that it drops', async () => {
    const report = await reportOf(
      'CREATE TABLE member (id text PRIMARY KEY, space_id text, user_id text NOT NULL);',
      `ALTER TABLE member ADD COLUMN resource_id text;
       UPDATE member SET resource_id = space_id;
       ALTER TABLE member ALTER COLUMN resource_id SET NOT NULL, DROP COLUMN space_id;`,
    );
    expect(report).toMatchObject({ outcome: 'proven', lost: [] });
    expect(report.generated?.sql).toContain('UPDATE "public"."member" SET "space_id" = "resource_id"');
  });

  it('fills a required reference once the key that it points at is back', async () => {
    expect(
      await reportOf(
        `CREATE TABLE site (id text PRIMARY KEY);
         CREATE TABLE footer (id text PRIMARY KEY, site_id text NOT NULL REFERENCES site (id));`,
        `ALTER TABLE footer DROP CONSTRAINT footer_site_id_fkey;
         ALTER TABLE footer DROP COLUMN site_id, ADD COLUMN site_id integer NOT NULL;
         ALTER TABLE site DROP CONSTRAINT site_pkey, DROP COLUMN id, ADD COLUMN id serial NOT NULL, ADD CONSTRAINT site_pkey PRIMARY KEY (id);
         ALTER TABLE footer ADD CONSTRAINT footer_site_id_fkey FOREIGN KEY (site_id) REFERENCES site (id);`,
      ),
    ).toMatchObject({
      outcome: 'proven with data loss',
      lost: expect.arrayContaining(['public.footer.site_id', 'public.site.id']),
    });
  });

  it('brings back options of columns, defaults and grants of views, and a partition’s own default', async () => {
    const reports = await reportsOf(
      migration(
        '1_before',
        `CREATE TABLE nd (id int PRIMARY KEY, n int);
         ALTER TABLE nd ALTER n SET (n_distinct = -0.5);
         CREATE VIEW vd AS SELECT id FROM nd;
         ALTER VIEW vd ALTER COLUMN id SET DEFAULT 7;
         CREATE VIEW vg AS SELECT id FROM nd;
         GRANT SELECT (id) ON vg TO PUBLIC;
         CREATE TABLE pt (id int NOT NULL, v text) PARTITION BY LIST (id);
         CREATE TABLE pt_1 PARTITION OF pt (v DEFAULT 'q') FOR VALUES IN (1);`,
      ),
      migration('2_options', 'ALTER TABLE nd DROP COLUMN n;'),
      migration('3_view_default', 'DROP VIEW vd;'),
      migration('4_view_grant', 'DROP VIEW vg;'),
      migration('5_partition_default', 'DROP TABLE pt_1;'),
    );
    expect(reports.map(({ outcome }) => outcome)).toEqual([
      'proven with data loss',
      'proven',
      'proven',
      'proven with data loss',
    ]);
  });

  it('is VIRTUAL and NOT VALID where the column and the constraint were (PostgreSQL 18)', async ({
    skip,
  }) => {
    const before = `CREATE TABLE g (id int PRIMARY KEY, a int NOT NULL, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, x text);
      ALTER TABLE g ADD CONSTRAINT gx NOT NULL x NOT VALID;`;
    const reports = await reportsOf(
      migration('1_before', before),
      migration('2_drop', 'ALTER TABLE g DROP COLUMN b;'),
      migration('3_validate', 'ALTER TABLE g VALIDATE CONSTRAINT gx;'),
    ).catch((error: unknown) => {
      if (!/syntax error/.test(String(error))) throw error;
      return skip('the server is older');
    });
    expect(reports.map(({ outcome }) => outcome)).toEqual(['proven', 'proven']);
    expect(reports[0]?.generated?.sql).toContain('VIRTUAL');
  });
});

describe('a chain', () => {
  const history = [
    migration(
      '1_kind',
      "CREATE TYPE size AS ENUM ('s', 'm'); CREATE TABLE kind (id serial PRIMARY KEY, size size NOT NULL);",
      'DROP TABLE kind; DROP TYPE size;',
    ),
    migration(
      '2_label',
      "ALTER TYPE size ADD VALUE 'l';",
      `ALTER TYPE size RENAME TO size_old; CREATE TYPE size AS ENUM ('s', 'm');
       ALTER TABLE kind ALTER COLUMN size TYPE size USING size::text::size; DROP TYPE size_old;`,
    ),
  ];
  const insert =
    "INSERT INTO kind (size) SELECT 'l'::size WHERE NOT EXISTS (SELECT 1 FROM kind WHERE size = 'l');";

  it('names the rows that stay, and stops where they stand in the way', async () => {
    const [report] = await walkHistory([...history, migration('3_row', insert)], {
      adminUrl: await testServerUrl(),
      select: ({ name }) => name === '3_row',
      generate: () => true,
    });
    expect(report?.notes).toContain(
      '1 row that the migration puts into public.kind where missing: the way back leaves what it put in',
    );
    const chain = await proveChain([...history, migration('3_row', insert, '-- Nothing to do.\n')], {
      adminUrl: await testServerUrl(),
    });
    expect(chain).toMatchObject({ outcome: 'failed', failed: { migration: '2_label' } });
    expect(chain.notes).toEqual(['1 rows that 3_row put into public.kind stay there after its way back']);
  });

  it('names the rows that stay once, at the migration that put them in', async () => {
    const kept = [3, 4].map((id) =>
      migration(
        `${id}_row`,
        `INSERT INTO kind (id, size) VALUES (${id}, 's') ON CONFLICT DO NOTHING;`,
        '-- Nothing to do.\n',
      ),
    );
    const other = migration('5_other', 'CREATE TABLE other ();', 'DROP TABLE other;');
    const chain = await proveChain([...history, ...kept, other], { adminUrl: await testServerUrl() });
    expect(chain.notes).toEqual(
      ['4_row', '3_row'].map(
        (name) => `1 rows that ${name} put into public.kind stay there after its way back`,
      ),
    );
    expect(chain.outcome).toBe('proven');
  });

  it('goes back to the beginning and forward again', async () => {
    const down = "DELETE FROM kind WHERE size = 'l';";
    expect(
      await proveChain([...history, migration('3_row', insert, down)], { adminUrl: await testServerUrl() }),
    ).toEqual({ outcome: 'proven', migrations: 3, differences: [], notes: [] });
  });
});
