import { randomUUID } from 'node:crypto';

import { testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { withReplayedHistory } from '../replayed-history.ts';

const role = `same_server_${randomUUID().slice(0, 8)}`;
const migration = (name: string, sql: string): Migration => ({
  name,
  directory: name,
  up: makeScript(`${name}/migration.sql`, sql),
});
const makesRole = migration('0_role', `CREATE ROLE ${role}; CREATE TABLE notes (id int);`);
const makesColumn = migration('1_column', 'ALTER TABLE notes ADD COLUMN body text;');
const portOf = ({ url }: { readonly url: string }): string => new URL(url).port;

/** Whether a state of the history, and a copy of that state, stand on the server of the database that is replayed. */
async function servers(history: readonly Migration[], runs: readonly Migration[]): Promise<boolean> {
  const all = [makesRole, ...history];
  return withReplayedHistory({ adminUrl: await testServerUrl() }, all, async (replayed) => {
    const state = await replayed.at(all.length, { label: 'state', runs });
    const given = await replayed.at(all.length, { label: 'given', last: true, runs });
    if (portOf(state) !== portOf(given)) return false;
    return portOf(await state.copy('copy')) === portOf(given);
  });
}

test('a private server is not copied for scripts that stay in their database', async () => {
  expect(await servers([makesColumn], [makesColumn])).toBe(true);
});

test('it is where a script calls what reaches for roles', async () => {
  const maker = migration(
    '1_maker',
    `CREATE FUNCTION make_one() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'CREATE ROLE another'; END $$;`,
  );
  expect(await servers([maker], [migration('2_call', 'SELECT make_one();')])).toBe(false);
});

test('it is where settings of the database lie beside it, however they were made', async () => {
  const settles = migration(
    '1_setting',
    `DO $$ BEGIN EXECUTE format('ALTER %s %I SET work_mem = %L', 'DATABASE', current_database(), '7MB'); END $$;`,
  );
  expect(await servers([settles], [makesColumn])).toBe(false);
});
