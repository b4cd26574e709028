import { type Client, quoteIdentifier, TEMPORARY_PREFIX } from '@agora/postgres';

/** Roles of a server of one's own, and what hangs on them. */
export interface RoleState {
  readonly roles: readonly Role[];
  readonly grants: readonly Grant[];
  readonly settings: readonly Settings[];
  /** Databases, tablespaces, slots and the like, in words: no way back is generated for them. */
  readonly others: readonly string[];
}

export interface Role {
  readonly name: string;
  readonly oid: string;
  /** As CREATE ROLE and ALTER ROLE write them, all of them. */
  readonly rights: readonly string[];
  readonly comment: string | null;
}

/** A membership, or a privilege on a database. */
export interface Grant {
  /** The role that is granted, or a privilege. */
  readonly what: string;
  /** A database; absent for a membership. The own one, whose name differs from server to server, is empty. */
  readonly database?: string;
  /** A role; empty for PUBLIC. */
  readonly to: string;
  /** It may be passed on. */
  readonly option: boolean;
}

/** Settings of a role, of a database, or of a role in a database. */
export interface Settings {
  readonly role: string | null;
  readonly database: string | null;
  /** `name=value`. */
  readonly config: readonly string[];
}

const RIGHTS = `ARRAY[
  CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END, CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
  CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
  CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
  CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END, 'CONNECTION LIMIT ' || rolconnlimit,
  'VALID UNTIL ' || quote_literal(coalesce(rolvaliduntil::text, 'infinity'))]`;

/** Scratch databases beside the one that is looked at come and go, and no script means them. */
const NEIGHBOUR = `(datname <> current_database() AND starts_with(datname, '${TEMPORARY_PREFIX}'))`;

/** Reads the roles of a server, the predefined ones left out. */
export async function readRoles(client: Client): Promise<RoleState> {
  const list = async <T>(sql: string): Promise<T[]> =>
    (await client.query<T & Record<string, unknown>>(sql)).rows;
  const roles = await list<Role>(
    `SELECT rolname AS name, oid::text, ${RIGHTS} AS rights, shobj_description(oid, 'pg_authid') AS comment
       FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1`,
  );
  const memberships = await list<Grant>(
    `SELECT r.rolname AS what, m.rolname AS "to", bool_or(a.admin_option) AS option
       FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
      WHERE m.rolname !~ '^pg_' GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const privileges = await list<Grant>(
    `SELECT a.privilege_type AS what, CASE WHEN d.datname = current_database() THEN '' ELSE d.datname END AS database,
            coalesce(r.rolname, '') AS "to", a.is_grantable AS option
       FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
      WHERE NOT d.datistemplate AND NOT ${NEIGHBOUR} AND a.grantee <> d.datdba ORDER BY 2, 3, 1`,
  );
  const settings = await list<Settings>(
    `SELECT r.rolname AS role, d.datname AS database, s.setconfig AS config
       FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
      WHERE d.datname IS DISTINCT FROM current_database() AND ${NEIGHBOUR} IS NOT TRUE ORDER BY 1, 2`,
  );
  const others = await readOthers(client);
  return { roles, grants: [...memberships, ...privileges], settings, others };
}

/** What else belongs to the server, in words; settings only for whoever may read its files. */
async function readOthers(client: Client): Promise<readonly string[]> {
  const can = await client.query<{ parameters: boolean; files: boolean }>(
    `SELECT to_regclass('pg_catalog.pg_parameter_acl') IS NOT NULL AS parameters,
            has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'EXECUTE') AS files`,
  );
  const { parameters, files } = can.rows[0] ?? { parameters: false, files: false };
  const { rows } = await client.query<{ name: string }>(
    [
      `SELECT 'the database ' || datname AS name FROM pg_database
        WHERE datname <> current_database() AND NOT ${NEIGHBOUR}`,
      `SELECT 'the tablespace ' || spcname FROM pg_tablespace`,
      `SELECT 'the slot ' || slot_name FROM pg_replication_slots`,
      `SELECT 'the subscription ' || subname FROM pg_subscription`,
      ...(parameters
        ? [
            `SELECT 'the privileges ' || paracl::text || ' on the parameter ' || parname FROM pg_parameter_acl`,
          ]
        : []),
      ...(files
        ? [
            `SELECT 'the setting ' || name || ' = ' || setting || ' of the server' FROM pg_file_settings
              WHERE sourcefile ~ 'postgresql.auto.conf$'`,
          ]
        : []),
    ].join(' UNION ALL '),
  );
  return rows.map(({ name }) => name);
}

/** A grant in words, by which two are the same. */
export function grantLine({ what, database, to, option }: Grant): string {
  const words = option ? ' with the option to pass it on' : '';
  if (database === undefined) return `membership of ${to} in ${what}${words}`;
  return `${what} of ${to || 'PUBLIC'} on ${database === '' ? 'the own database' : database}${words}`;
}

/** What settings hold for, as ALTER writes it. */
export function settingsTarget({ role, database }: Settings): string {
  return [
    ...(role === null ? [] : [`ROLE ${quoteIdentifier(role)}`]),
    ...(database === null ? [] : [`DATABASE ${quoteIdentifier(database)}`]),
  ].join(' IN ');
}

/** The same with roles renamed. */
export function withNames(state: RoleState, names: ReadonlyMap<string, string>): RoleState {
  const name = (old: string): string => names.get(old) ?? old;
  return {
    ...state,
    roles: state.roles.map((role) => ({ ...role, name: name(role.name) })),
    grants: state.grants.map((one) => ({
      ...one,
      to: name(one.to),
      what: one.database === undefined ? name(one.what) : one.what,
    })),
    settings: state.settings.map((one) => ({ ...one, role: one.role === null ? null : name(one.role) })),
  };
}

/**
 * What differs between the roles of two moments, a line each.
 * @param staying roles that may be there although they were not, with who is a member of them: whoever makes a role is
 */
export function roleDifferences(
  expected: RoleState,
  actual: RoleState,
  staying: ReadonlySet<string> = new Set(),
): string[] {
  const [before, after] = [linesOf(expected), linesOf(actual)];
  const members = actual.grants.filter(({ what, database }) => database === undefined && staying.has(what));
  const allowed = new Set([...[...staying].map((name) => `role ${name}`), ...members.map(grantLine)]);
  return [
    ...[...before].flatMap(([key, value]) =>
      after.has(key) ? (after.get(key) === value ? [] : [`changed: ${key}`]) : [`missing: ${key}`],
    ),
    ...[...after.keys()].flatMap((key) =>
      before.has(key) || allowed.has(key) ? [] : [`unexpected: ${key}`],
    ),
  ];
}

function linesOf({ roles, grants, settings, others }: RoleState): ReadonlyMap<string, string> {
  return new Map([
    ...roles.map(({ name, rights, comment }): [string, string] => [
      `role ${name}`,
      `${rights.join(' ')} ${comment}`,
    ]),
    ...grants.map((grant): [string, string] => [grantLine(grant), '']),
    ...settings.map((one): [string, string] => [`settings of ${settingsTarget(one)}`, one.config.join('\n')]),
    ...others.map((one): [string, string] => [one, '']),
  ]);
}
