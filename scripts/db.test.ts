import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { commandLines, scripts } from './db-commands.mjs';

const root = path.resolve(import.meta.dirname, '..');
const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const runnable: Record<string, unknown> =
  typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? { ...manifest.scripts! } : {};

/** The names that teams know, and how each command begins its help. */
const known: Readonly<Record<string, string>> = {
  'db:migration:create': 'agora migrate create',
  'db:migrate': 'agora migrate deploy',
  'db:rollback': 'agora migrate rollback',
  'db:status': 'agora migrate status',
  'db:current': 'agora migrate current',
  'db:history': 'agora migrate history',
  'db:stamp': 'agora migrate stamp',
  'db:reset': 'agora db reset',
  'db:init': 'agora db start',
  'db:validate': 'agora validate',
  'db:health': 'agora health',
  'db:notify:rollback': 'agora notify rollback',
  'db:seed': 'agora seed',
  'db:validate-seed': 'agora seed validate',
  'db:backup': 'agora backup create',
  'db:restore': 'agora backup restore',
  'db:docs': 'agora migrate docs',
  'db:check': 'agora migrate check',
};

test('every old name is a script, and no other', () => {
  const named = Object.entries(runnable).filter(([name]) => name.startsWith('db:'));
  const expected = Object.keys(known).map((name) => [name, `node scripts/db.mjs ${name.slice(3)}`]);
  expect(named).toEqual(expected);
  expect(Object.keys(scripts).map((name) => `db:${name}`)).toEqual(Object.keys(known));
});

// As it is built: from its sources it would be compiled for each of them.
test.each(Object.entries(known))(
  '%s runs %s, with the options behind a -- as pnpm hands it on',
  async (name, command) => {
    const lines = commandLines(scripts[name.slice(3)]!, ['--', '--help']);
    const runs = await Promise.all(lines.map((line) => run(['apps/tooling/dist/main.js', ...line])));
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      lines.map(() => ({ code: 0, stderr: '' })),
    );
    expect(runs[0]!.stdout.startsWith(`${command} `)).toBe(true);
  },
);

test('notify:rollback is db:notify:rollback by its other name', () => {
  expect(runnable['notify:rollback']).toBe(runnable['db:notify:rollback']);
});

test('an option that was renamed still works, and what the command says comes through', async () => {
  const words = ['seed', '--', '--file=nothing-of-that-name', '--dry-run', '--json'];
  const { code, stdout, stderr } = await run(['scripts/db.mjs', ...words]);
  expect({ code, stderr }).toEqual({ code: 64, stderr: '' });
  expect(stdout).toContain('nothing-of-that-name');
  expect(stdout).not.toContain('unknown_option');
});

test('a name that is none is refused, and the others are told', async () => {
  const { code, stderr } = await run(['scripts/db.mjs', 'migrat']);
  expect(code).toBe(64);
  expect(stderr).toContain('"migrat" is not one of migration:create, migrate,');
});

function run(words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...words],
      { cwd: root, env: { ...process.env, NO_COLOR: '1', DATABASE_URL: 'postgresql://127.0.0.1:1/none' } },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}
