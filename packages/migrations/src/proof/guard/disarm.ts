import { type Client, serverError } from '@agora/postgres';

/** Functions of the server that reach beyond a database in ways that no transaction takes back, by regular expression. */
const ANYWHERE = '^(lo_export|pg_reload_conf)$';
const ON_SHARED =
  '^(lo_export|pg_reload_conf|pg_(create|drop|copy)_\\w*replication_slot|pg_replication_slot_advance|pg_sync_replication_slots|pg_replication_origin_(create|drop|advance)|pg_(terminate|cancel)_backend|pg_rotate_logfile|pg_promote|pg_switch_wal|pg_create_restore_point|pg_backup_(start|stop)|pg_(start|stop)_backup|pg_wal_replay_(pause|resume)|pg_stat_reset_(shared|slru|replication_slot|subscription_stats))$';

/** Extensions whose functions call other servers or write files. */
const REACHING = ['dblink', 'http', 'pg_net', 'adminpack'];

/** An internal function that only ever fails, whatever it is called with: it takes the place of others. */
const FAILS = 'fdw_handler_in';

const SIGNATURE = `pg_catalog.pg_get_function_arguments(p.oid) AS arguments, pg_catalog.pg_get_function_result(p.oid) AS result`;

/** Whether a failure is a call of a disarmed function, or a foreign table that was read. */
export function isDisarmed(error: unknown): boolean {
  const message = serverError(error)?.message ?? '';
  return /^cannot accept a value of type fdw_handler$|^access to non-system foreign table is restricted$/.test(
    message,
  );
}

/** In the place of a function of the server: the server knows its own by their number, so they keep it, by another name. */
const replaceBuiltIn = (pattern: string): string => `
DO $agora$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT p.proname AS name, p.oid::regprocedure AS signature, ${SIGNATURE} FROM pg_catalog.pg_proc p
     WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '${pattern}' AND p.prokind = 'f' AND p.oid < 16384
  LOOP
    EXECUTE pg_catalog.format('ALTER FUNCTION %s RENAME TO %I', one.signature, 'agora_' || pg_catalog.md5(pg_catalog.random()::text));
    EXECUTE pg_catalog.format('CREATE FUNCTION pg_catalog.%I(%s) RETURNS %s LANGUAGE internal AS ''${FAILS}''',
      one.name, one.arguments, one.result);
  END LOOP;
END
$agora$`;

const REPLACE_OF_EXTENSIONS = `
DECLARE one record;
BEGIN
  FOR one IN
    SELECT p.pronamespace::regnamespace AS schema, p.proname AS name, ${SIGNATURE}
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_depend d ON d.objid = p.oid AND d.classid = 'pg_catalog.pg_proc'::regclass AND d.deptype = 'e'
      JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_catalog.pg_extension'::regclass
     WHERE e.extname IN (${REACHING.map((name) => `'${name}'`).join(', ')}) AND p.prokind = 'f'
       AND p.proname !~ '(validator|handler)$' AND p.prosrc <> '${FAILS}'
  LOOP
    EXECUTE pg_catalog.format('CREATE OR REPLACE FUNCTION %s.%I(%s) RETURNS %s LANGUAGE internal AS ''${FAILS}''',
      one.schema, one.name, one.arguments, one.result);
  END LOOP;
END`;

/**
 * Replaces functions in a scratch database, whose copy of the system catalog is its own, so that code which no reader of
 * scripts sees through fails when it calls them. Only a superuser may do that, and only one needs it: the server keeps
 * others from most of them.
 */
export async function disarmServer(client: Client, shared: boolean): Promise<void> {
  if (!(await isSuperuser(client))) return;
  await client.query(replaceBuiltIn(shared ? ON_SHARED : ANYWHERE));
}

/** Whether a statement makes an extension whose functions reach out. */
export function makesReaching(text: string): boolean {
  return /\bextension\b/i.test(text) && REACHING.some((name) => text.toLowerCase().includes(name));
}

/** The same for extensions that are there. */
export async function disarmExtensions(client: Client): Promise<void> {
  if (await isSuperuser(client)) await client.query(`DO $agora$${REPLACE_OF_EXTENSIONS}$agora$`);
}

/** The same for extensions that this transaction makes, as soon as each is there, until {@link endWatch}. */
export async function watchExtensions(client: Client): Promise<boolean> {
  if (!(await isSuperuser(client))) return false;
  await client.query(
    `CREATE FUNCTION pg_temp.agora_disarm() RETURNS event_trigger LANGUAGE plpgsql AS $agora$${REPLACE_OF_EXTENSIONS}$agora$;
     CREATE EVENT TRIGGER agora_disarm ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION', 'ALTER EXTENSION')
       EXECUTE FUNCTION pg_temp.agora_disarm()`,
  );
  return true;
}

export async function endWatch(client: Client): Promise<void> {
  await client.query('DROP EVENT TRIGGER agora_disarm; DROP FUNCTION pg_temp.agora_disarm()');
}

async function isSuperuser(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    `SELECT rolsuper AS is FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  return rows[0]?.is === true;
}
