// What can be told of the examples without installing them; main.ts runs them, which takes minutes.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { agora, checkCommandLine } from '@agora/cli';
import { readFolder } from '@agora/migrations';
import { expect, test } from 'vitest';

import { root } from '../catalog.ts';
import { publishedPackages } from '../packages/index.ts';
import { readmeCommands } from './readme-commands.ts';

const folder = path.join(root, 'examples');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const read = (...file: readonly string[]): string => readFileSync(path.join(folder, ...file), 'utf8');

/** The words of each call of agora in the blocks that are run, as far as a shell makes nothing else of them. */
const commands = names.flatMap((name) =>
  readmeCommands(read(name, 'README.md')).flatMap(({ line }) => {
    const call = /^npx agora ([^#|>]+)/.exec(line)?.[1]?.trim();
    return call === undefined
      ? []
      : [{ name, argv: call.split(/\s+/).map((word) => word.replaceAll('"', '')) }];
  }),
);

test('each is named in the list', () => {
  const listed = [...read('README.md').matchAll(/^\| \[(\w+)\]\(\1\/README\.md\)/gm)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(names));
});

test('there are some commands in each', () => {
  expect(names.filter((name) => !commands.some((one) => one.name === name))).toEqual([]);
});

test.each(commands)('$name: agora $argv', async ({ argv }) => {
  await expect(checkCommandLine(agora, argv)).resolves.toBeUndefined();
});

test.each(names)('%s: each migration goes back, and a line of agora.lock proves it', async (name) => {
  const migrations = path.join(folder, name, 'prisma', 'migrations');
  const found = await readFolder(migrations);
  expect(found.migrations.length).toBeGreaterThan(1);
  expect(found.migrations.filter(({ down }) => down === undefined)).toEqual([]);
  const lines = read(name, 'prisma', 'migrations', 'agora.lock')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line));
  for (const { name: migration } of found.migrations)
    expect(lines).toContainEqual(
      expect.objectContaining({ migration, outcome: expect.stringMatching(/^proven/) }),
    );
});

test.each(names)('%s takes our packages by the version that is published', (name) => {
  const manifest = read(name, 'package.json');
  const taken = publishedPackages.flatMap(
    (one) => manifest.match(new RegExp(`"${one.name}": "([^"]*)"`))?.[1] ?? [],
  );
  expect(new Set(taken)).toEqual(new Set(['^0.1.0']));
});
