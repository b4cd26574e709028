import { AgoraError } from '@agora/core';
import { type Client, refusesTransaction, type Statement, statementTokens } from '@agora/postgres';

import { leavingServer } from './leaving-server.ts';
import { readReach, wordsOf } from './reach.ts';
import { kindOf, readShared, readWritten, type Shared } from './shared-state.ts';
import { disarmExtensions, endWatch, makesReaching, watchExtensions } from './disarm.ts';

/** What is known of a session's server. */
export interface ServerPolicy {
  /** Others use it: nothing of it may change. */
  readonly shared: boolean;
  /** Why it is a shared one though a script reaches for what belongs to the server. */
  readonly because?: string | undefined;
  /** Functions of the history reach for the server, or may: no made-up row is to fire one. */
  readonly routines?: boolean | undefined;
  /** Makes the session's role a superuser while `work` runs. */
  readonly lift?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined;
}

const policies = new WeakMap<Client, ServerPolicy>();

/** Tells the guard about a session's server; one that it was not told of is shared. */
export function declareServer(client: Client, policy: ServerPolicy): void {
  policies.set(client, policy);
}

/**
 * Runs a script, as a superuser where it wants one, the session is none, and it runs no code: definitions only, such as
 * CREATE EXTENSION.
 */
export function withRights<T>(
  client: Client,
  statements: readonly Statement[],
  work: () => Promise<T>,
): Promise<T> {
  const lift = policies.get(client)?.lift;
  return lift !== undefined && wantsSuperuser(statements) ? lift(work) : work();
}

/** Whether a session's server is nobody else's. */
export function ownsServer(client: Client): boolean {
  return policies.get(client)?.shared === false;
}

/** Whether rows may be made up: on a server that others use, none is to fire code that reaches for it. */
export function mayFireCode(client: Client): boolean {
  const policy = policies.get(client);
  return policy === undefined || !policy.shared || policy.routines !== true;
}

/** Catalogs of the server that are too large, or too quick to change, to be compared. */
const UNREAD = ['pg_shdepend', 'pg_replication_origin'];

/** Roles that scripts of this process have made on shared servers: they may drop and change them again. */
const made = new Set<string>();

/**
 * Keeps a replay from changing what is not its own. It reads each statement before the script runs; on a shared server it
 * also compares what belongs to the server before each COMMIT, whatever made the change. A role that the history makes
 * is let through; one that was there is not.
 */
export class ServerGuard {
  readonly #client: Client;
  readonly #policy: ServerPolicy;
  #before: readonly Shared[] = [];
  #watching = false;

  constructor(client: Client) {
    this.#client = client;
    this.#policy = policies.get(client) ?? { shared: true };
  }

