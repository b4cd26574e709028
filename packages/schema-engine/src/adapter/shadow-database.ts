import { randomBytes } from 'node:crypto';
import { dropDatabase, quoteIdentifier } from '@agora/postgres';
import type pg from 'pg';
import type { ConnectionTarget } from '@agora/postgres';

/** Names of shadow databases: the prefix, the server's time in seconds when it was made, and chance. */
export const shadowPrefix = 'prisma_migrate_shadow_db_agora_';

/** Younger than this, an unused shadow database may be one that its maker is about to connect to. */
const leftoverAgeSeconds = 60;

/** The connection target of another database on the same server. */
export function withDatabaseName(target: ConnectionTarget, database: string): ConnectionTarget {
  return { ...target, database };
}

/** Makes an empty database on the server of `admin` and returns its name. */
export async function createShadowDatabase(admin: pg.Client): Promise<string> {
  await dropLeftovers(admin);
  const { rows } = await admin.query<{ now: string }>(
    'SELECT floor(extract(epoch FROM now()))::bigint::text AS now',
  );
  const name = `${shadowPrefix}${rows[0]?.now}_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${quoteIdentifier(name)}`);
  return name;
}

/** Drops one shadow database; refuses a name without the prefix. */
export async function dropShadowDatabase(admin: pg.Client, name: string): Promise<void> {
  if (!name.startsWith(shadowPrefix)) throw new Error(`"${name}" is no shadow database of ours`);
  await dropDatabase(admin, name);
}

/** Drops the shadow databases of killed processes: old enough, and used by no connection. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT d.datname AS name FROM pg_database d
      WHERE starts_with(d.datname, $1)
        AND substring(d.datname FROM length($1) + 1) ~ '^[0-9]+_[0-9a-f]+$'
        AND split_part(substring(d.datname FROM length($1) + 1), '_', 1)::bigint < extract(epoch FROM now()) - $2
        AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)
        AND pg_has_role(d.datdba, 'USAGE')`,
    [shadowPrefix, leftoverAgeSeconds],
  );
  for (const { name } of rows) {
    // Without FORCE: someone may have connected since. A failure leaves it to the next run.
    await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
  }
}

/** Empties a shadow database that the user provides: its schemas, extensions and large leftovers go, `public` returns. */
export async function emptyDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace
      WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass
                          AND d.objid = pg_namespace.oid AND d.deptype = 'e')`,
  );
  for (const { name } of rows) await client.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(name)} CASCADE`);
  await client.query('CREATE SCHEMA IF NOT EXISTS public');
}
