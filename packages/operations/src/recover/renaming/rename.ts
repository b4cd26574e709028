import { setTimeout as sleep } from 'node:timers/promises';

import { AgoraError } from '@agora/core';
import {
  type Client,
  databaseExists,
  failedWith,
  quoteIdentifier,
  quoteLiteral,
  SQLSTATE,
  withTransaction,
} from '@agora/postgres';

import { endSessions, sessionsIn } from '../../branch/sessions.ts';
import { holderOf, type Journal, keptComment, writeJournal } from '../journal/journal.ts';

/**
 * Keeps everybody out: the database gets the name under which it is kept, and the one that nobody can enter gets its own.
 * From then on who connects is told that it accepts no connections, and nothing can be made under that name.
 * @param client to another database of the server
 * @throws AgoraError `operations.sessions_stay`
 */
export async function putWritersOut(client: Client, journal: Journal): Promise<void> {
  const { database, old, was } = journal;
  const holder = holderOf(database);
  if (!(await databaseExists(client, holder))) return;
  if (old === null || was === null || !(await databaseExists(client, database))) {
    await client.query(renameSql(holder, database));
    return;
  }
  await allowConnections(client, database, false, was);
  await whileNobodyIsIn(client, database, () =>
    withTransaction(client, async () => {
      await client.query(renameSql(database, old));
      await client.query(commentSql(old, keptComment(journal)));
      await client.query(renameSql(holder, database));
      await allowConnections(client, old, true, was);
    }),
  );
}

/**
 * Puts the restored database in the place, in one transaction with the journal that says so.
 * @param client to another database of the server
 */
export async function swapIn(client: Client, journal: Journal): Promise<void> {
  const { database, restored } = journal;
  const holder = holderOf(database);
  await whileNobodyIsIn(client, restored, () =>
    withTransaction(client, async () => {
      await client.query(renameSql(database, holder));
      await client.query(renameSql(restored, database));
      await writeJournal(client, holder, journal);
    }),
  );
}

/** The other way: the kept database gets its place again, as it was. */
export async function putBack(client: Client, { database, old, was }: Journal): Promise<void> {
  const holder = holderOf(database);
  if (await databaseExists(client, holder)) {
    // It was closed at most.
    if (was !== null) await allowConnections(client, database, was.allowed, was);
    return;
  }
  if (old === null || was === null) {
    await client.query(renameSql(database, holder));
    return;
  }
  await whileNobodyIsIn(client, old, () =>
    withTransaction(client, async () => {
      await client.query(renameSql(database, holder));
      await client.query(renameSql(old, database));
      await client.query(commentSql(database, was.comment));
      await allowConnections(client, database, was.allowed, was);
    }),
  );
}

const renameSql = (from: string, to: string): string =>
  `ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`;

export const commentSql = (database: string, comment: string | null): string =>
  `COMMENT ON DATABASE ${quoteIdentifier(database)} IS ${comment === null ? 'NULL' : quoteLiteral(comment)}`;

/** A limit of -2 is that of a database whose DROP was cut off: nobody can enter it, and only its name can be changed. */
async function allowConnections(
  client: Client,
  database: string,
  allow: boolean,
  { limit }: { readonly limit: number },
): Promise<void> {
  if (limit === -2) return;
  await client.query(`ALTER DATABASE ${quoteIdentifier(database)} WITH ALLOW_CONNECTIONS ${String(allow)}`);
}

const ATTEMPTS = 100;
const PAUSE_MS = 100;

/** Ends sessions as often as the server says that there are some. @throws AgoraError `operations.sessions_stay` */
async function whileNobodyIsIn(client: Client, database: string, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await endSessions(client, database);
    try {
      await work();
      return;
    } catch (error) {
      if (!failedWith(error, SQLSTATE.objectInUse)) throw error;
      if (attempt >= ATTEMPTS) throw await staying(client, database, error);
      await sleep(PAUSE_MS);
    }
  }
}

async function staying(client: Client, database: string, cause: unknown): Promise<AgoraError> {
  const lines = (await sessionsIn(client, database)).map(
    ({ pid, user, program }) => `process ${pid}: ${program || 'a program without a name'}, ${user}`,
  );
  return new AgoraError({
    code: 'operations.sessions_stay',
    message: `Sessions in ${database} do not end.`,
    why: lines.length === 0 ? 'The server says that somebody is in it, and not who.' : lines.join('\n'),
    fix: 'Stop what is connected, then: agora recover, which goes on.',
    cause,
  });
}
