import { expect, test } from 'vitest';

import { agora } from '../agora.ts';
import { defineCommand, defineGroup } from '../command/command.ts';
import { expandAlias, aliases } from './aliases.ts';
import { loadAll } from './program.ts';

const root = await loadAll(agora);
const ours = (line: string): string => expandAlias(line.split(' '), root).join(' ');

test.each([
  ['up', 'migrate deploy'],
  ['migrate up --dry-run', 'migrate deploy --dry-run'],
  ['--env production upgrade head', '--env production migrate deploy'],
  ['upgrade 20261121', 'migrate deploy --to 20261121'],
  ['upgrade --dry-run', 'migrate deploy --dry-run'],
  ['apply', 'migrate deploy'],
  ['new add_bans', 'migrate create add_bans'],
  ['revision --autogenerate -m add_bans', 'migrate create --name add_bans'],
  ['undo', 'migrate rollback'],
  ['rollback --steps 2', 'migrate rollback --steps 2'],
  ['migrate rollback', 'migrate rollback'],
  ['down 2 --dry-run', 'migrate rollback --steps 2 --dry-run'],
  ['downgrade -1', 'migrate rollback --steps 1'],
  ['downgrade base', 'migrate rollback --all'],
  ['downgrade 20261121', 'migrate rollback --to 20261121'],
  ['current', 'migrate current'],
  ['resolve --applied 20261121', 'migrate resolve --applied 20261121'],
  // Not ours to touch.
  ['migrate down 001_users', 'migrate down 001_users'],
  ['migrate down 001', 'migrate down 001'],
  ['migrate down --check', 'migrate down --check'],
  ['migrate down 1 --help', 'migrate down 1 --help'],
  ['migrate deploy up', 'migrate deploy up'],
  ['db up', 'db up'],
  ['--env up migrate status', '--env up migrate status'],
  ['nonsense', 'nonsense'],
])('%s is %s', (line, expected) => {
  expect(ours(line)).toBe(expected);
});

test.each([
  'dev',
  'migrate dev --name x',
  'down',
  'diff',
  'heads',
  // The verb down is there, and what follows says that rollback is meant.
  'migrate down 1',
  'migrate down --to 20261121',
  'migrate down --steps=2',
  'migrate down -all',
  'migrate down base',
])('%s is explained and not guessed', (line) => {
  expect(() => ours(line)).toThrow(
    expect.objectContaining({ code: 'cli.ambiguous_word', why: expect.stringContaining('agora migrate') }),
  );
});

test('a verb of the program comes before the table', () => {
  const up = defineCommand({ name: 'up', summary: 'its own', examples: [], run: async () => 0 as const });
  const own = defineGroup({ ...root, commands: [up, ...root.commands] });
  expect(expandAlias(['up'], own)).toEqual(['up']);
  expect(expandAlias(['migrate', 'up'], own)).toEqual(['migrate', 'deploy']);
});

test('every word leads to a verb that there is', () => {
  for (const { verb } of aliases) {
    const group = root.commands.find(({ name }) => name === verb[0]);
    expect(group?.kind === 'group' && group.commands.some(({ name }) => name === verb[1])).toBe(true);
  }
});
