import { type Client, TEMPORARY_PREFIX } from '@agora/postgres';

/** Something that belongs to the server and not to a database. */
export interface Shared {
  /** Its kind, and the OIDs that it is known by. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly state: string | null;
  /** Whether this session's transaction can have written it. */
  readonly mine: boolean;
}

/** Kinds whose writers hold a lock on their catalog to the end of the transaction. */
const LOCKED = {
  role: 'pg_authid',
  member: 'pg_auth_members',
  setting: 'pg_db_role_setting',
  tablespace: 'pg_tablespace',
  comment: 'pg_shdescription',
} as const;

/** Written by this transaction or after it began. */
const FRESH = 'coalesce(age(x.xmin) <= age(pg_current_xact_id_if_assigned()::xid), false)';

const others = `(SELECT oid, datname FROM pg_catalog.pg_database
  WHERE datname <> pg_catalog.current_database() AND NOT starts_with(datname, '${TEMPORARY_PREFIX}'))`;

/** @param can what the session may read, and what the server has */
const query = (can: {
  readonly authid: boolean;
  readonly subscriptions: boolean;
  readonly parameters: boolean;
}): string =>
  [
    `SELECT 'role ' || oid AS id, 'the role ' || rolname AS name, row_to_json(x)::text AS state, true AS mine
       FROM pg_catalog.${can.authid ? 'pg_authid' : 'pg_roles'} x`,
    `SELECT 'member ' || roleid || ' ' || member, 'the membership of ' || member::regrole || ' in ' || roleid::regrole, row_to_json(x)::jsonb::text, true
       FROM pg_catalog.pg_auth_members x`,
    `SELECT 'setting ' || setdatabase || ' ' || setrole, 'settings of roles or databases', setconfig::text, true
       FROM pg_catalog.pg_db_role_setting x WHERE setdatabase = 0 OR setdatabase IN (SELECT oid FROM ${others} o)`,
    `SELECT 'tablespace ' || oid, 'the tablespace ' || spcname, row_to_json(x)::text, true FROM pg_catalog.pg_tablespace x`,
    `SELECT 'comment ' || objoid || ' ' || classoid, 'a comment on a role, a database or a tablespace', description, true
       FROM pg_catalog.pg_shdescription x
      WHERE classoid <> 'pg_database'::regclass OR objoid IN (SELECT oid FROM ${others} o)`,
    `SELECT 'label ' || objoid || ' ' || provider, 'a security label of the server', label, ${FRESH} FROM pg_catalog.pg_shseclabel x`,
    `SELECT 'database ' || oid, 'the database ' || datname,
            (row_to_json(x)::jsonb - ARRAY['datfrozenxid', 'datminmxid', 'datcollversion'])::text, ${FRESH}
       FROM pg_catalog.pg_database x WHERE oid IN (SELECT oid FROM ${others} o)`,
    ...(can.subscriptions
      ? [
          `SELECT 'subscription ' || oid, 'the subscription ' || subname, subenabled::text || subowner || subslotname, ${FRESH}
       FROM pg_catalog.pg_subscription x`,
        ]
      : []),
    ...(can.parameters
      ? [
          `SELECT 'parameter ' || oid, 'privileges on the parameter ' || parname, paracl::text, ${FRESH}
             FROM pg_catalog.pg_parameter_acl x`,
        ]
      : []),
  ].join('\nUNION ALL ');

/** Reads what belongs to the server; what is of the session's own database, or of other temporary ones, is left out. */
export async function readShared(client: Client): Promise<readonly Shared[]> {
  const can = await client.query<{ authid: boolean; subscriptions: boolean; parameters: boolean }>(
    `SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS authid,
            has_table_privilege('pg_catalog.pg_subscription', 'SELECT') AS subscriptions,
            to_regclass('pg_catalog.pg_parameter_acl') IS NOT NULL AS parameters`,
  );
  const { rows } = await client.query<Shared>(
    query(can.rows[0] ?? { authid: false, subscriptions: false, parameters: false }),
  );
  return rows;
}

/** What a transaction has written of what belongs to the server. */
interface Written {
  /** The kinds that it has written, or can have written; none where it has written nothing at all. */
  readonly kinds: ReadonlySet<string>;
  /** Catalogs in which only INSERT, UPDATE and DELETE of their own rows hold a lock to the end. */
  readonly directly: ReadonlySet<string>;
}

export async function readWritten(client: Client): Promise<Written> {
  const { rows } = await client.query<{ kind: string; directly: string | null; blind: boolean }>(
    `SELECT k.kind, CASE WHEN k.quick AND l.mode = 'RowExclusiveLock' THEN k.catalog END AS directly,
            NOT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS blind
       FROM (SELECT 1 WHERE pg_current_xact_id_if_assigned() IS NOT NULL) w
      CROSS JOIN unnest($1::text[], $2::text[], $3::boolean[]) AS k (kind, catalog, quick)
       LEFT JOIN pg_catalog.pg_locks l
         ON l.relation = to_regclass('pg_catalog.' || k.catalog) AND l.pid = pg_catalog.pg_backend_pid() AND l.mode LIKE '%Exclusive%'
      WHERE l.mode IS NOT NULL OR k.quick`,
    [
      [...Object.keys(LOCKED), ...Object.keys(UNLOCKED)],
      [...Object.values(LOCKED), ...Object.values(UNLOCKED)],
      [...Object.keys(LOCKED).map(() => false), ...Object.keys(UNLOCKED).map(() => true)],
    ],
  );
  const kinds = new Set(rows.map(({ kind }) => kind));
  // Whoever may not read passwords sees no difference when one changes.
  if (kinds.has('role') && rows[0]?.blind === true) kinds.add('password');
  return { kinds, directly: new Set(rows.flatMap(({ directly }) => directly ?? [])) };
}

/** Kinds whose writers let go of their lock at once: each row tells by which transaction it was written. */
const UNLOCKED = {
  label: 'pg_shseclabel',
  database: 'pg_database',
  subscription: 'pg_subscription',
  parameter: 'pg_parameter_acl',
  dependency: 'pg_shdepend',
  origin: 'pg_replication_origin',
} as const;

export const kindOf = (id: string): string => id.split(' ', 1)[0] ?? '';
