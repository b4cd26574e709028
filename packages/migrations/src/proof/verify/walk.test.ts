import { AgoraError } from '@agora/core';
import { testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { replay } from '../replay.ts';
import { withScratch } from '../scratch/scratch.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory } from './verify.ts';
import { Walk } from './walk.ts';

const migration = (name: string, up: string, down: string): Migration => ({
  name,
  directory: `/x/${name}`,
  up: makeScript(`/x/${name}/migration.sql`, up),
  down: makeScript(`/x/${name}/down.sql`, down),
});

const HISTORY = [
  migration('1', 'CREATE TABLE users (id int PRIMARY KEY)', 'DROP TABLE users'),
  migration('2', 'ALTER TABLE users ADD email text', 'ALTER TABLE users DROP email'),
  migration('3', 'ALTER TABLE users ADD age int', 'ALTER TABLE users DROP age'),
];

it.each([false, true])(
  'costs one migration its proof, and no other, when something goes wrong (generating: %s)',
  { timeout: 120_000 },
  async (generating) => {
    const outcomes = await withScratch({ adminUrl: await testServerUrl() }, [], async (make) => {
      const straight = await make('walk');
      const before = async (migration: Migration) => {
        const scratch = await make('proof');
        await scratch.connect((client) => replay(client, HISTORY.slice(0, HISTORY.indexOf(migration))));
        return scratch;
      };
      let copies = 0;
      const failing = {
        ...straight,
        copy: (label: string) =>
          (copies += 1) === 1
            ? Promise.reject(
                new AgoraError({ code: 'migrations.scratch_too_large', message: 'The disk is full.' }),
              )
            : straight.copy(label),
      };
      const walk = new Walk({ straight: failing, before, generate: () => generating });
      const reports = [];
      for (const one of HISTORY) reports.push(await walk.prove(one));
      return reports.map(({ outcome, reason }) => [outcome, reason]);
    });
    expect(outcomes).toEqual([
      ['failed', 'The disk is full.'],
      ['proven', undefined],
      ['proven', undefined],
    ]);
  },
);

const judged = ({ outcome, lost }: MigrationReport): unknown => [outcome, lost];

it('says the same of a migration alone and in the whole: columns that came since are filled', async () => {
  const history = [
    migration(
      '1',
      `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE roles (name text PRIMARY KEY); INSERT INTO roles VALUES ('admin')`,
      'DROP TABLE users; DROP TABLE roles',
    ),
    migration(
      '2',
      `ALTER TABLE users ADD email text UNIQUE, ADD role text REFERENCES roles, ADD boss int REFERENCES users;
       ALTER TABLE roles ADD note text;
       CREATE FUNCTION shout() RETURNS void LANGUAGE sql AS 'UPDATE public.users SET email = upper(email); UPDATE public.roles SET note = upper(note)'`,
      'DROP FUNCTION shout(); ALTER TABLE users DROP email, DROP role, DROP boss; ALTER TABLE roles DROP note',
    ),
    migration('3', 'SELECT shout()', 'SELECT 1'),
  ];
  const adminUrl = await testServerUrl();
  const alone = await walkHistory(history, { adminUrl, select: ({ name }) => name === '3' });
  const whole = await walkHistory(history, { adminUrl, concurrency: 1 });
  expect(whole.map(judged)[2]).toEqual(alone.map(judged)[0]);
  expect(whole[2]).toMatchObject({ outcome: 'proven with data loss' });
});

it('says the same of a conversion alone and in the whole: rows from before hold texts that it does not take', async () => {
  const history = [
    migration('1', 'CREATE TABLE t (id int PRIMARY KEY, code text, token text)', 'DROP TABLE t'),
    migration('2', 'ALTER TABLE t ADD n int', 'ALTER TABLE t DROP n'),
    migration(
      '3',
      'ALTER TABLE t ALTER code TYPE varchar(4), ALTER token TYPE uuid USING token::uuid',
      'ALTER TABLE t ALTER code TYPE text, ALTER token TYPE text',
    ),
  ];
  const adminUrl = await testServerUrl();
  const alone = await walkHistory(history, { adminUrl, select: ({ name }) => name === '3' });
  const whole = await walkHistory(history, { adminUrl, concurrency: 1 });
  expect(whole.map(judged)[2]).toEqual(alone.map(judged)[0]);
  expect(whole[2]).toMatchObject({
    outcome: 'proven with data loss',
    lost: ['public.t.code', 'public.t.token'],
  });
});

it('lets made-up rows go with those that they point at, when a migration puts in a row of the same key', async () => {
  const history = [
    migration(
      '1',
      `CREATE TYPE kind AS ENUM ('free', 'pro', 'own'); CREATE TABLE tier (id kind PRIMARY KEY, name text NOT NULL);
       CREATE TABLE u (id int PRIMARY KEY, tier kind NOT NULL DEFAULT 'free' REFERENCES tier ON DELETE RESTRICT);
       CREATE TABLE v (id int PRIMARY KEY, u int NOT NULL REFERENCES u ON DELETE RESTRICT);
       INSERT INTO tier VALUES ('free', 'F'), ('pro', 'P')`,
      'DROP TABLE v; DROP TABLE u; DROP TABLE tier; DROP TYPE kind',
    ),
    migration(
      '2',
      `INSERT INTO tier VALUES ('own', 'O'); ALTER TABLE u ADD n int; ALTER TABLE v ADD n int`,
      '',
    ),
  ];
  const [report] = await walkHistory(history, {
    adminUrl: await testServerUrl(),
    select: ({ name }) => name === '2',
    generate: () => true,
  });
  expect(report).toMatchObject({ outcome: 'proven' });
});
