import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { MOST_WORDS, words } from '../lint/comments.mjs';
import { filesBelow } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
/** A migration that was applied is never edited. */
const applied = /\/prisma\/migrations\//;
/** What a line says of nulls is for the generator of types. */
const ofNulls = /^\s*--\s*:?\w+ (?:may be|is never) null\.\s*$/;

/** Comments of lines that follow each other, as people read them. */
function commentsOf(sql: string): string[] {
  const lines = sql.split(/\r?\n/).filter((line) => !ofNulls.test(line));
  return lines
    .map((line) => /^\s*--(.*)/.exec(line)?.[1] ?? '\0')
    .join('\n')
    .split('\0')
    .filter((text) => text.trim() !== '');
}

test('a comment is counted over its lines, without what it says of nulls', () => {
  const comments = commentsOf('-- One two\r\n-- three.\r\n-- :a may be null.\r\nSELECT 1;\n\n  -- Four.\n');
  expect(comments.map((text) => words(text))).toEqual([3, 1]);
});

test('no comment in a .sql file is over its words, as in TypeScript the linter sees to', () => {
  const files = filesBelow(root, '').filter((file) => file.endsWith('.sql') && !applied.test(`/${file}`));
  expect(files.length).toBeGreaterThan(50);
  const long = files.flatMap((file) =>
    commentsOf(readFileSync(path.join(root, file), 'utf8'))
      .filter((text) => words(text) > MOST_WORDS)
      .map((text) => `${file}: ${words(text)} words: ${text.slice(0, 60)}`),
  );
  expect(long).toEqual([]);
});
