import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { readArguments } from './arguments.ts';

test.each([
  ['a rollback that would go further than it was told', ['rollback', '--to', 'a', '--all']],
  ['two measures of a rollback', ['rollback', '--to', 'a', '--steps', '2']],
  ['two answers', ['resolve', '--applied', 'a', '--rolled-back', 'a']],
])('refuses %s', (_what, argv) => {
  expect(() => readArguments(argv)).toThrow('exclude each other');
});

test.each([
  ['deploy', '--steps', '2'],
  ['deploy', '--accept-data-loss'],
  ['rollback', '--allow', 'drop-table'],
  ['rollback', '--backfills', 'later'],
  ['status', '--dry-run'],
  ['stamp', 'a', '--skip-compare', '--to', 'b'],
])('%s does not take %s', (...argv) => {
  expect(() => readArguments(argv)).toThrow(`${argv[0]} does not take --`);
});

test.each(['to', 'url', 'env', 'backup-proof', 'migrations'])(
  'an empty --%s, as of a variable that is not set, is no default',
  (name) => {
    expect(() => readArguments(['deploy', `--${name}`, ''])).toThrow(`The value of --${name} is empty.`);
  },
);

test('what a verb takes is read', () => {
  expect(
    readArguments(['deploy', '--to', 'a', '--allow', 'x', '--allow', 'y', '--wait', '2min']),
  ).toMatchObject({
    to: 'a',
    allow: ['x', 'y'],
    waitMs: 120_000,
  });
  expect(readArguments(['rollback', '--all', '--accept-data-loss'])).toMatchObject({
    back: { all: true },
    acceptDataLoss: true,
  });
  expect(readArguments(['stamp', '--all', '--skip-compare'])).toMatchObject({ stamp: { all: true } });
  expect(readArguments(['resolve', '--applied', 'a', '--skip-compare'])).toMatchObject({
    resolve: { applied: 'a' },
  });
});

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');
const pages = ['docs', 'packages/migrations', 'scripts/pack/src/packages', 'examples'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => path.join(folder, file)),
);
const verbs = 'deploy|status|rollback|stamp|resolve';
const shown = pages.flatMap((page) =>
  [
    ...readFileSync(path.join(root, page), 'utf8').matchAll(
      new RegExp(String.raw`agora-deploy(?:\.mjs)? ((?:${verbs})\b[^\n\`#;|]*)`, 'g'),
    ),
  ].map(([, words = '']) => ({ page, words })),
);

test('pages show the deployer', () => expect(shown.length).toBeGreaterThan(4));

test.each(shown)('$page: agora-deploy $words', ({ words }) => {
  expect(() => readArguments(words.trim().split(/\s+/))).not.toThrow();
});
