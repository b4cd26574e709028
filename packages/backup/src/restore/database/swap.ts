import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  cutName,
  databaseExists,
  failedWith,
  NAME_BYTES,
  quoteIdentifier,
  SQLSTATE,
  withTransaction,
} from '@agora/postgres';

const attempts = 100;
const pauseMs = 100;

/**
 * Gives a finished database its name; one that has it is renamed in the same transaction. Sessions of that one are ended, as
 * often as they come back.
 * @param client to another database, as an owner of both
 * @returns the name that the old one has now
 */
export async function swapIn(
  client: Client,
  finished: string,
  wanted: string,
  over: boolean,
): Promise<string | undefined> {
  const aside = over && (await databaseExists(client, wanted)) ? nameAside(wanted, new Date()) : undefined;
  for (let attempt = 1; ; attempt += 1) {
    await endSessions(client, [finished, ...(aside === undefined ? [] : [wanted])]);
    try {
      await withTransaction(client, async () => {
        if (aside !== undefined) await client.query(renameSql(wanted, aside));
        await client.query(renameSql(finished, wanted));
      });
      return aside;
    } catch (error) {
      if (!failedWith(error, SQLSTATE.objectInUse) || attempt >= attempts) throw error;
      await sleep(pauseMs);
    }
  }
}

const renameSql = (from: string, to: string): string =>
  `ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`;

async function endSessions(client: Client, databases: readonly string[]): Promise<void> {
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY ($1) AND pid <> pg_backend_pid()',
    [databases],
  );
}

/** Such as `shop_before_20261130t081500z`. */
function nameAside(name: string, at: Date): string {
  const end = `_before_${at
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')
    .toLowerCase()}`;
  return cutName(name, NAME_BYTES - end.length) + end;
}
