import { withConnection } from '@agora/postgres';
import { everyThird, testServerUrl } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript, type Migration } from '../../../project/folder.ts';
import { walkHistory } from '../../verify/verify.ts';
import { SMALL_HISTORIES } from './objects.fixture.ts';

const migration = (sql: string, index: number): Migration => ({
  name: String(index),
  directory: `/m/${index}`,
  up: makeScript(`/m/${index}/migration.sql`, sql),
});

async function serverMajor(url: string): Promise<number> {
  const { rows } = await withConnection(url, (client) =>
    client.query<{ version: number }>(`SELECT current_setting('server_version_num')::int AS version`),
  );
  return Math.floor((rows[0]?.version ?? 0) / 10_000);
}

describe('each step of a small history has a way back, which loses what it must and no more', () => {
  it.each(everyThird(SMALL_HISTORIES).map((one) => [one.title, one] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, { since = 14, before, steps }) => {
      const adminUrl = await testServerUrl();
      if ((await serverMajor(adminUrl)) < since) return;
      const plain = steps.map((step) => (typeof step === 'string' ? { up: step } : step));
      const history = [before, ...plain.map(({ up }) => up)].map(migration);
      const reports = await walkHistory(history, {
        adminUrl,
        select: (one) => one !== history[0],
        generate: () => true,
        concurrency: 1,
      });
      expect(
        reports.map(({ outcome, lost, reason }) => ({ outcome, lost, ...(reason ? { reason } : {}) })),
      ).toEqual(
        plain.map(({ loses = [] }) => ({
          outcome: loses.length > 0 ? 'proven with data loss' : 'proven',
          lost: loses,
        })),
      );
    },
  );
});
