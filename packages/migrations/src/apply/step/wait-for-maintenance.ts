import { type Client, identifier, type Statement } from '@agora/postgres';

const NAMES = /"(?:[^"]|"")*"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/gi;

/**
 * Waits for those who keep tables of these statements from being altered, and from nothing else: a vacuum, an index that is
 * built concurrently. It asks for a lock of their own kind, behind which no reader or writer waits, and for which the server
 * ends an autovacuum after `deadlock_timeout`.
 *
 * @param lockTimeoutMs how long it waits for each at most, in milliseconds
 */
export async function waitForMaintenance(
  client: Client,
  statements: readonly Statement[],
  lockTimeoutMs: number,
): Promise<void> {
  const { rows } = await client.query<{ lock: string; wait: string }>(
    `SELECT DISTINCT c.oid, pg_catalog.format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', c.oid::pg_catalog.regclass) AS lock,
            pg_catalog.current_setting('lock_timeout') AS wait
       FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
      WHERE l.granted AND l.mode = 'ShareUpdateExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
        AND (c.relname = ANY ($1) OR EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
              WHERE i.indrelid = c.oid AND x.relname = ANY ($1)))
        AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')
      ORDER BY c.oid`,
    [[...new Set(statements.flatMap(({ text }) => namesIn(text)))]],
  );
  const [first] = rows;
  if (first === undefined) return;
  const locks = rows.map(({ lock }) => lock);
  await client.query(
    [`SET LOCAL lock_timeout = ${lockTimeoutMs}`, ...locks, `SET LOCAL lock_timeout = '${first.wait}'`].join(
      '; ',
    ),
  );
}

/** Whatever may be a name, as the server stores it. */
function namesIn(sql: string): readonly string[] {
  return (sql.match(NAMES) ?? []).flatMap((name) => identifier(name) ?? []);
}
