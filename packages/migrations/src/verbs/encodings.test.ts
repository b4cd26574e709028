import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { quoteIdentifier, withConnection, withDatabase } from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';
import { afterAll, describe, expect, it } from 'vitest';

import { replayedCatalog } from '../docs/load-catalog.ts';
import { runDeployer } from '../deployer/run.ts';
import { type FixtureMigration, fixtureProject } from '../project.fixture.ts';
import { readFolder } from '../project/folder.ts';
import { walkHistory } from '../proof/verify/verify.ts';
import { deploy } from './deploy.ts';
import { findDrift } from './drift/drift.ts';
import { rollback } from './rollback/rollback.ts';
import { readStatus } from './status.ts';

const HISTORY: Readonly<Record<string, FixtureMigration>> = {
  '20240101000000_größen': {
    up: '\ufeffCREATE TABLE "Größe" (id serial PRIMARY KEY, "maß" text NOT NULL DEFAULT \'é\');\r\nCOMMENT ON TABLE "Größe" IS \'ä\';\r\n',
    down: 'DROP TABLE "Größe";\r\n',
  },
  '20240102000000_more': {
    up: 'ALTER TABLE "Größe" ADD COLUMN "naïf" text DEFAULT \'ü\';\r\n',
    down: 'ALTER TABLE "Größe" DROP COLUMN "naïf";',
  },
};

describe.each(['LATIN1', 'SQL_ASCII'])('a database in %s', (encoding) => {
  const name = `agora_tmp_${encoding.toLowerCase()}_${process.pid}`;
  const url = testServerUrl().then(async (server) => {
    await withConnection(server, async (client) => {
      const { rows } = await client.query<{ version: number }>(
        "SELECT current_setting('server_version_num')::int AS version",
      );
      const provider = Number(rows[0]?.version) < 150_000 ? '' : ' LOCALE_PROVIDER libc';
      await client.query(
        `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C'${provider}`,
      );
    });
    return withDatabase(server, name);
  });
  afterAll(async () => {
    const server = await testServerUrl();
    await withConnection(server, (client) =>
      client.query(`DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE)`),
    );
  });

  it('is deployed to, compared, proven for, documented and rolled back', async () => {
    const project = { ...(await fixtureProject(HISTORY)), url: await url };
    const { results } = await deploy(project);
    expect(results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    expect(await readStatus(project)).toMatchObject({ state: 'up-to-date' });
    const found = await withConnection(project.url, (client) =>
      client.query('INSERT INTO "Größe" ("maß") VALUES (\'ß\') RETURNING "maß", "naïf"'),
    );
    expect(found.rows).toEqual([{ maß: 'ß', naïf: 'ü' }]);
    expect(await findDrift(project)).toMatchObject({ differences: [], notes: [] });
    const { migrations } = await readFolder(project.directory);
    const catalog = await replayedCatalog(project.url, migrations);
    expect(JSON.stringify([...catalog.objects])).toContain('maß');
    const proofs = await walkHistory(migrations, { adminUrl: project.url });
    expect(proofs.map(({ outcome }) => outcome)).toEqual(['proven', 'proven']);
    const made = await walkHistory(migrations, { adminUrl: project.url, generate: () => true });
    expect(made.map(({ outcome }) => outcome)).toEqual(['proven', 'proven']);
    const back = await rollback({ ...project, target: { all: true }, acceptDataLoss: true });
    expect(back.results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  });
});

describe('a file that is not UTF-8', () => {
  it.each(['migration.sql', 'down.sql', 'migration_lock.toml'])(
    '%s stops every verb before anything runs',
    async (file) => {
      const project = await fixtureProject(HISTORY);
      const folder = file.endsWith('.sql')
        ? path.join(project.directory, '20240102000000_more')
        : project.directory;
      await writeFile(path.join(folder, file), Buffer.from('-- ä\nSELECT 1;', 'latin1'));
      const refused = {
        code: 'migrations.not_utf8',
        message: expect.stringContaining(`${file} is not UTF-8: byte 0xE4 at offset 3 (line 1)`),
      };
      await expect(deploy(project)).rejects.toMatchObject(refused);
      await expect(readStatus(project)).rejects.toMatchObject(refused);
      await expect(findDrift(project)).rejects.toMatchObject(refused);
      const notes: string[] = [];
      const exit = await runDeployer({
        argv: ['deploy', '--url', project.url, '--migrations', project.directory],
        env: {},
        version: '0',
        signal: new AbortController().signal,
        print: () => {},
        note: (text) => notes.push(text),
      });
      expect([exit, notes.join('\n')]).toEqual([1, expect.stringContaining('iconv -f ISO-8859-1 -t UTF-8 ')]);
      expect(await project.query(`SELECT to_regclass('"Größe"') AS made`)).toEqual([{ made: null }]);
    },
  );
});

describe('a file that was cut off', () => {
  it.each([
    ['CREATE TABLE a (id int);\nINSERT INTO a VALUES (1', 'the parenthesis at line 2'],
    ["CREATE TABLE a (id int);\n\nCOMMENT ON TABLE a IS 'half", 'the quote at line 3'],
    [
      'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\nDO $x$ BEGIN',
      'the dollar quote $x$ at line 3',
    ],
  ])('%j is not begun', async (up, what) => {
    const project = await fixtureProject({ '20240101000000_cut': { up } });
    await expect(deploy(project)).rejects.toMatchObject({
      code: 'migrations.not_whole',
      message: expect.stringContaining(`migration.sql is not whole: ${what} is not closed`),
    });
    expect(await project.query(`SELECT to_regclass('a') AS made`)).toEqual([{ made: null }]);
  });
});
