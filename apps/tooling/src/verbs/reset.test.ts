import { existsSync } from 'node:fs';

import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { describe, expect, test } from 'vitest';

import { runAgora, runAgoraInTerminal } from '../agora.fixture.ts';

const database = useTestDatabase();

const reset = (args: string[], env: Record<string, string> = {}): ReturnType<typeof runAgora> =>
  runAgora(['db', 'reset', ...args], { env: { DATABASE_URL: database.url, ...env } });
const databaseName = (): string => new URL(database.url).pathname.slice(1);

describe('reset', () => {
  test('wants the name of the database, and no other word', async () => {
    for (const args of [[], ['--confirm', 'yes'], ['--confirm', '']]) {
      const run = await reset(args);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain('cli.not_confirmed');
      expect(run.stderr).toContain(`fix  agora db reset --confirm ${databaseName()}`);
    }
    expect((await reset(['--yes'])).code).toBe(64);
  });

  test('makes the database anew: what was in it is gone, migrations and seeds are there', async () => {
    await withConnection(database.url, (client) => client.query('CREATE TABLE left_over ()'));
    const run = await reset(['--confirm', databaseName(), '--json']);
    expect(run.json()).toMatchObject({
      database: databaseName(),
      seeded: { profile: 'demo', changed: true },
    });
    const { rows } = await withConnection(database.url, (client) =>
      client.query<{ gone: boolean; users: number }>(
        `SELECT to_regclass('left_over') IS NULL AS gone, (SELECT count(*)::int FROM users) AS users`,
      ),
    );
    expect(rows).toEqual([{ gone: true, users: 10 }]);
  });

  test('without seeds the forum is empty', async () => {
    const run = await reset(['--confirm', databaseName(), '--no-seed', '--json']);
    expect(run.json()).toMatchObject({ seeded: null });
  });

  test('is refused outside development, confirmed or not', async () => {
    const production = await reset(['--confirm', databaseName()], { AGORA_ENV: 'production' });
    expect(production.stderr).toContain('cli.refused_in_production');
    const staging = await reset(['--confirm', databaseName(), '--env', 'staging']);
    expect(staging.stderr).toContain('cli.reset_refused');
    const overruled = await reset(['--env', 'production'], { AGORA_ENV: 'development' });
    expect(overruled.stderr).toContain('cli.refused_in_production');
  });
});

// util-linux' script, with the options used here, is on Linux alone.
describe.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))('in a terminal', () => {
  test('reset asks for the name, and another answer changes nothing', async () => {
    const run = await runAgoraInTerminal(['db', 'reset'], {
      env: { DATABASE_URL: database.url },
      answers: [{ after: 'to go on', type: 'something else\r' }],
    });
    expect(run.stdout).toContain('will be lost');
    expect(run.stdout).toContain('is not the name of the database');
    expect(run.code).toBe(1);
  });

  test('reset goes on when the name is typed', async () => {
    const run = await runAgoraInTerminal(['db', 'reset', '--no-seed'], {
      env: { DATABASE_URL: database.url },
      answers: [{ after: 'to go on', type: `${databaseName()}\r` }],
    });
    expect(run.stdout).toContain('is as new');
    expect(run.code).toBe(0);
  });

  test('reset takes Ctrl-C at its question for no', async () => {
    const run = await runAgoraInTerminal(['db', 'reset'], {
      env: { DATABASE_URL: database.url },
      answers: [{ after: 'to go on', type: '\u0003' }],
    });
    expect(run.stdout).toContain('cli.interrupted');
    expect(run.code).toBe(130);
  });
});
