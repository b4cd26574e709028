import { type Client, quoteIdentifier, quoteLiteral, withConnection, readServerMajor } from '@agora/postgres';

import type { Reach } from '../guard/reach.ts';

/** What a history may find beside its own database on the real server. */
export interface Neighbours {
  readonly major: number;
  readonly user: string;
  readonly superuser: boolean;
  readonly roles: readonly Role[];
  readonly memberships: readonly {
    readonly role: string;
    readonly member: string;
    readonly admin: boolean;
  }[];
  readonly databases: readonly { readonly name: string; readonly own: boolean }[];
  readonly tablespaces: readonly string[];
  readonly settings: readonly {
    readonly role: string | null;
    readonly database: string | null;
    readonly config: string[];
  }[];
}

interface Role {
  readonly name: string;
  /** As CREATE ROLE writes them. */
  readonly rights: readonly string[];
}

const RIGHTS = `array_remove(ARRAY[
  CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN NOT rolinherit THEN 'NOINHERIT' END,
  CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
  CASE WHEN rolcanlogin THEN 'LOGIN' END, CASE WHEN rolreplication THEN 'REPLICATION' END,
  CASE WHEN rolbypassrls THEN 'BYPASSRLS' END], NULL)`;

/** What a superuser has left where it is to be none. */
const LESSER = ['CREATEROLE', 'CREATEDB', 'REPLICATION', 'BYPASSRLS'];

/** Reads what of the real server a history speaks of and does not make itself. Only reads. */
export function readNeighbours(adminUrl: string, reach: Reach): Promise<Neighbours> {
  return withConnection(adminUrl, async (client) => {
    const { rows } = await client.query<Pick<Neighbours, 'user' | 'superuser'>>(
      `SELECT rolname AS "user", rolsuper AS superuser FROM pg_roles WHERE rolname = current_user`,
    );
    const [self] = rows;
    if (self === undefined) throw new TypeError('The server does not know the role of its own session.');
    const words = reach.words();
    const made = [...reach.roles].filter((name) => name !== self.user);
    const list = async <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
      (await client.query<T & Record<string, unknown>>(sql, values)).rows;
    const roles = await list<Role>(
      `SELECT rolname AS name, ${RIGHTS} AS rights FROM pg_roles
        WHERE (rolname = ANY ($1) AND rolname !~ '^pg_' AND rolname <> ALL ($2)) OR rolname = current_user ORDER BY 1`,
      [[...words], made],
    );
    const names = roles.map(({ name }) => name);
    const databases = await list<Neighbours['databases'][number]>(
      `SELECT datname AS name, pg_get_userbyid(datdba) = current_user AS own FROM pg_database
        WHERE datname = ANY ($1) AND NOT datistemplate AND datname <> 'postgres' ORDER BY 1`,
      [words.has('database') ? [...words] : []],
    );
    return {
      ...self,
      major: await readServerMajor(client),
      roles,
      databases,
      memberships: await list(
        `SELECT r.rolname AS role, m.rolname AS member, bool_or(a.admin_option) AS admin
           FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
          WHERE (r.rolname = ANY ($1) OR r.rolname ~ '^pg_') AND m.rolname = ANY ($1) GROUP BY 1, 2 ORDER BY 1, 2`,
        [names],
      ),
      tablespaces: (
        await list<{ name: string }>(
          `SELECT spcname AS name FROM pg_tablespace WHERE spcname = ANY ($1) AND spcname !~ '^pg_' ORDER BY 1`,
          [words.has('tablespace') ? [...words] : []],
        )
      ).map(({ name }) => name),
      settings: await list(
        `SELECT r.rolname AS role, d.datname AS database, s.setconfig AS config FROM pg_db_role_setting s
           LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
          WHERE (s.setrole = 0 OR r.rolname = ANY ($1)) AND (s.setdatabase = 0 OR d.datname = ANY ($2))`,
        [names, databases.map(({ name }) => name)],
      ),
    };
  });
}

/**
 * Makes on a private server what a history may find on the real one: roles without their passwords, their memberships
 * and settings, empty databases, tablespaces within the server's own folder.
 *
 * @returns the URL of the role that the history is run as: the real one's name and rights. It is no superuser where SQL
 * is put together at run time, since what such a one may do to this machine no reader of scripts can see.
 */
export async function makeStandIns(url: string, neighbours: Neighbours, reach: Reach): Promise<string> {
  const login = new URL(url);
  login.username = encodeURIComponent(neighbours.user);
  const password = decodeURIComponent(login.password);
  await withConnection(url, async (client) => {
    for (const { name, rights } of neighbours.roles) {
      const own = name === neighbours.user ? ['CREATEDB', `LOGIN PASSWORD ${quoteLiteral(password)}`] : [];
      const lesser = own.length > 0 && reach.unread && rights.includes('SUPERUSER') ? LESSER : rights;
      const all = new Set([...lesser.filter((right) => own.length === 0 || right !== 'LOGIN'), ...own]);
      await client.query(`CREATE ROLE ${quoteIdentifier(name)} ${[...all].join(' ')}`);
    }
    if (reach.unread) await letManage(client, neighbours);
    await makeTheRest(client, neighbours);
  });
  return login.href;
}

/** Who is no superuser changes roles only by the option to pass them on. */
async function letManage(client: Client, { user, superuser, roles }: Neighbours): Promise<void> {
  if (!superuser) return;
  // Rows are made up, and loads written, with triggers asleep; before 15 only a superuser can have that.
  if ((await readServerMajor(client)) >= 15)
    await client.query(`GRANT SET ON PARAMETER session_replication_role TO ${quoteIdentifier(user)}`);
  for (const { name, rights } of roles)
    if (name !== user && !rights.includes('SUPERUSER'))
      await client.query(`GRANT ${quoteIdentifier(name)} TO ${quoteIdentifier(user)} WITH ADMIN OPTION`);
}

async function makeTheRest(client: Client, neighbours: Neighbours): Promise<void> {
  const { memberships, databases, tablespaces, settings, user } = neighbours;
  for (const { role, member, admin } of memberships) {
    const grant = `GRANT ${quoteIdentifier(role)} TO ${quoteIdentifier(member)}`;
    await client.query(admin ? `${grant} WITH ADMIN OPTION` : grant);
  }
  for (const { name, own } of databases)
    await client.query(
      `CREATE DATABASE ${quoteIdentifier(name)}${own ? ` OWNER ${quoteIdentifier(user)}` : ''}`,
    );
  if (tablespaces.length > 0) await client.query('SET allow_in_place_tablespaces TO on');
  for (const name of tablespaces)
    await client.query(
      `CREATE TABLESPACE ${quoteIdentifier(name)} OWNER ${quoteIdentifier(user)} LOCATION ''`,
    );
  if (settings.length === 0) return;
  // As they stand there: ALTER ROLE would have to know which settings are lists.
  await client.query('SET allow_system_table_mods TO on');
  for (const { role, database, config } of settings)
    await client.query(
      `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig)
       SELECT coalesce((SELECT oid FROM pg_database WHERE datname = $1), 0),
              coalesce((SELECT oid FROM pg_roles WHERE rolname = $2), 0), $3`,
      [database, role, config],
    );
}
