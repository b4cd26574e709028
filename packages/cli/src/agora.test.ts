import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { agora } from './agora.ts';
import { commandReference } from './help/command-reference.ts';
import {
  badExamples,
  badFixes,
  badSuggestions,
  unreadableAt40,
  type WholeProgram,
  wholeProgram,
} from './program/program-laws.fixture.ts';

const program: WholeProgram = await wholeProgram(agora);

test('no slip of the pen leads to what destroys data, or to a verb that there is not', () => {
  const { seen, bad } = badSuggestions(program);
  expect(bad).toEqual([]);
  expect(seen).toBeGreaterThan(5_000);
  expect(badFixes(program)).toEqual([]);
});

test('neither it nor a package below it speaks of a verb of the forum', () => {
  const forum = /\bagora (?:up|user|media|maintenance)\b/;
  expect([...program.entries.keys()].filter((command) => forum.test(command))).toEqual([]);
  const packages = path.resolve(import.meta.dirname, '..', '..');
  const below = [
    'core',
    'postgres',
    'schema-engine',
    'catalog',
    'seeding',
    'migrations',
    'operations',
    'cli',
  ];
  const files = below.flatMap((name) =>
    readdirSync(path.join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
      .map((file) => path.join(packages, name, 'src', file)),
  );
  expect(files.length).toBeGreaterThan(200);
  const speaking = files.filter((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => !/^\s*(?:\/?\*|\/\/)/.test(line) && forum.test(line)),
  );
  expect(speaking).toEqual([]);
});

test('every command line in its help is understood', () => {
  expect(badExamples(program)).toEqual([]);
});

test('help can be read in forty columns', () => {
  expect(unreadableAt40(program)).toEqual([]);
});

// Brought up to date by: npx vitest run src/agora.test.ts -u
test('COMMANDS.md tells every command', async () => {
  const text = commandReference('Commands of agora', program.root.commands, 'agora');
  await expect(text).toMatchFileSnapshot('../COMMANDS.md');
});
