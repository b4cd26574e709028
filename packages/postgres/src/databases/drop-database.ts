import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from '../connection/connection.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';

const attempts = 50;
const pauseMs = 100;

/**
 * Drops a database, closing what is connected to it. One that is gone already is no error.
 *
 * Tries again while sessions do not end within the five seconds that the server gives them, as when a busy machine has
 * put one aside. Only a superuser may close an autovacuum worker by FORCE, and only since the fix of CVE-2023-5870 is
 * anybody else refused for it (42501); DROP without FORCE ends such a worker for every owner.
 * @throws the server's error as it is
 */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  const sql = `DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`;
  let force = true;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(force ? `${sql} WITH (FORCE)` : sql);
      return;
    } catch (error) {
      const refusedForce: boolean = force && failedWith(error, SQLSTATE.insufficientPrivilege);
      if ((!refusedForce && !failedWith(error, SQLSTATE.objectInUse)) || attempt >= attempts) throw error;
      force = !refusedForce;
      if (force) await sleep(pauseMs);
    }
  }
}
