import { agora, commandReference } from '@agora/cli';
import {
  badExamples,
  badFixes,
  badSuggestions,
  unreadableAt40,
  type WholeProgram,
  wholeProgram,
} from '@agora/cli/program-laws';
import { expect, test } from 'vitest';

import { forumAgora } from './program.ts';

const program: WholeProgram = await wholeProgram(forumAgora);

test('no slip of the pen leads to what destroys data, or to a verb that there is not', () => {
  const { seen, bad } = badSuggestions(program);
  expect(bad).toEqual([]);
  expect(seen).toBeGreaterThan(5_000);
  expect(badFixes(program)).toEqual([]);
});

test('every command line in its help is understood', () => {
  expect(badExamples(program)).toEqual([]);
});

test('help can be read in forty columns', () => {
  expect(unreadableAt40(program)).toEqual([]);
});

// Brought up to date by: npx vitest run src/program.test.ts -u
test('COMMANDS.md tells the verbs that are of the forum alone', async () => {
  const names = forumAgora.verbs.filter((verb) => !agora.verbs.includes(verb)).map(({ name }) => name);
  const own = program.root.commands.filter(({ name }) => names.includes(name));
  await expect(commandReference("The forum's commands", own, 'agora')).toMatchFileSnapshot('../COMMANDS.md');
});
