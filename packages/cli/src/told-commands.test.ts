import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { agora } from './agora.ts';
import { loadAll } from './program/program.ts';

const packages = path.resolve(import.meta.dirname, '..', '..');
/** Without those that are commands themselves: what follows their name may be the rest of a sentence. */
const groups = (await loadAll(agora)).commands
  .filter((entry) => entry.kind === 'group')
  .filter(({ bare }) => bare === undefined);

/** Sources of everything whose errors and findings a project may see. */
const sources = [
  'backup',
  'catalog',
  'cli',
  'core',
  'migrations',
  'operations',
  'postgres',
  'schema-engine',
  'seeding',
].flatMap((name) =>
  readdirSync(path.join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(file))
    .map((file) => path.join(packages, name, 'src', file)),
);

test('every command that errors and findings tell of is one', () => {
  const told = new RegExp(
    String.raw`\bagora (${groups.map(({ name }) => name).join('|')}) ([a-z][a-z-]+)`,
    'g',
  );
  const found = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(told)].map(([text, group, verb]) => ({
      file,
      text,
      group,
      verb,
    })),
  );
  expect(found.length).toBeGreaterThan(100);
  const unknown = found.filter(
    ({ group, verb }) =>
      !groups.some(({ name, commands }) => name === group && commands.some((one) => one.name === verb)),
  );
  expect(unknown.map(({ file, text }) => `${path.relative(packages, file)}: ${text}`)).toEqual([]);
});
