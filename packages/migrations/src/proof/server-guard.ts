import { AgoraError } from '@agora/core';
import { type Client, refusesTransaction, type Statement, statementTokens } from '@agora/postgres';

/** Roles that scripts of this process have made: they may drop and change them again. */
const made = new Set<string>();

/** What belongs to the server and not to a database, a row each; what is of the scratch database itself is left out. */
const SHARED = `
  SELECT 'role ' || oid AS id, 'the role ' || rolname AS name, row_to_json(r)::text AS state FROM pg_catalog.pg_roles r
  UNION ALL SELECT 'member ' || roleid || ' ' || member, 'the membership of ' || member::regrole || ' in ' || roleid::regrole, row_to_json(m)::jsonb::text
    FROM pg_catalog.pg_auth_members m
  UNION ALL SELECT 'setting ' || setdatabase || ' ' || setrole, 'settings of roles or databases', setconfig::text
    FROM pg_catalog.pg_db_role_setting
   WHERE setdatabase <> (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  UNION ALL SELECT 'tablespace ' || oid, 'the tablespace ' || spcname, row_to_json(t)::text FROM pg_catalog.pg_tablespace t`;

interface Shared {
  readonly id: string;
  readonly name: string;
  readonly state: string | null;
}

/**
 * Keeps a replay from changing what belongs to the server: looks before a script, and again in each of its transactions
 * before COMMIT, whatever made the change. A role that the history makes is let through; one that was there is not.
 */
export class ServerGuard {
  readonly #client: Client;
  #before: readonly Shared[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  async begin(): Promise<void> {
    this.#before = await this.#read();
  }

  /** @throws AgoraError `migrations.touches_server`, so that the transaction is rolled back */
  async check(): Promise<void> {
    // Other sessions may change the same catalogs meanwhile: it counts only what this one has written to.
    const kinds = await this.#written();
    if (kinds.size === 0) return;
    const now = await this.#read();
    const after = new Map(now.map((one) => [one.id, one]));
    const before = new Map(this.#before.map((one) => [one.id, one]));
    for (const { id } of now) if (id.startsWith('role ') && !before.has(id)) made.add(id);
    const touched = [...this.#before, ...now].find(({ id }) => {
      if (!kinds.has(kindOf(id)) || isMade(id) || (kindOf(id) === 'role' && !before.has(id))) return false;
      return before.get(id)?.state !== after.get(id)?.state;
    });
    if (touched) throw refused(`would change ${touched.name}`);
    this.#before = now;
  }

  /** @throws AgoraError `migrations.touches_server` for what no transaction could take back */
  checkOutside({ text, line }: Statement): void {
    const [verb = '', kind = ''] = statementTokens(text);
    const shared = ['database', 'tablespace', 'subscription', 'system'].includes(kind);
    if (shared && ['create', 'alter', 'drop'].includes(verb) && refusesTransaction(text))
      throw refused(`would run ${verb.toUpperCase()} ${kind.toUpperCase()} (line ${line})`);
  }

  /** The kinds whose catalog this transaction holds a lock of a writer on, which it keeps to its end. */
  async #written(): Promise<ReadonlySet<string>> {
    const { rows } = await this.#client.query<{ kind: string }>(
      `SELECT k.kind FROM (VALUES ('pg_authid', 'role'), ('pg_auth_members', 'member'),
              ('pg_db_role_setting', 'setting'), ('pg_tablespace', 'tablespace')) AS k (catalog, kind)
         JOIN pg_catalog.pg_locks l ON l.relation = ('pg_catalog.' || k.catalog)::regclass
        WHERE l.pid = pg_catalog.pg_backend_pid() AND l.mode LIKE '%Exclusive%'`,
    );
    return new Set(rows.map(({ kind }) => kind));
  }

  async #read(): Promise<readonly Shared[]> {
    const { rows } = await this.#client.query<Shared>(SHARED);
    return rows;
  }
}

const kindOf = (id: string): string => id.split(' ', 1)[0] ?? '';

/** Whether the role that a row is about was made by a script. */
function isMade(id: string): boolean {
  const [kind, ...roles] = id.split(' ');
  if (kind === 'role') return made.has(id);
  return (kind === 'member' || kind === 'setting') && roles.some((role) => made.has(`role ${role}`));
}

function refused(what: string): AgoraError {
  return new AgoraError({
    code: 'migrations.touches_server',
    message: `On the scratch database the script ${what}, which belongs to the server.`,
    why: 'Replays and proofs change nothing outside of their own databases; its transaction was rolled back.',
    fix: 'Use a server of your own that has nothing to lose: --server postgresql://...',
  });
}
