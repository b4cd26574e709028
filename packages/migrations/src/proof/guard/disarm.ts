import { type Client, serverError } from '@agora/postgres';

/** Functions of the server that reach beyond a database in ways that no transaction takes back, by regular expression. */
const ANYWHERE = '^(lo_export|pg_reload_conf)$';
const ON_SHARED =
  '^(lo_export|pg_reload_conf|pg_(create|drop|copy)_\\w*replication_slot|pg_replication_slot_advance|pg_sync_replication_slots|pg_replication_origin_(create|drop|advance)|pg_(terminate|cancel)_backend|pg_rotate_logfile|pg_promote|pg_switch_wal|pg_create_restore_point|pg_backup_(start|stop)|pg_(start|stop)_backup|pg_wal_replay_(pause|resume)|pg_stat_reset_(shared|slru|replication_slot|subscription_stats))$';

/** Extensions whose functions call other servers or write files. */
const REACHING = ['dblink', 'http', 'pg_net', 'adminpack'];

/** An internal function that only ever fails, whatever it is called with: it takes the place of others. */
const FAILS = 'fdw_handler_in';

/** Whether a failure is a call of a disarmed function, or a foreign table that was read. */
export function isDisarmed(error: unknown): boolean {
  const message = serverError(error)?.message ?? '';
  return /^cannot accept a value of type fdw_handler$|^access to non-system foreign table is restricted$/.test(
    message,
  );
}

const replace = (which: string): string => `
DO $agora$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT p.oid, p.pronamespace::regnamespace AS schema, p.proname FROM pg_catalog.pg_proc p WHERE ${which} AND p.prokind = 'f'
       AND p.prosrc <> '${FAILS}'
  LOOP
    EXECUTE pg_catalog.format('CREATE OR REPLACE FUNCTION %s.%I(%s) RETURNS %s LANGUAGE internal AS %L', one.schema, one.proname,
      pg_catalog.pg_get_function_arguments(one.oid), pg_catalog.pg_get_function_result(one.oid), '${FAILS}');
  END LOOP;
END
$agora$`;

/**
 * Replaces functions in a scratch database, whose copy of the system catalog is its own, so that code which no reader of
 * scripts sees through fails when it calls them. Only a superuser may do that, and only one needs it: the server keeps
 * others from most of them.
 */
export async function disarmServer(client: Client, shared: boolean): Promise<void> {
  if (!(await isSuperuser(client))) return;
  const pattern = shared ? ON_SHARED : ANYWHERE;
  await client.query(replace(`p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '${pattern}'`));
}

/** The same for extensions, once a script has made them. */
export async function disarmExtensions(client: Client): Promise<void> {
  if (!(await isSuperuser(client))) return;
  const members = `p.oid IN (SELECT d.objid FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
      AND e.extname IN (${REACHING.map((name) => `'${name}'`).join(', ')}))
    AND p.proname !~ '(validator|handler)$'`;
  await client.query(replace(members));
}

async function isSuperuser(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    `SELECT rolsuper AS is FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  return rows[0]?.is === true;
}
