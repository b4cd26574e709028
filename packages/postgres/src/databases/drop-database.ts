import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from '../connection/connection.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';

const attempts = 50;
const pauseMs = 100;

/**
 * Drops a database and ends its sessions; one that is gone already is no error. Repeated while sessions do not end within
 * the server's five seconds. Since the fix of CVE-2023-5870 only a superuser may end an autovacuum worker by FORCE
 * (otherwise 42501); DROP without FORCE ends it for every owner.
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
