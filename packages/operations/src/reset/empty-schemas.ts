import { AgoraError } from '@agora/core';
import { dropParked, forgetRuns } from '@agora/migrations';
import {
  type Client,
  failedWith,
  quoteIdentifier,
  retryOnLockTimeout,
  SQLSTATE,
  withTransaction,
} from '@agora/postgres';

/** What is emptied, and how long locks are waited for. */
interface EmptySchemas {
  /** Dropped with all they hold. */
  readonly drop: readonly string[];
  /** The schema of the history: made again as it was, with its owner, grants and comment. */
  readonly history: string;
  /** Milliseconds for each attempt. */
  readonly lockTimeoutMs: number;
  readonly lockAttempts: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Drops schemas and makes that of the history again, empty: wholly or not at all, in one transaction. Where a session
 * is in the way, it gives way and tries again.
 * @throws AgoraError `operations.reaches_outside`, `operations.schema_in_use`, or the server's error
 */
export async function emptySchemas(client: Client, what: EmptySchemas): Promise<void> {
  const { lockTimeoutMs, lockAttempts: attempts, signal } = what;
  try {
    await retryOnLockTimeout(
      () =>
        withTransaction(client, async () => {
          await client.query(
            `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL client_min_messages = warning`,
          );
          await replace(client, what);
        }),
      { attempts, signal },
    );
  } catch (error) {
    if (failedWith(error, SQLSTATE.lockNotAvailable)) throw await inUse(client, what, error);
    throw error;
  }
}

async function replace(client: Client, { drop, history }: EmptySchemas): Promise<void> {
  const restore = await schemaSettings(client, history);
  await dropParked(client, history);
  const before = await outside(client, drop);
  if (drop.length > 0) await client.query(`DROP SCHEMA ${drop.map(quoteIdentifier).join(', ')} CASCADE`);
  const after = await outside(client, drop);
  const lost = [...before].filter(([id]) => !after.has(id)).map(([, description]) => description);
  if (lost.length > 0) throw reachesOutside(drop, lost);
  for (const statement of restore) await client.query(statement);
  await forgetRuns(client, history);
}

/** SQL that makes a schema as it was: owner, grants, default grants, comment. Empty when it does not exist. */
async function schemaSettings(client: Client, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `WITH schema AS (SELECT * FROM pg_catalog.pg_namespace WHERE nspname = $1),
          grantee AS (SELECT 0 AS oid, 'PUBLIC' AS name UNION ALL
                      SELECT oid::bigint, pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles)
     SELECT statement FROM (
       SELECT 1 AS place, pg_catalog.format('CREATE SCHEMA %I AUTHORIZATION %I', nspname,
                pg_catalog.pg_get_userbyid(nspowner)) AS statement FROM schema
       UNION ALL
       SELECT 2, pg_catalog.format('GRANT %s ON SCHEMA %I TO %s%s', a.privilege_type, s.nspname, g.name,
                CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
         FROM schema s, pg_catalog.aclexplode(s.nspacl) a JOIN grantee g ON g.oid = a.grantee::bigint
        WHERE a.grantee <> s.nspowner
       UNION ALL
       SELECT 3, pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT %s ON %s TO %s%s',
                pg_catalog.pg_get_userbyid(d.defaclrole), s.nspname, a.privilege_type,
                CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' ELSE 'TYPES' END,
                g.name, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
         FROM schema s JOIN pg_catalog.pg_default_acl d ON d.defaclnamespace = s.oid,
              pg_catalog.aclexplode(d.defaclacl) a JOIN grantee g ON g.oid = a.grantee::bigint
        WHERE pg_catalog.pg_has_role(d.defaclrole, 'USAGE')
       UNION ALL
       SELECT 4, pg_catalog.format('COMMENT ON SCHEMA %I IS %L', nspname, pg_catalog.obj_description(oid, 'pg_namespace'))
         FROM schema WHERE pg_catalog.obj_description(oid, 'pg_namespace') IS NOT NULL
     ) AS all_of_it ORDER BY place`,
    [schema],
  );
  return rows.map(({ statement }) => statement);
}

/** Everything in other schemas that a cascade could reach, by catalog and number. */
async function outside(client: Client, drop: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; description: string }>(
    `WITH other AS (SELECT oid FROM pg_catalog.pg_namespace
                     WHERE nspname <> ALL ($1) AND nspname !~ '^pg_' AND nspname <> 'information_schema'),
          relation AS (SELECT oid, relkind FROM pg_catalog.pg_class WHERE relnamespace IN (SELECT oid FROM other)),
          object AS (
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS class, oid, 0 AS part FROM relation
            UNION ALL SELECT 'pg_catalog.pg_attribute'::pg_catalog.regclass, attrelid, attnum
              FROM pg_catalog.pg_attribute WHERE attrelid IN (SELECT oid FROM relation WHERE relkind IN ('r', 'p', 'f'))
                 AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_attrdef WHERE adrelid IN (SELECT oid FROM relation)
            UNION ALL SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_trigger WHERE tgrelid IN (SELECT oid FROM relation) AND NOT tgisinternal
            UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_policy WHERE polrelid IN (SELECT oid FROM relation)
            UNION ALL SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_rewrite WHERE ev_class IN (SELECT oid FROM relation) AND rulename <> '_RETURN'
            UNION ALL SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_constraint WHERE connamespace IN (SELECT oid FROM other)
            UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_type WHERE typnamespace IN (SELECT oid FROM other) AND typrelid = 0 AND typelem = 0
            UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_proc WHERE pronamespace IN (SELECT oid FROM other)
            UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, 0
              FROM pg_catalog.pg_operator WHERE oprnamespace IN (SELECT oid FROM other))
     SELECT pg_catalog.format('%s %s %s', class::oid, oid, part) AS id,
            CASE WHEN class = 'pg_catalog.pg_attribute'::pg_catalog.regclass
                 THEN pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, oid, part)
                 ELSE pg_catalog.pg_describe_object(class, oid, 0) END AS description
       FROM object`,
    [drop],
  );
  return new Map(rows.map(({ id, description }) => [id, description]));
}

function reachesOutside(drop: readonly string[], lost: readonly string[]): AgoraError {
  const shown = lost.slice(0, 5).join('\n');
  return new AgoraError({
    code: 'operations.reaches_outside',
    message: `Dropping ${drop.join(', ')} would take along what lies in other schemas. Nothing was dropped.`,
    why: `${shown}${lost.length > 5 ? `\nand ${lost.length - 5} more` : ''}`,
    fix: 'Drop these first, if they may go.',
  });
}

async function inUse(
  client: Client,
  { drop, lockAttempts }: EmptySchemas,
  cause: unknown,
): Promise<AgoraError> {
  const { rows } = await client.query<{ line: string }>(
    `SELECT pg_catalog.format('session %s (%s) has a transaction open for %s s', pid,
              COALESCE(NULLIF(application_name, ''), usename),
              EXTRACT(epoch FROM pg_catalog.now() - xact_start)::int) AS line
       FROM pg_catalog.pg_stat_activity
      WHERE datname = pg_catalog.current_database() AND xact_start IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
      ORDER BY xact_start LIMIT 3`,
  );
  return new AgoraError({
    code: 'operations.schema_in_use',
    message: `${drop.join(', ')} is in use, also after ${lockAttempts} attempts. Nothing was dropped.`,
    why: rows.map(({ line }) => line).join('\n'),
    fix: 'Stop what uses the database, or end a session: SELECT pg_terminate_backend(<session>).',
    cause,
  });
}
