import { quoteIdentifier } from '@agora/postgres';
import { testServerUrl, withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { findDrift } from './drift.ts';

/** By each of these the scripts below make another schema, or the reader prints another text. */
const SETTINGS = [
  "timezone TO 'America/New_York'",
  "datestyle TO 'German, DMY'",
  "intervalstyle TO 'sql_standard'",
  'array_nulls TO off',
  'transform_null_equals TO on',
  'quote_all_identifiers TO on',
  'search_path TO other, public',
  "app.tenant TO 'x, ''y'''",
  'default_transaction_read_only TO off',
  "lock_timeout TO '20s'",
];

const SCRIPT = {
  '1_schema': { up: 'CREATE SCHEMA other;' },
  '2_tables': {
    up: `CREATE TABLE t (at timestamptz DEFAULT '2020-01-02 03:04', day timestamp DEFAULT '1.2.2020', words text[] DEFAULT '{NULL,a}',
  span interval DEFAULT '-1 2:00', n int CHECK (n = NULL));
DO $$ BEGIN EXECUTE format('CREATE TABLE tenants (name text DEFAULT %L)', current_setting('app.tenant')); END $$;`,
  },
};

test('a database with settings of its own has not drifted', async () => {
  const project = await fixtureProject(SCRIPT);
  const name = quoteIdentifier(new URL(project.url).pathname.slice(1));
  for (const setting of SETTINGS) await project.query(`ALTER DATABASE ${name} SET ${setting}`);
  expect((await deploy(project)).plan.blockers).toEqual([]);
  expect(await findDrift(project)).toMatchObject({ differences: [], migrations: 2 });
});

test('nor has one whose role has them', async () => {
  const project = await fixtureProject(SCRIPT);
  await withTestRole(await testServerUrl(), async (role) => {
    await project.query(`ALTER ROLE ${quoteIdentifier(role.name)} SUPERUSER`);
    for (const setting of SETTINGS)
      await project.query(`ALTER ROLE ${quoteIdentifier(role.name)} SET ${setting}`);
    const url = new URL(project.url);
    url.username = role.name;
    url.password = new URL(role.url).password;
    const as = { ...project, url: url.href };
    expect((await deploy(as)).plan.blockers).toEqual([]);
    expect(await findDrift(as)).toMatchObject({ differences: [], migrations: 2 });
    await project.query(`DROP OWNED BY ${quoteIdentifier(role.name)} CASCADE`);
  });
});

test('what is made for one database alone is said to be so', async () => {
  const project = await fixtureProject();
  const name = new URL(project.url).pathname.slice(1);
  await project.write({
    '1_there': {
      up: `DO $$ BEGIN IF current_database() = '${name}' THEN CREATE TABLE there (id int); END IF; END $$;`,
    },
  });
  await deploy(project);
  expect(await findDrift(project)).toMatchObject({
    differences: ['unexpected: table public.there'],
    notes: [expect.stringMatching(/^1_there asks for the name of its database/)],
  });
});
