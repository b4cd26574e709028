import { AgoraError, shellWord } from '@agora/core';
import {
  type Client,
  databaseExists,
  describeSqlError,
  dropDatabase,
  failedWith,
  parseDatabaseUrl,
  quoteIdentifier,
  quoteLiteral,
  SQLSTATE,
  temporaryDatabaseName,
} from '@agora/postgres';

import { type BranchMark, databaseOfBranch, MAIN, renderMark } from './branch.ts';
import { copyAttributes, copyDatabase, type CopyMethod, during } from './copy-database.ts';
import { besideDatabase, branchesOf, branchNamed } from './read-branches.ts';
import { endSessions, inUse, sessionsIn } from './sessions.ts';

export interface CreateBranchInput {
  /** Of the development database, or of a branch of it. */
  readonly url: string;
  readonly name: string;
  /** The branch to copy, by its name; `main` for the development database. */
  readonly from: string;
  /** End the sessions in what is copied. */
  readonly force: boolean;
}

/** What was made. */
export interface CreatedBranch extends BranchMark {
  readonly database: string;
  readonly method: CopyMethod;
  /** What could not be copied along, with the reason. */
  readonly notes: readonly string[];
}

/**
 * Copies a development database, or a branch of it, into a new branch: whole or not at all. It comes into being under a
 * name that is swept when its maker was killed.
 *
 * @throws AgoraError `operations.branch_exists`, `operations.branch_name`, `operations.branch_in_use`,
 *   `operations.no_branch`, and the server's own
 */
export function createBranch(input: CreateBranchInput): Promise<CreatedBranch> {
  const { url, name } = input;
  return besideDatabase(url, async (client) => {
    const known = await branchesOf(client, parseDatabaseUrl(url).database);
    const { base } = known;
    const database = databaseOfBranch(base, name);
    if (known.branches.some((one) => one.name === name) || (await databaseExists(client, database)))
      throw exists(name, database);
    const from = input.from === MAIN ? base : branchNamed(known, input.from).database;
    const mark = { name, of: base, from, made: new Date().toISOString() };
    const temporary = temporaryDatabaseName('branch');
    const method = await copied(client, { ...input, from, temporary });
    try {
      await client.query(
        `COMMENT ON DATABASE ${quoteIdentifier(temporary)} IS ${quoteLiteral(renderMark(mark))}`,
      );
      const notes = await copyAttributes(client, from, temporary);
      await client.query(
        `ALTER DATABASE ${quoteIdentifier(temporary)} RENAME TO ${quoteIdentifier(database)}`,
      );
      return Object.freeze({ ...mark, database, method, notes });
    } catch (error) {
      // The first error is told, more than a database left over.
      await dropDatabase(client, temporary).catch(() => undefined);
      throw describeSqlError(error);
    }
  });
}

async function copied(
  client: Client,
  { url, name, from, temporary, force }: CreateBranchInput & { readonly temporary: string },
): Promise<CopyMethod> {
  const command = force ? undefined : `agora db branch create ${shellWord(name)} --force`;
  const sessions = await sessionsIn(client, from);
  if (sessions.length > 0 && !force) throw inUse(from, sessions, command);
  const copy = copyDatabase(client, from, temporary);
  try {
    // The server waits some seconds for sessions to end, and lets no new one in meanwhile.
    return force
      ? await besideDatabase(url, (other) => during(copy, () => endSessions(other, from)))
      : await copy;
  } catch (error) {
    // The connection is free only when the copy has ended; its failure is the error at hand, or came after it.
    await copy.catch(() => undefined);
    if (!failedWith(error, SQLSTATE.objectInUse)) throw describeSqlError(error);
    const left = await sessionsIn(client, from);
    throw left.length > 0 ? inUse(from, left, command) : describeSqlError(error);
  }
}

function exists(name: string, database: string): AgoraError {
  return new AgoraError({
    code: 'operations.branch_exists',
    message: `There is a branch ${name} already, or a database ${database}.`,
    why: 'A branch is a database of its own, by a name made of the development database’s and its own.',
    fix: `agora db branch switch ${shellWord(name)}, or choose another name.`,
  });
}
