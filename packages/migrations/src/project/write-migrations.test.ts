import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemCode } from '@agora/core';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { makeScript, type Migration, readFolder } from './folder.ts';
import { finishWriting, writeMigrations } from './write-migrations.ts';

let root: string;
let directory: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'agora writes '));
  directory = path.join(root, 'migrations');
  await mkdir(path.join(directory, '1_a'), { recursive: true });
  await writeFile(path.join(directory, '1_a', 'migration.sql'), 'SELECT 1;');
  await writeFile(path.join(directory, '1_a', 'down.sql'), 'SELECT 2;');
  await writeFile(path.join(directory, '1_a', 'notes.md'), 'mine');
});
afterEach(() => rm(root, { recursive: true }));

function migration(name: string, up: string): Migration {
  const folder = path.join(directory, name);
  return { name, directory: folder, up: makeScript(path.join(folder, 'migration.sql'), up) };
}

const stage = (...names: string[]): string => path.join(root, '.agora-online', ...names);

test('parts take the place of their original, and what is not theirs stays', async () => {
  const [original] = (await readFolder(directory)).migrations;
  if (original === undefined) throw new Error('there is no migration');
  await writeMigrations(await readFolder(directory), [
    { original, parts: [migration('1_a', 'SELECT 3;\r\n'), migration('2_b', 'SELECT 4;')] },
  ]);
  const { migrations } = await readFolder(directory);
  expect(migrations.map(({ name, up, down }) => [name, up.raw, down])).toEqual([
    ['1_a', 'SELECT 3;\r\n', undefined],
    ['2_b', 'SELECT 4;', undefined],
  ]);
  expect(await readdir(path.join(directory, '1_a'))).toEqual(['migration.sql', 'notes.md']);
  expect(await readdir(root)).toEqual(['migrations']);
});

test('a run that was killed while it moved is finished, once', async () => {
  // As it stands when one of three moves is made.
  await mkdir(stage('1_a'), { recursive: true });
  await writeFile(stage('1_a', 'migration.sql'), 'SELECT 3;');
  await mkdir(path.join(directory, '2_b'));
  await writeFile(path.join(directory, '2_b', 'migration.sql'), 'SELECT 4;');
  await writeFile(
    stage('ready.json'),
    JSON.stringify({ moves: ['2_b', '1_a/migration.sql'], gone: ['1_a/down.sql'] }),
  );
  expect(await finishWriting(directory)).toBe(true);
  expect(await readFile(path.join(directory, '1_a', 'migration.sql'), 'utf8')).toBe('SELECT 3;');
  expect(await readdir(path.join(directory, '1_a'))).toEqual(['migration.sql', 'notes.md']);
  expect(await readdir(root)).toEqual(['migrations']);
  expect(await finishWriting(directory)).toBe(false);
});

test('a run that was killed before all was there has changed nothing, and stands in no one’s way', async () => {
  const laid = path.join(root, '.agora-online-abc', '9_z');
  await mkdir(laid, { recursive: true });
  await writeFile(path.join(laid, 'migration.sql'), 'SELECT');
  expect(await finishWriting(directory)).toBe(false);
  await writeMigrations(await readFolder(directory), [{ parts: [migration('3_c', 'SELECT 5;')] }]);
  expect((await readFolder(directory)).migrations.map(({ name }) => name)).toEqual(['1_a', '3_c']);
  expect(await readdir(root)).toEqual(['migrations']);
});

test('what a former version laid in the stage itself, and did not come to move, stands in no one’s way', async () => {
  await mkdir(stage('9_z'), { recursive: true });
  await writeFile(stage('9_z', 'migration.sql'), 'SELECT');
  const earlier = new Date(Date.now() - 3_600_000);
  await utimes(stage(), earlier, earlier);
  await writeMigrations(await readFolder(directory), [{ parts: [migration('3_c', 'SELECT 5;')] }]);
  expect((await readFolder(directory)).migrations.map(({ name }) => name)).toEqual(['1_a', '3_c']);
  expect(await readdir(root)).toEqual(['migrations']);
});

test('a folder of somebody else is not written into', async () => {
  await expect(
    writeMigrations(await readFolder(directory), [{ parts: [migration('1_a', 'SELECT 6;')] }]),
  ).rejects.toMatchObject({
    code: 'migrations.folder_changed',
    message: expect.stringContaining('nothing was written'),
  });
  expect(await readFile(path.join(directory, '1_a', 'migration.sql'), 'utf8')).toBe('SELECT 1;');
  expect(await readdir(root)).toEqual(['migrations']);
});

test('a run whose plan cannot be read is not taken for one that had none', async () => {
  await mkdir(stage('ready.json'), { recursive: true });
  await expect(finishWriting(directory)).rejects.toThrow(/EISDIR/);
  expect(await readdir(stage())).toEqual(['ready.json']);
});

test('what has come or changed since the folder was read is neither overwritten nor gone past', async () => {
  const seen = await readFolder(directory);
  const [original] = seen.migrations;
  if (original === undefined) throw new Error('there is no migration');
  const changed = {
    code: 'migrations.folder_changed',
    message: expect.stringContaining('Nothing was written'),
  };
  await writeFile(path.join(directory, '1_a', 'down.sql'), 'SELECT 9;');
  await expect(
    writeMigrations(seen, [{ original, parts: [migration('1_a', 'SELECT 3;')] }]),
  ).rejects.toMatchObject(changed);
  const [edited] = (await readFolder(directory)).migrations;
  expect([edited?.up.raw, edited?.down?.raw]).toEqual(['SELECT 1;', 'SELECT 9;']);
  const now = await readFolder(directory);
  await mkdir(path.join(directory, '2_b'));
  await expect(writeMigrations(now, [{ parts: [migration('3_c', 'SELECT 3;')] }])).rejects.toMatchObject(
    changed,
  );
  expect((await readdir(root)).concat(await readdir(directory))).toEqual(['migrations', '1_a', '2_b']);
});

test('of runs that write at one moment each has written all that it said, or nothing', async () => {
  for (let round = 0; round < 20; round += 1) {
    const seen = await readFolder(directory);
    const runs = ['x', 'y', 'z'].map((run) =>
      ['1', '2'].map((part) => migration(`${round + 100}${run}_${part}`, `SELECT '${run}';`)),
    );
    const results = await Promise.allSettled(runs.map((parts) => writeMigrations(seen, [{ parts }])));
    const standing = new Set((await readFolder(directory)).migrations.map(({ name }) => name));
    const ends = results.map((result, at) =>
      result.status === 'fulfilled'
        ? runs[at]?.filter(({ name }) => standing.has(name)).length
        : systemCode(result.reason),
    );
    expect(ends.filter((end) => end !== 2 && end !== 'migrations.folder_changed')).toEqual([]);
    expect(await finishWriting(directory)).toBe(false);
  }
});