  /** @throws AgoraError `migrations.touches_server` for what no transaction could take back */
  async begin(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) {
      const what = leavingServer(statement.text, this.#policy.shared);
      if (what !== undefined) throw this.#refused(`would ${what} (line ${statement.line})`);
    }
    if (this.#policy.shared) this.#before = await readShared(this.#client);
  }

  /** In the transaction, before its statements. */
  async enter(statements: readonly Statement[]): Promise<void> {
    this.#watching =
      statements.some(({ text }) => makesReaching(text)) && (await watchExtensions(this.#client));
  }

  /** @throws AgoraError `migrations.touches_server`, so that the transaction is rolled back */
  async check(): Promise<void> {
    if (this.#watching) await endWatch(this.#client);
    this.#watching = false;
    if (!this.#policy.shared) return;
    // Other sessions may change the same catalogs meanwhile: it counts only what this one can have written.
    const { kinds, directly } = await readWritten(this.#client);
    if (kinds.size === 0) return;
    const [unread] = UNREAD.filter((catalog) => directly.has(catalog));
    if (unread !== undefined) throw this.#refused(`would write rows of ${unread}`);
    const now = await readShared(this.#client);
    const after = new Map(now.map((one) => [one.id, one]));
    const before = new Map(this.#before.map((one) => [one.id, one]));
    for (const { id } of now) if (id.startsWith('role ') && !before.has(id)) made.add(id);
    const touched = [...this.#before, ...now].find(({ id }) => {
      if (!kinds.has(kindOf(id)) || isMade(id) || after.get(id)?.mine === false) return false;
      // No transaction makes or drops a database, but by writing the catalog itself.
      const isThere = before.has(id) && after.has(id);
      if (kindOf(id) === 'database' && !isThere && !directly.has('pg_database')) return false;
      return before.get(id)?.state !== after.get(id)?.state;
    });
    if (touched) throw this.#refused(`would change ${touched.name}`);
    if (kinds.has('password') && made.size === 0) throw this.#refused('would change a password of a role');
    this.#before = now;
  }

  /** @throws AgoraError `migrations.touches_server` for what no transaction could take back */
  async checkOutside({ text, line }: Statement): Promise<void> {
    await disarmExtensions(this.#client);
    if (!this.#policy.shared) return;
    const [verb = '', kind = ''] = statementTokens(text);
    const belongs = ['database', 'tablespace', 'subscription', 'system'].includes(kind);
    if (belongs && ['create', 'alter', 'drop'].includes(verb) && refusesTransaction(text))
      throw this.#refused(`would run ${verb.toUpperCase()} ${kind.toUpperCase()} (line ${line})`);
    if (verb !== 'do' && verb !== 'call') return;
    const { server, unread } = readReach(await reachedFrom(this.#client, text));
    if (server || unread)
      throw this.#refused(`runs code outside of a transaction that reaches for the server (line ${line})`);
  }

  /** Why the server is one that others use, as a sentence, where that is not as the history would have it. */
  get sharedBecause(): string | undefined {
    const { because } = this.#policy;
    return because === undefined ? undefined : `It ran on a server that others use, since ${because}.`;
  }

  /** The error of code that called what was disarmed. */
  disarmed(cause: unknown): AgoraError {
    return this.#refused('runs code that reaches for files, sessions or other servers', cause);
  }

  #refused(what: string, cause?: unknown): AgoraError {
    const { sharedBecause } = this;
    return new AgoraError({
      code: 'migrations.touches_server',
      message: `On the scratch database the script ${what}, which lies outside of it.`,
      why: [
        'Replays and proofs change nothing outside of their own databases; its transaction was rolled back.',
        ...(sharedBecause === undefined ? [] : [sharedBecause]),
      ].join('\n'),
      cause,
      fix: this.#policy.shared
        ? 'Have the programs of the same major version of PostgreSQL, with its extensions, on this machine: a private server is then made for it.'
        : 'Leave it out of the migration, or run it by hand: it reaches files, programs or servers beside this one.',
    });
  }
}

/**
 * A block of code, and the definitions of the functions and procedures that it may run: those that it names, or one of
 * these does, and those that a trigger, a default, an operator or the like runs. They may commit as well.
 */
async function reachedFrom(client: Client, text: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; isBound: boolean; definition: string }>(
    `SELECT p.proname AS name, pg_catalog.pg_get_functiondef(p.oid) AS definition,
            EXISTS (SELECT FROM pg_catalog.pg_depend d
                     WHERE d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = p.oid) AS "isBound"
       FROM pg_catalog.pg_proc p
      WHERE p.prokind IN ('f', 'p') AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`,
  );
  const reached = [text];
  const left = new Set(rows);
  for (const code of reached) {
    const words = new Set(wordsOf(code));
    for (const one of left) {
      if (!one.isBound && !words.has(one.name)) continue;
      left.delete(one);
      reached.push(one.definition);
    }
  }
  return reached;
}

const DEFINITIONS = new Set(['create', 'alter', 'drop', 'comment', 'grant', 'revoke', 'set', 'reset']);

function wantsSuperuser(statements: readonly Statement[]): boolean {
  const texts = statements.map(({ text }) => text);
  return (
    texts.some((text) => /\b(?:extension|event\s+trigger|language\s+'?c'?|on\s+parameter)\b/i.test(text)) &&
    texts.every((text) => DEFINITIONS.has(statementTokens(text.slice(0, 60))[0] ?? '')) &&
    !texts.some((text) => /\bas\s+(?:select|table|values|with|execute)\b/i.test(text))
  );
}

/** Whether a row is about a role that a script has made. */
function isMade(id: string): boolean {
  const [kind, ...oids] = id.split(' ');
  if (kind === 'role') return made.has(id);
  return ['member', 'setting', 'comment'].includes(kind ?? '') && oids.some((oid) => made.has(`role ${oid}`));
}
