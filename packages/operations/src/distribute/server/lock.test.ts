import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { whileAlone } from './lock.ts';

const distribute = (url: string, work: () => Promise<unknown>): Promise<unknown> =>
  withConnection(url, (client) => whileAlone(client, work));
const nothing = (): Promise<string> => Promise.resolve('done');

test('a second distribution is refused in the same database and in others, until the first is done', () =>
  withTestDatabase((one) =>
    withTestDatabase(async (other) => {
      await distribute(one, async () => {
        await expect(distribute(other, nothing)).rejects.toMatchObject({
          code: 'operations.distribute_running',
          message: expect.stringContaining(new URL(one).pathname.slice(1)),
        });
        await expect(distribute(one, nothing)).rejects.toMatchObject({ code: 'postgres.lock_not_available' });
      });
      await expect(distribute(other, nothing)).resolves.toBe('done');
    }),
  ));
