import { readCatalog } from '@agora/catalog';
import { withConnection } from '@agora/postgres';
import { createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { keysOf, placesOf } from './check.ts';
import { type DistributePlan, planDistribution } from './plan.ts';
import { type ReadPlan, readDistributePlan } from './read-plan.ts';

const GOOD = `
CREATE TABLE regions (id int PRIMARY KEY);
CREATE TABLE orgs (id uuid PRIMARY KEY, slug text UNIQUE, region int REFERENCES regions ON DELETE SET NULL);
CREATE TABLE users (
  org_id uuid NOT NULL REFERENCES orgs ON DELETE RESTRICT, id uuid, email text, region int REFERENCES regions ON DELETE SET NULL,
  PRIMARY KEY (org_id, id), UNIQUE (email, org_id));
CREATE UNIQUE INDEX users_lower ON users (org_id, lower(email));
CREATE TABLE posts (
  org_id uuid, id uuid, author uuid, body text, numbered bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (org_id, id), FOREIGN KEY (author, org_id) REFERENCES users (id, org_id) ON DELETE CASCADE);
ALTER TABLE users ADD UNIQUE (id, org_id);
COMMENT ON CONSTRAINT users_region_fkey ON users IS 'where they''re';
CREATE TABLE events (org_id uuid NOT NULL, at date NOT NULL, id uuid, PRIMARY KEY (org_id, at, id)) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE EXTENSION btree_gist;
CREATE TABLE bookings (org_id uuid NOT NULL, room int, during tstzrange, EXCLUDE USING gist (org_id WITH =, room WITH =, during WITH &&));
CREATE TABLE jobs (id serial PRIMARY KEY, ran timestamptz);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (org_id = nullif(current_setting('app.org', true), '')::uuid);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.body := trim(NEW.body); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW recent AS SELECT * FROM posts;
CREATE FUNCTION sign(p_org_id uuid, p_author uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
  AS 'UPDATE posts SET body = body || ''.'' WHERE org_id = p_org_id AND author = p_author';
CREATE FUNCTION sign_as_caller(p_org_id uuid) RETURNS void LANGUAGE sql AS 'UPDATE posts SET body = body WHERE org_id = p_org_id';
CREATE FUNCTION count_regions(p_org_id uuid) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM regions';
CREATE FUNCTION count_all(p_since date) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM events WHERE at > p_since';
CREATE FUNCTION renamed(OUT changed bigint, p_org_id uuid) LANGUAGE plpgsql SECURITY DEFINER
  AS $$ BEGIN UPDATE posts SET body = body WHERE org_id = p_org_id; END $$;
`;

const BAD = `
ALTER TABLE users ADD CONSTRAINT email_alone UNIQUE (email);
CREATE UNIQUE INDEX body_alone ON posts (md5(body)) INCLUDE (org_id) WHERE body <> '';
ALTER TABLE posts ADD reviewer uuid, ADD editor uuid;
ALTER TABLE posts ADD CONSTRAINT reviewer FOREIGN KEY (org_id, reviewer) REFERENCES users ON DELETE SET NULL (reviewer),
  ADD CONSTRAINT editor FOREIGN KEY (org_id, editor) REFERENCES users ON UPDATE CASCADE;
CREATE TABLE drafts (org_id varchar(36), id serial, post uuid, PRIMARY KEY (id));
CREATE TABLE lines (id uuid PRIMARY KEY, org uuid, author uuid, CONSTRAINT lines_author FOREIGN KEY (author, org) REFERENCES users (id, org_id));
CREATE TABLE notes (org_id uuid NOT NULL, owner uuid, id uuid, other uuid, PRIMARY KEY (org_id, id),
  CONSTRAINT crossed FOREIGN KEY (other, org_id) REFERENCES users (org_id, id));
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY members ON notes USING (EXISTS (SELECT FROM users u WHERE u.id = notes.owner));
CREATE POLICY narrow ON notes AS RESTRICTIVE FOR INSERT WITH CHECK (owner IS NOT NULL);
CREATE FUNCTION count_posts(org uuid) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM posts WHERE org_id = org';
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE n bigint; BEGIN n := count_posts(NEW.org_id); PERFORM pg_notify('posts', n::text); RETURN NEW; END $$;
CREATE TRIGGER counted AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION counted();
CREATE FUNCTION guess() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'SELECT 1'; RETURN NULL; END $$;
CREATE TRIGGER guess AFTER INSERT ON notes REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION guess();
CREATE TABLE old_users (since date) INHERITS (users);
CREATE TABLE stays (org_id uuid NOT NULL, room int, EXCLUDE USING gist (org_id WITH <>, room WITH =));
CREATE TABLE counters (org_id uuid PRIMARY KEY GENERATED ALWAYS AS ('00000000-0000-0000-0000-000000000001'::uuid) STORED);
`;

let good: TestDatabase;
let bad: TestDatabase;
let fine: ReadPlan;
let found: ReadPlan;

beforeAll(async () => {
  [good, bad] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await withConnection(good.url, (client) => client.query(GOOD));
  await withConnection(bad.url, (client) => client.query(GOOD + BAD));
  fine = await readDistributePlan({ url: good.url, tenant: 'org_id' });
  found = await readDistributePlan({ url: bad.url, tenant: 'org_id' });
});

afterAll(async () => {
  await good.drop();
  await bad.drop();
});

test('tables go by their tenant, what they point at goes to every node, the rest stays', () => {
  const { plan, server } = fine;
  expect(plan.blockers).toEqual([]);
  expect(plan.tenantType).toBe('uuid');
  expect(server.cluster).toBeUndefined();
  expect(Object.fromEntries(plan.tables.map(({ table, place }) => [table, place]))).toEqual({
    'public.bookings': 'distributed',
    'public.events': 'distributed',
    'public.jobs': 'local',
    'public.orgs': 'reference',
    'public.posts': 'distributed',
    'public.regions': 'reference',
    'public.users': 'distributed',
  });
  const order = plan.steps.map(({ name, subject }) => `${name} ${subject}`);
  const at = (step: string): number => order.indexOf(step);
  expect(order.filter((step) => step.startsWith('keys off'))).toHaveLength(4);
  expect(order.filter((step) => step.startsWith('keys on'))).toHaveLength(4);
  expect(at('keys off public.posts.posts_author_org_id_fkey')).toBeLessThan(at('reference public.orgs'));
  expect(at('reference public.orgs')).toBeLessThan(at('distribute public.bookings'));
  expect(at('distribute public.users')).toBeLessThan(at('keys on public.users.users_org_id_fkey'));
  // A comment would be lost with its key.
  expect(plan.steps[at('keys on public.users.users_region_fkey')]?.sql).toEqual([
    expect.stringContaining('ADD CONSTRAINT "users_region_fkey" FOREIGN KEY'),
    `COMMENT ON CONSTRAINT "users_region_fkey" ON "public"."users" IS 'where they''re'`,
  ]);
});

test('one group holds the rows of a tenant', () => {
  const spread = fine.plan.steps.filter(({ name }) => name === 'distribute').flatMap(({ sql }) => sql);
  expect(spread[0]).toContain("colocate_with => 'none'");
  for (const sql of spread.slice(1)) expect(sql).toContain(`colocate_with => '"public"."bookings"'`);
});

test('calls of what runs as its owner on one tenant go to its node', () => {
  expect(fine.plan.steps.flatMap(({ name, sql }) => (name === 'functions' ? sql : []))).toEqual([
    `SELECT create_distributed_function('public.renamed(uuid)', 'p_org_id', colocate_with => '"public"."bookings"', force_delegation => true)`,
    `SELECT create_distributed_function('public.sign(uuid, uuid)', 'p_org_id', colocate_with => '"public"."bookings"', force_delegation => true)`,
  ]);
});

test('all that stands in the way is found, and nothing else', () => {
  const { blockers } = found.plan;
  expect(
    blockers.map(({ code, table, object = '' }) =>
      `${code.slice('operations.'.length)} ${table} ${object}`.trim(),
    ),
  ).toEqual([
    'tenant_computed public.counters org_id',
    'tenant_type public.drafts org_id',
    'tenant_nullable public.drafts org_id',
    'key_without_tenant public.drafts drafts_pkey',
    'points_at_tenant public.lines lines_author',
    'foreign_key_without_tenant public.notes crossed',
    'policy_subquery public.notes members',
    'policy_restrictive public.notes narrow',
    'trigger_transition_tables public.notes guess',
    'inherits public.old_users',
    'key_without_tenant public.posts body_alone',
    'foreign_key_action public.posts editor',
    'foreign_key_action public.posts reviewer',
    'trigger_reaches_rows public.posts counted',
    'trigger_notifies public.posts counted',
    'key_without_tenant public.stays stays_org_id_room_excl',
    'key_without_tenant public.users email_alone',
    'inherits public.users',
  ]);
  for (const { message, why, fix } of blockers)
    expect([message, why, fix].every((text) => text.length > 10)).toBe(true);
  expect(found.plan.notes).toEqual([
    expect.stringContaining('public.guess runs SQL that it puts together'),
    expect.stringContaining('public.drafts.id is numbered by a sequence'),
    ...['count_all', 'count_posts', 'count_regions', 'sign', 'sign_as_caller'].map((name) =>
      expect.stringContaining(`public.${name} is of language sql and queries public.`),
    ),
  ]);
});

test('a fix is SQL that runs, whatever a name is', async () => {
  const odd = await createTestDatabase();
  try {
    await withConnection(odd.url, (client) =>
      client.query(`CREATE SCHEMA "My Shop"; CREATE TABLE "My Shop"."Order" ("Org Id" int, "user" serial, PRIMARY KEY ("user"));
        CREATE TABLE other ("Org Id" bigint NOT NULL); CREATE TABLE third ("Org Id" bigint NOT NULL);
        ALTER TABLE other ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON other USING ("Org Id" IN (SELECT "Org Id" FROM third));`),
    );
    const { plan } = await readDistributePlan({ url: odd.url, tenant: 'Org Id' });
    const fixes = plan.blockers.flatMap(({ fix }) =>
      fix.startsWith('ALTER TABLE') ? [fix.split(';')[0]!] : [],
    );
    expect(fixes).toHaveLength(3);
    const policy = plan.blockers
      .find(({ code }) => code === 'operations.policy_subquery')
      ?.fix.split(': ')[1];
    await withConnection(odd.url, async (client) => {
      await client.query(`${policy}; ${fixes.join(';')}`);
      // A setting that cannot be set would be of no use.
      await client.query("SELECT set_config('app.tenant', '1', false)");
    });
    const again = await readDistributePlan({ url: odd.url, tenant: 'Org Id' });
    expect(again.plan.blockers).toEqual([]);
  } finally {
    await odd.drop();
  }
});

test('a table can be put on every node, and names that are not there are refused', async () => {
  const { plan } = await readDistributePlan({ url: good.url, tenant: 'org_id', reference: ['jobs'] });
  expect(plan.tables.find(({ table }) => table === 'public.jobs')).toMatchObject({ place: 'reference' });
  await expect(readDistributePlan({ url: good.url, tenant: 'orgid' })).rejects.toMatchObject({
    code: 'operations.tenant_unknown',
    why: 'Did you mean org_id?',
  });
  await expect(
    readDistributePlan({ url: good.url, tenant: 'org_id', reference: ['job'] }),
  ).rejects.toMatchObject({ code: 'operations.table_unknown', why: 'Did you mean jobs?' });
});

test('what is done is left out, and keys that are off are remembered', async () => {
  const catalog = await withConnection(good.url, (client) => readCatalog(client));
  const { server, plan } = fine;
  const off = plan.steps.flatMap(({ name, key }) => (name === 'keys off' && key !== undefined ? [key] : []));
  const without = {
    ...catalog,
    objects: new Map(
      [...catalog.objects].filter(([, one]) => !(one.kind === 'constraint' && one.hidden['type'] === 'f')),
    ),
  };
  const tables = new Map(
    plan.tables.flatMap(({ table, place }) =>
      place === 'local' ? [] : [[table, { place, group: 1 }] as const],
    ),
  );
  const half = new Map([...tables].filter(([table]) => table !== 'public.posts'));
  const planned = (there: typeof tables): DistributePlan =>
    planDistribution(
      without,
      {
        ...server,
        definers: [],
        routines: [],
        settings: ['citus.propagate_set_commands=local', 'citus.enable_unsafe_triggers=on'],
        cluster: { version: '13.2-1', nodes: [], tables: there },
      },
      { tenant: 'org_id', off },
    );
  const on = (there: typeof tables): readonly string[] =>
    planned(there).steps.map(({ name, subject }) => `${name} ${subject}`);
  const keys = off.map(({ table, key }) => `keys on ${table.schema}.${table.name}.${key.name}`);
  expect(on(tables)).toEqual(expect.arrayContaining(keys));
  expect(on(tables)).toHaveLength(keys.length);
  expect(on(half)).toEqual(expect.arrayContaining(['distribute public.posts', ...keys]));
  expect(on(half).filter((step) => /^(?:reference|distribute|keys off)/.test(step))).toHaveLength(1);
  const missing = placesOf(planned(half), { tables: half }).filter(
    ({ code }) => code === 'operations.not_distributed',
  );
  expect(missing.map(({ message }) => message)).toEqual(['public.posts is not spread by org_id.']);
  // A check tells of those that are off, and of none that its table's move is still to take off.
  expect(keysOf(planned(half), without).map(({ code }) => code)).toEqual(off.map(() => 'operations.key_off'));
  expect(keysOf(plan, catalog)).toEqual([]);
});
