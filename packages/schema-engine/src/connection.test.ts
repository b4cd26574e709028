// oxlint-disable unicorn/consistent-function-scoping, typescript/no-unsafe-type-assertion, vitest/valid-expect -- small words of the tests stand beside them; the message is the output of the CLI
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedServer, startEmbedded, stopEmbedded, withConnection } from '@agora/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSchemaEngine } from './engine/with-schema-engine.ts';
import { enginePath } from './register-engine.ts';
import { buildPackage } from './testing/throwaway-project.fixture.ts';

const password = "p@ss/w:rd?#%&= 'é";

/** A server of its own, because it asks for passwords. */
describe('connections', () => {
  let directory: string;
  let server: EmbeddedServer;
  const urlOf = (user: string, secret: string, parameters = '') =>
    `postgresql://${user}:${encodeURIComponent(secret)}@127.0.0.1:${server.port}/agora${parameters}`;

  beforeAll(async () => {
    await buildPackage();
    directory = await mkdtemp(path.join(tmpdir(), 'agora-engine-'));
    server = await startEmbedded({ directory });
    await withConnection(server.url, async (client) => {
      await client.query(`CREATE ROLE locked LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
      await writeFile(
        path.join(server.dataDirectory, 'pg_hba.conf'),
        'host all locked 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n',
      );
      await client.query('SELECT pg_reload_conf()');
    });
  });
  afterAll(async () => {
    await stopEmbedded({ directory });
    await rm(directory, { recursive: true, force: true });
  });

  const cli = (url: string, command: string) =>
    new Promise<{ code: number | null; known: Record<string, unknown> | undefined }>((resolve) => {
      const child = execFile(
        process.execPath,
        [enginePath, '--datasource', JSON.stringify({ url }), 'cli', command],
        (_error, _stdout, stderr) => {
          const line = stderr.split('\n')[1];
          const known =
            line === undefined ? undefined : (JSON.parse(line) as { fields: Record<string, unknown> }).fields;
          resolve({ code: child.exitCode, known });
        },
      );
    });

  it('takes a password of any characters', async () => {
    expect(await cli(urlOf('locked', password), 'can-connect-to-database')).toEqual({
      code: 0,
      known: undefined,
    });
    await withSchemaEngine({ url: urlOf('locked', password) }, async (engine) => {
      expect(await engine.version()).toContain('PostgreSQL');
    });
  });

  it('says P1000, P1001, P1003, P1010 and P1011 as the native engine does', async () => {
    const code = async (url: string) => (await cli(url, 'can-connect-to-database')).known?.['error_code'];
    expect(await code(urlOf('locked', 'wrong'))).toBe('P1000');
    expect(await code('postgresql://u@127.0.0.1:1/none')).toBe('P1001');
    expect(await code(urlOf('postgres', '').replace('/agora', '/missing'))).toBe('P1003');
    expect(await code(urlOf('stranger', ''))).toBe('P1010');
    expect(await code(urlOf('postgres', '', '?sslmode=require'))).toBe('P1011');
    await expect(withSchemaEngine({ url: urlOf('locked', 'wrong') }, async () => {})).rejects.toMatchObject({
      engineCode: 'P1000',
    });
  });

  it('makes and drops a database, and its schema', async () => {
    const url = urlOf('postgres', '', '?schema=forum').replace('/agora', '/made');
    expect((await cli(url, 'create-database')).code).toBe(0);
    const { rows } = await withConnection(url, (client) =>
      client.query(`SELECT to_regnamespace('forum') IS NOT NULL AS made`),
    );
    expect(rows).toEqual([{ made: true }]);
    expect((await cli(url, 'create-database')).known).toMatchObject({ error_code: 'P1009' });
    expect((await cli(url, 'drop-database')).code).toBe(0);
    expect((await cli(url, 'can-connect-to-database')).known).toMatchObject({ error_code: 'P1003' });
  });
});

it.each(['mysql://u@h/d', 'no url', 'postgres://u:%zz@h/d'])('refuses %s as a database URL', async (url) => {
  await expect(withSchemaEngine({ url }, async () => {})).rejects.toMatchObject({
    code: 'postgres.invalid_url',
  });
});
