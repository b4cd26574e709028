import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { lists, MOST_FILES } from '../house/lists.ts';
import { folderSizes, sourceFiles } from '../house/tree.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

// An archive of the sources has no history, and no list of its files.
const archived = !existsSync(path.join(root, '.git'));

test.skipIf(archived)('a folder has about a dozen files, unless it is a list of like things', () => {
  const sizes = folderSizes(sourceFiles(root));
  expect(sizes.length).toBeGreaterThan(100);
  const full = sizes.filter(([, files]) => files > MOST_FILES).map(([folder]) => folder);
  expect(full.toSorted()).toEqual(Object.keys(lists).toSorted());
});

test.skipIf(archived)('a commit has one line of at most 72 characters that says what it does', () => {
  // Since this is asked for.
  const log = ['log', '--no-merges', '--since=2026-11-29T22:34:00Z', '--format=%s'];
  const subjects = execFileSync('git', log, { cwd: root, encoding: 'utf8', maxBuffer: 16 * 1024 ** 2 });
  const faults = subjects.split('\n').filter((subject) => subject.length > 72 || /^[^A-Z]|\.$/.test(subject));
  expect(faults).toEqual([]);
});

test('the glossary is short enough to be read', () => {
  const glossary = readFileSync(path.join(root, 'GLOSSARY.md'), 'utf8');
  expect(glossary.split('\n').length).toBeLessThanOrEqual(60);
});
