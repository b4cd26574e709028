import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { agora, checkCommandLine } from '@agora/cli';
import { afterAll, describe, expect, test } from 'vitest';

import { shownCommands } from './shown-commands.ts';
import { writeReference } from './write-reference.ts';

const docs = path.resolve(import.meta.dirname, '..');
const root = path.dirname(docs);
const vitepress = path.join(docs, 'node_modules', 'vitepress', 'bin', 'vitepress.js');
const outDir = mkdtempSync(path.join(tmpdir(), 'agora site '));

afterAll(() => rmSync(outDir, { recursive: true, force: true }));

test('the site builds with no dead link, and is searched without a network', () => {
  writeReference();
  // As people build it: the test runner's own Vite and its settings stay out.
  execFileSync(process.execPath, [vitepress, 'build', docs, '--outDir', outDir], { stdio: 'pipe' });
  const built = readdirSync(outDir, { recursive: true, encoding: 'utf8' });
  const asked = ['index.html', 'start.html', 'reference/errors.html', 'reference/rules/drop-column.html', 'deploy/fly.toml'];
  expect(built).toEqual(expect.arrayContaining(asked.map((file) => path.normalize(file))));

  const index = built.find((file) => /localSearchIndex.*\.js$/.test(file));
  const searched = readFileSync(path.join(outDir, index ?? ''), 'utf8');
  expect(searched.includes('/reference/errors.html#migrations')).toBe(true);
  const loadedFromElsewhere = built
    .filter((file) => file.endsWith('.html'))
    .flatMap((file) => [
      ...readFileSync(path.join(outDir, file), 'utf8').matchAll(/<(?:script|link|img)[^>]+https?:[^>]+>/g),
    ]);
  expect(loadedFromElsewhere).toEqual([]);
});

const below = (folder: string): string[] =>
  readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);

describe('every command that a page shows is one', () => {
  const pages = [
    ...['start', 'comparison', 'operations', 'growing', 'seeding-your-project', 'prisma-8', 'versions'].map((name) => `docs/${name}.md`),
    ...below('docs/guides'),
    // What is published has a README of its own; of the packages, those that know no forum.
    ...[
      'docs/deploy',
      ...below('examples'),
      ...below('scripts/pack/src/packages'),
      ...['backup', 'cli', 'migrations', 'operations', 'schema-engine', 'seeding'].map((name) => `packages/${name}`),
    ].map((folder) => `${folder}/README.md`),
  ].filter((page) => existsSync(path.join(root, page)));
  const shown = pages.flatMap((page) =>
    shownCommands(readFileSync(path.join(root, page), 'utf8')).map((it) => ({ page, ...it })),
  );

  test('there are many', () => expect(shown.length).toBeGreaterThan(60));

  test.each(shown)('$page $line: agora $argv', async ({ argv }) => {
    await expect(checkCommandLine(agora, argv)).resolves.toBeUndefined();
  });
});

test('commands are read as a shell reads them', () => {
  expect(shownCommands('a\n    npx agora x --y "b c" | d\nsee `agora z 1` and `npm i`.')).toEqual([
    { line: 2, argv: ['x', '--y', 'b c'] },
    { line: 3, argv: ['z', '1'] },
  ]);
});
