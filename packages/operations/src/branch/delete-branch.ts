import { shellWord } from '@agora/core';
import {
  describeSqlError,
  dropDatabase,
  failedWith,
  parseDatabaseUrl,
  quoteIdentifier,
  SQLSTATE,
} from '@agora/postgres';

import type { Branch } from './branch.ts';
import { besideDatabase, branchesOf, branchNamed } from './read-branches.ts';
import { inUse, sessionsIn } from './sessions.ts';

/**
 * Drops the database of a branch: one that agora made, by its comment, for this development database.
 * @param input.force end the sessions in it
 * @throws AgoraError `operations.no_branch`, `operations.branch_in_use`, and the server's own
 */
export function deleteBranch(input: {
  readonly url: string;
  readonly name: string;
  readonly force: boolean;
}): Promise<Branch> {
  const { url, name, force } = input;
  return besideDatabase(url, async (client) => {
    const branch = branchNamed(await branchesOf(client, parseDatabaseUrl(url).database), name);
    const { database } = branch;
    const command = force
      ? undefined
      : `agora db branch delete ${shellWord(name)} --confirm ${shellWord(database)} --force`;
    const sessions = force ? [] : await sessionsIn(client, database);
    if (sessions.length > 0) throw inUse(database, sessions, command);
    try {
      if (force) await dropDatabase(client, database);
      else await client.query(`DROP DATABASE ${quoteIdentifier(database)}`);
    } catch (error) {
      const left = failedWith(error, SQLSTATE.objectInUse) ? await sessionsIn(client, database) : [];
      throw left.length > 0 ? inUse(database, left, command) : describeSqlError(error);
    }
    return branch;
  });
}
