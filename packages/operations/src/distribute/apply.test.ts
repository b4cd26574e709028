import { withConnection } from '@agora/postgres';
import { type CitusDatabase, citusUrl, createCitusDatabase, withTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { applyDistribution } from './apply.ts';
import { checkDistribution } from './check.ts';
import { readDistributePlan } from './read-plan.ts';

test('without the extension it says what to do, and touches nothing', () =>
  withTestDatabase(async (url) => {
    await withConnection(url, (client) => client.query('CREATE TABLE notes (org_id uuid PRIMARY KEY)'));
    await expect(applyDistribution({ url, tenant: 'org_id' })).rejects.toMatchObject({
      code: 'operations.no_citus',
      fix: expect.stringContaining('Install Citus'),
    });
  }));

const SCHEMA = `
CREATE TABLE orgs (id uuid PRIMARY KEY, slug text UNIQUE);
CREATE TABLE users (org_id uuid REFERENCES orgs, id uuid, name text, PRIMARY KEY (org_id, id));
CREATE TABLE posts (org_id uuid, id uuid, author uuid, body text, at timestamptz DEFAULT now(), PRIMARY KEY (org_id, id),
  CONSTRAINT author FOREIGN KEY (org_id, author) REFERENCES users ON DELETE CASCADE);
CREATE TABLE log (org_id uuid NOT NULL, line text);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.body := trim(NEW.body); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
INSERT INTO orgs SELECT gen_random_uuid(), 'org ' || n FROM generate_series(1, 20) n;
INSERT INTO users SELECT id, gen_random_uuid(), slug FROM orgs, generate_series(1, 50);
INSERT INTO posts SELECT org_id, gen_random_uuid(), id, ' ' || name, now() FROM users, generate_series(1, 3);
INSERT INTO log SELECT id, 'line' FROM orgs, generate_series(1, 10);
`;

describe.skipIf(citusUrl === undefined)('on a cluster', () => {
  let database: CitusDatabase;
  const query = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
    withConnection(database.url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

  beforeAll(async () => {
    database = await createCitusDatabase();
    await query(SCHEMA);
  }, 120_000);
  afterAll(() => database?.drop());

  test('stopped after any step, it goes on, and all rows and keys are there', async () => {
    const before = await query('SELECT count(*), sum(hashtext(id::text || body)) FROM posts');
    let rounds = 0;
    for (let outcome = ''; outcome !== 'distributed'; rounds += 1) {
      const controller = new AbortController();
      const report = await applyDistribution(
        { url: database.url, tenant: 'org_id' },
        { signal: controller.signal, onStep: () => controller.abort() },
      );
      ({ outcome } = report);
      expect(report.steps.filter((step) => step.outcome === 'failed')).toEqual([]);
    }
    expect(rounds).toBeGreaterThan(8);
    expect(await query('SELECT count(*), sum(hashtext(id::text || body)) FROM posts')).toEqual(before);
    expect(
      await query(
        `SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated AND connamespace = 'public'::regnamespace ORDER BY 1`,
      ),
    ).toEqual([{ conname: 'author' }, { conname: 'users_org_id_fkey' }]);
    expect(await query(`SELECT FROM pg_class WHERE relname = 'distribution'`)).toEqual([]);
    const { plan } = await readDistributePlan({ url: database.url, tenant: 'org_id' });
    expect(plan.steps).toEqual([]);
    expect(plan.tables.every(({ done }) => done)).toBe(true);
  }, 300_000);

  test('a check finds a table that came later, and rights that differ on one shard', async () => {
    const check = (): ReturnType<typeof checkDistribution> =>
      checkDistribution({ url: database.url, tenant: 'org_id' });
    const good = await check();
    expect(good.faults).toEqual([]);
    expect(good.compared).toBeGreaterThan(10);
    await query('CREATE TABLE later (org_id uuid PRIMARY KEY)');
    const [worker = ''] = database.workers;
    await withConnection(worker, async (client) => {
      const { rows } = await client.query<{ shard: string }>(
        `SELECT shard_name(logicalrelid, shardid) AS shard FROM pg_dist_shard JOIN pg_dist_placement USING (shardid)
           JOIN pg_dist_local_group USING (groupid) WHERE logicalrelid = 'posts'::regclass LIMIT 1`,
      );
      await client.query('SET citus.enable_manual_changes_to_shards = on');
      await client.query(`DROP POLICY own ON ${rows[0]!.shard}`);
    });
    const found = await check();
    expect(found.faults.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^operations\.not_distributed public\.later is not spread by org_id/),
      expect.stringMatching(
        /^operations\.rights_differ .* the shard \S*posts_\d+ of public\.posts has other/,
      ),
    ]);
    await query('DROP TABLE later');
  }, 120_000);

  test('a check finds a node that does not know the tables', async () => {
    const worker = new URL(database.workers[1] ?? '');
    const address = `'${worker.hostname}', ${worker.port}`;
    await query(`SELECT stop_metadata_sync_to_node(${address})`);
    const { faults } = await checkDistribution({ url: database.url, tenant: 'org_id' });
    expect(faults).toContainEqual(
      expect.objectContaining({
        code: 'operations.node_without_metadata',
        message: `${worker.host} does not know 4 of the 4 tables that are on the nodes, such as public.orgs.`,
        fix: `SELECT start_metadata_sync_to_node(${address}) on the coordinator`,
      }),
    );
    await query(`SELECT start_metadata_sync_to_node(${address})`);
    const again = await checkDistribution({ url: database.url, tenant: 'org_id' });
    expect(again.faults.map(({ code }) => code)).not.toContain('operations.node_without_metadata');
  }, 120_000);

  test('a check finds a node that is disabled', async () => {
    const worker = new URL(database.workers[1] ?? '');
    const set = (active: boolean) =>
      query(`UPDATE pg_dist_node SET isactive = ${active} WHERE nodeport = ${worker.port}`);
    await set(false);
    try {
      const { faults } = await checkDistribution({ url: database.url, tenant: 'org_id' });
      expect(faults).toContainEqual(
        expect.objectContaining({
          code: 'operations.node_disabled',
          fix: `SELECT citus_activate_node('${worker.hostname}', ${worker.port}) on the coordinator`,
        }),
      );
    } finally {
      await set(true);
    }
  }, 120_000);

  test('a table that comes later is found, and follows', async () => {
    await query(
      `CREATE TABLE likes (org_id uuid, post uuid, PRIMARY KEY (org_id, post));
       INSERT INTO likes SELECT org_id, id FROM posts`,
    );
    const report = await applyDistribution({ url: database.url, tenant: 'org_id' });
    expect(report.outcome).toBe('distributed');
    expect(report.steps.map(({ step }) => `${step.name} ${step.subject}`)).toContain(
      'distribute public.likes',
    );
    expect(
      await query('SELECT count(*)::int FROM likes l JOIN posts p ON p.org_id = l.org_id AND p.id = l.post'),
    ).toEqual([{ count: 3000 }]);
  }, 120_000);

  test('what was made before the extension goes along: roles, functions that functions call, names as long as can be', async () => {
    const long = 'a table whose name is as long as PostgreSQL lets the name of on';
    const role = `before_${Date.now().toString(36)}`;
    const other = await createCitusDatabase();
    try {
      await withConnection(other.url, async (client) => {
        await client.query('SET citus.enable_ddl_propagation = off');
        await client.query(`CREATE ROLE ${role} BYPASSRLS;
          CREATE FUNCTION strip(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT regexp_replace(t, '\\s+', ' ', 'g') $$;
          CREATE FUNCTION slug(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN lower(strip(t)); END $$;
          CREATE TABLE pages (org_id int, title text CHECK (slug(title) <> ''), PRIMARY KEY (org_id, title));
          CREATE INDEX ON pages (org_id, slug(title));
          CREATE TABLE "${long}" (org_id int NOT NULL);
          CREATE UNLOGGED TABLE fast (org_id int PRIMARY KEY);
          CREATE FUNCTION first_page(p pages) RETURNS text LANGUAGE sql AS 'SELECT min(title) FROM pages';
          GRANT SELECT, INSERT ON pages TO ${role};
          INSERT INTO pages SELECT n, 'A  page' FROM generate_series(1, 20) n; INSERT INTO fast SELECT org_id FROM pages;
          INSERT INTO "${long}" SELECT org_id FROM pages;`);
      });
      const report = await applyDistribution({ url: other.url, tenant: 'org_id' });
      expect(report.steps.flatMap(({ fault }) => fault ?? [])).toEqual([]);
      const { faults } = await checkDistribution({ url: other.url, tenant: 'org_id' });
      expect(faults).toEqual([]);
      await withConnection(other.url, async (client) => {
        await client.query(`SET ROLE ${role}; INSERT INTO pages VALUES (1, 'B  page')`);
        const { rows } = await client.query(
          "SELECT slug(title) AS slug, 'first_page(pages)'::regprocedure::text AS taking_rows FROM pages WHERE org_id = 1 AND title LIKE 'B%'",
        );
        expect(rows).toEqual([{ slug: 'b page', taking_rows: 'first_page(pages)' }]);
      });
      for (const url of other.workers) {
        const { rows } = await withConnection(url, (client) =>
          client.query(`SELECT rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname = '${role}'`),
        );
        expect(rows).toEqual([{ rolcanlogin: true, rolbypassrls: true }]);
      }
    } finally {
      await other.drop();
      for (const url of [database.url, ...database.workers])
        await withConnection(url, (client) =>
          client.query(`SET citus.enable_ddl_propagation = off; DROP ROLE IF EXISTS ${role}`),
        );
    }
  }, 120_000);
});
