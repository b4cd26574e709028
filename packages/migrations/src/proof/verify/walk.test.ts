import { AgoraError } from '@agora/core';
import { testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import { withScratch } from '../scratch/scratch.ts';
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
      const walk = new Walk({ migrations: HISTORY, straight: failing, make, generate: () => generating });
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
