import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const scripts =
  typeof manifest === 'object' && manifest !== null && 'scripts' in manifest
    ? Object.entries(manifest.scripts ?? {})
    : [];

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
  'db:validate': 'agora migrate verify',
  'db:seed': 'agora seed',
  'db:validate-seed': 'agora seed validate',
  'db:docs': 'agora migrate docs',
  'db:check': 'agora migrate check',
};

test('every old name is a script, and no other', () => {
  expect(scripts.map(([name]) => name).filter((name) => name.startsWith('db:'))).toEqual(Object.keys(known));
});

test.each(Object.entries(known))(
  '%s runs %s, with the options behind a -- as pnpm hands it on',
  async (name, command) => {
    const words = String(scripts.find(([script]) => script === name)?.[1]).split(' ');
    const { code, stdout, stderr } = await run([...words.slice(1), '--', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith(command)).toBe(true);
  },
);

test('an option that was renamed still works', async () => {
  const { stdout } = await run([
    'scripts/db.mjs',
    'seed',
    '--',
    '--file=nothing-of-that-name',
    '--dry-run',
    '--json',
  ]);
  expect(stdout).toContain('nothing-of-that-name');
  expect(stdout).not.toContain('unknown_option');
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
