import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';

import { expect, test } from 'vitest';

import { type FixtureProject, fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { readStatus } from '../status.ts';
import { alembic } from './alembic.ts';
import { flyway, flywayChecksum } from './flyway.ts';
import type { ForeignRunner } from './foreign.ts';
import { knex } from './knex.ts';
import { importMigrations } from './import-migrations.ts';
import { numbered } from './numbered.ts';
import { foreignRunners } from './runners.ts';
import { takeOver } from './take-over.ts';

async function write(project: FixtureProject, files: Readonly<Record<string, string>>): Promise<string> {
  const source = path.join(project.root, 'db scripts');
  await mkdir(source, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(source, file), text);
  return source;
}

const imported = async (project: FixtureProject, runner: ForeignRunner, source: string) => {
  const plan = await importMigrations({ runner, source, directory: project.directory });
  return takeOver({ ...project, runner, plan });
};

const users = 'CREATE TABLE users (id int PRIMARY KEY);\r\n-- Ümlaute\r\n';
const names = 'ALTER TABLE users ADD name text;\n';
const tags = 'CREATE TABLE tags (id int);\n';
const numberedFiles = {
  '001_create_users.sql': users,
  '002_Add-Names.up.sql': names,
  '002_Add-Names.down.sql': 'ALTER TABLE users DROP name;\n',
  '010_tags.sql': tags,
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function numberedHistory(project: FixtureProject): Promise<void> {
  await project.query(
    'CREATE TABLE migration_versions (version varchar PRIMARY KEY, name text, executed_at timestamp, execution_time_ms int, checksum text)',
  );
  await project.query(`${users}${names}`);
  await project.query(
    `INSERT INTO migration_versions VALUES ('001', 'create_users', '2024-03-01 10:00:00', 12, '${sha256(users)}'),
       ('002', 'add_names', '2024-03-02 10:00:00', 7, '${sha256(names)}')`,
  );
}

test('numbered: folders byte by byte, what was applied with its times, and the rest is pending', async () => {
  const project = await fixtureProject();
  const source = await write(project, numberedFiles);
  await numberedHistory(project);
  expect(await imported(project, numbered, source)).toEqual({
    table: '"public"."migration_versions"',
    recorded: ['00000000000001_create_users', '00000000000002_add_names'],
    checksums: 2,
    unknownChecksums: false,
  });
  const folder = path.join(project.directory, '00000000000001_create_users');
  expect(await readFile(path.join(folder, 'migration.sql'), 'utf8')).toBe(users);
  expect(await readdir(path.join(project.directory, '00000000000002_add_names'))).toEqual([
    'down.sql',
    'migration.sql',
  ]);
  expect(await readStatus(project)).toMatchObject({
    state: 'pending',
    current: '00000000000002_add_names',
    violations: [],
    entries: [
      { appliedAt: '2024-03-01T10:00:00.012Z' },
      {},
      { name: '00000000000010_tags', state: 'pending' },
    ],
  });
  // Again, and on a database that is new to it.
  expect(await imported(project, numbered, source)).toMatchObject({ recorded: [] });
  expect((await deploy(project)).results).toMatchObject([
    { name: '00000000000010_tags', outcome: 'succeeded' },
  ]);
  const fresh = await fixtureProject();
  const plan = await importMigrations({ runner: numbered, source, directory: project.directory });
  expect(await takeOver({ ...fresh, directory: project.directory, runner: numbered, plan })).toMatchObject({
    recorded: [],
  });
  expect((await deploy({ ...fresh, directory: project.directory })).results).toHaveLength(3);
});

test('what was edited, failed or is gone is named, and nothing is recorded', async () => {
  const project = await fixtureProject();
  await numberedHistory(project);
  await project.query("INSERT INTO migration_versions VALUES ('003', 'lost', now(), 1, '')");
  const source = await write(project, { ...numberedFiles, '002_Add-Names.up.sql': `${names}-- edited\n` });
  await expect(imported(project, numbered, source)).rejects.toMatchObject({
    code: 'migrations.cannot_import',
    why: expect.stringMatching(/^3: it is applied.*\n002_Add-Names\.up\.sql: it was edited/),
  });
  expect(await readStatus(project)).toMatchObject({ counts: { applied: 0 } });
});

test('a folder that is not there is what is said first, whatever reads its files', async () => {
  for (const runner of foreignRunners) {
    await expect(
      importMigrations({ runner, source: '/not/there', directory: '/not/there/either' }),
    ).rejects.toMatchObject({ message: 'The folder /not/there cannot be read.' });
  }
});

test('every file that cannot be read is named with its reason, and nothing is written', async () => {
  const project = await fixtureProject();
  const source = await write(project, {
    '006_g.js': '',
    'users.sql': 'SELECT 1;',
    '001_a.sql': 'SELECT 1;',
    '1_b.sql': 'SELECT 2;',
    '002_c.sql': 'BEGIN; SELECT 1;',
    '003_d.sql': '\\copy a from b\n',
    '004_e.sql': "SELECT 'open",
    '005_f.down.sql': 'SELECT 1;',
  });
  const refused = importMigrations({ runner: numbered, source, directory: project.directory });
  const why = await refused.catch((error: unknown) =>
    error instanceof Error && 'why' in error ? String(error.why) : '',
  );
  for (const file of [
    '006_g.js',
    'users.sql',
    '1_b.sql',
    '002_c.sql',
    '003_d.sql',
    '004_e.sql',
    '005_f.down.sql',
  ])
    expect(why).toContain(`${file}: `);
  expect(await readdir(project.directory)).toEqual(['migration_lock.toml']);
});

test.each([
  [numbered, '001_a.sql'],
  [flyway, 'V1__a.sql'],
  [alembic, 'all.sql'],
])('$name leaves alone and names what lies beside its files', async (runner, file) => {
  const project = await fixtureProject();
  const sql = runner === alembic ? '-- Running upgrade  -> a1\n\nSELECT 1;\n' : 'SELECT 1;';
  const source = await write(project, {
    [file]: sql,
    'README.md': '# Old',
    '.DS_Store': '',
    'notes.txt': '',
  });
  // No text in any encoding that is read.
  await writeFile(path.join(source, 'schema.png'), Buffer.from([0xff, 0xd8, 0x00, 0xfe]));
  const plan = await importMigrations({ runner, source, directory: project.directory });
  expect(plan.leftAlone).toEqual(['notes.txt', 'README.md', 'schema.png']);
  expect(plan.migrations).toHaveLength(1);
});

test('flyway: order of versions, undo, repeatable ones, its checksum and what was undone', async () => {
  // Its ChecksumCalculator: CRC-32 updated by each line without its end, as a signed int.
  expect(flywayChecksum('\ufeffa\r\nb\r\n')).toBe(crc32('ab') | 0);
  const project = await fixtureProject();
  const files = {
    'V1__users.sql': users,
    'V1.1__names.sql': names,
    'U1.1__names.sql': 'ALTER TABLE users DROP name;\n',
    'V10__tags.sql': tags,
    'V2__index.sql': 'CREATE INDEX CONCURRENTLY i ON users (id);\n',
    'V2__index.sql.conf': 'executeInTransaction=false\n',
    'R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM users;\n',
  };
  const source = await write(project, files);
  await project.query(`CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200),
    type varchar(20), script varchar(1000), checksum int, installed_by varchar(100), installed_on timestamp DEFAULT now(),
    execution_time int, success boolean)`);
  await project.query(users);
  const row = (rank: number, version: string, type: string, script: keyof typeof files) =>
    `(${rank}, '${version}', '', '${type}', '${script}', ${flywayChecksum(files[script])}, 'me', '2024-01-01', 5, true)`;
  await project.query(
    `INSERT INTO flyway_schema_history VALUES ${row(1, '1', 'SQL', 'V1__users.sql')}, ${row(2, '1.1', 'SQL', 'V1.1__names.sql')}, ${row(3, '1.1', 'UNDO_SQL', 'U1.1__names.sql')}`,
  );
  expect(await imported(project, flyway, source)).toMatchObject({
    recorded: ['00000000000001_users'],
    checksums: 1,
  });
  const { results } = await deploy(project);
  expect(results.map(({ name, outcome, mode }) => [name, outcome, mode])).toEqual([
    ['00000000000002_names', 'succeeded', 'transaction'],
    ['00000000000003_index', 'succeeded', 'statements'],
    ['00000000000004_tags', 'succeeded', 'transaction'],
    ['00000000000005_view', 'succeeded', 'transaction'],
  ]);
  await writeFile(path.join(source, 'V11__p.sql'), "SELECT\n'${name}';\n");
  await expect(imported(project, flyway, source)).rejects.toMatchObject({
    why: expect.stringContaining('V11__p.sql:2: ${name} is a placeholder'),
  });
});

const version = (from: string, to: string) =>
  `UPDATE alembic_version SET version_num='${to}' WHERE alembic_version.version_num = '${from}';`;

test('alembic-sql: a section is a migration, one revision stands for all before it', async () => {
  const project = await fixtureProject();
  const source = await write(project, {
    'up.sql': `BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 1975ea83b712

${users.replaceAll('\r', '')}
INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712') RETURNING alembic_version.version_num;

-- Running upgrade 1975ea83b712 -> ae1027a6acf

${names}
${version('1975ea83b712', 'ae1027a6acf')}

-- Running upgrade ae1027a6acf -> 27c6a30d7c24

${tags}
${version('ae1027a6acf', '27c6a30d7c24')}

COMMIT;
`,
    'down.sql': `BEGIN;\n-- Running downgrade 27c6a30d7c24 -> ae1027a6acf\n\nDROP TABLE tags;\n\n${version('27c6a30d7c24', 'ae1027a6acf')}\n\nCOMMIT;\n`,
  });
  await project.query(
    `${users}${names}CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('ae1027a6acf')`,
  );
  expect((await imported(project, alembic, source)).recorded).toEqual([
    '00000000000001_1975ea83b712',
    '00000000000002_ae1027a6acf',
  ]);
  const last = path.join(project.directory, '00000000000003_27c6a30d7c24');
  expect(await readFile(path.join(last, 'migration.sql'), 'utf8')).toBe(tags);
  expect(await readFile(path.join(last, 'down.sql'), 'utf8')).toBe('DROP TABLE tags;\n');
  expect((await deploy(project)).results).toMatchObject([{ outcome: 'succeeded' }]);
  await write(project, { 'merge.sql': '-- Running upgrade a, b -> c\nSELECT 1;\n' });
  await expect(imported(project, alembic, source)).rejects.toMatchObject({
    why: expect.stringContaining('merges branches'),
  });
});

test('knex: what its migrations would send, and what asks the database is refused', async () => {
  const project = await fixtureProject();
  const source = await write(project, {
    '20240101000000_users.js': `exports.up = async (knex) => {
      await knex.schema.createTable('users', (t) => { t.increments(); t.string('name').notNullable(); });
      await knex('users').insert({ name: "O'Neill $1" });
    };
    exports.down = (knex) => knex.schema.dropTable('users');`,
    '20240102000000_index.mjs': `export const config = { transaction: false };
    export const up = (knex) => knex.raw('create index concurrently i on users (name)');`,
  });
  await project.query(
    'CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz)',
  );
  expect(await imported(project, knex, source)).toMatchObject({ recorded: [] });
  expect((await deploy(project)).results).toMatchObject([
    { name: '20240101000000_users', outcome: 'succeeded', mode: 'transaction' },
    { name: '20240102000000_index', outcome: 'succeeded', mode: 'statements' },
  ]);
  expect(await project.query('SELECT name FROM users')).toEqual([{ name: "O'Neill $1" }]);
  expect(await readFile(path.join(project.directory, '20240101000000_users', 'down.sql'), 'utf8')).toBe(
    'drop table "users";\n',
  );
  await write(project, {
    '20240103000000_asks.js':
      "exports.up = async (knex) => { if (!(await knex.schema.hasTable('x'))) await knex.raw('select 1'); };",
    '20240104000000_empty.js': '',
  });
  await expect(imported(project, knex, source)).rejects.toMatchObject({
    why: expect.stringMatching(
      /_asks\.js: it asks the database.*\n.*_empty\.js: it exports no function "up"/,
    ),
  });
});
