import { createHash } from 'node:crypto';
import { isAgoraError } from '@agora/core';
import {
  type Client,
  createTemporaryDatabase,
  dropTemporaryDatabase,
  failedWith,
  quoteIdentifier,
  quoteLiteral,
  SQLSTATE,
  withAdvisoryLock,
  withConnection,
} from '@agora/postgres';
import { testServerUrl } from './test-server.ts';

/** How to make a template. */
export interface TemplateOptions {
  /** Whatever the template's content depends on, best a hash of it: another key makes another template. */
  key: string;
  /** Fills the empty database at the URL, and closes its connections. */
  prepare: (url: string) => Promise<void>;
}

const prefix = 'agora_template_';
/** Templates of earlier contents are kept for going back and forth between branches, up to this many. */
const kept = 12;
/** Whoever was given a template's name may copy it for as long as this, in milliseconds, however many others are made. */
const keptMs = 2 * 3_600_000;
/** A use is noted anew when the last note is older than this, in milliseconds. */
const noteMs = 1_800_000;
const waitMs = 300_000;

/**
 * The name of a database with the prepared content, made once for each key on a server and reused by
 * all test processes; the others wait while the first prepares it. Copy it with
 * `createTestDatabase({ template })`, and never connect to it.
 */
export async function templateDatabase(options: TemplateOptions): Promise<string> {
  const server = await testServerUrl();
  const name = prefix + createHash('sha256').update(options.key).digest('hex').slice(0, 24);
  return withConnection({ url: server, applicationName: 'agora-testkit' }, async (client) => {
    if ((await readTemplates(client)).some((one) => one.name === name && one.idleMs < noteMs)) return name;
    await withAdvisoryLock(
      client,
      lockOf(name),
      async () => {
        if (!(await exists(client, name))) await make(client, server, name, options.prepare);
        await noteUse(client, name);
      },
      { waitMs, pollMs: 50 },
    );
    return name;
  });
}

/** A lock of its own for each template: two of them may be prepared at the same time. */
function lockOf(name: string): bigint {
  return Buffer.from(name.slice(prefix.length), 'hex').readBigInt64BE();
}

/** Prepares under a temporary name and renames: a database with the template's name is always complete. */
async function make(
  client: Client,
  server: string,
  name: string,
  prepare: (url: string) => Promise<void>,
): Promise<void> {
  await dropSuperfluous(client);
  const fresh = await createTemporaryDatabase(server, { label: 'template' });
  try {
    await prepare(fresh.url);
    await renameFree(client, fresh.name, name);
  } catch (error) {
    await dropTemporaryDatabase(server, fresh.name);
    throw error;
  }
}

/** A database can be renamed only while nobody is connected; what `prepare` left open is closed. */
async function renameFree(client: Client, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query(
      'SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [from],
    );
    try {
      await client.query(`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
      return;
    } catch (error) {
      if (!failedWith(error, SQLSTATE.objectInUse) || attempt >= 20) throw error;
    }
  }
}

async function exists(client: Client, name: string): Promise<boolean> {
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return found.rowCount === 1;
}

/** A template, and the milliseconds since a use of it was noted. */
export interface Template {
  readonly name: string;
  readonly idleMs: number;
}

/** All templates of the server; the time of the last use stands in the comment on each. */
async function readTemplates(client: Client): Promise<Template[]> {
  const { rows } = await client.query<Template>(
    `SELECT datname AS name, COALESCE(extract(epoch FROM now() - substring(shobj_description(oid, 'pg_database')
              FROM '^used (.+)$')::timestamptz)::float8 * 1000, 'infinity') AS "idleMs"
       FROM pg_database WHERE starts_with(datname, $1)`,
    [prefix],
  );
  return rows;
}

/** Must run under the template's lock: the server refuses two comments at the same time. */
async function noteUse(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ note: string }>("SELECT 'used ' || now() AS note");
  await client.query(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(rows[0]?.note ?? '')}`);
}

/** Which templates are in nobody's way but the disk's: one more is about to be made, and nobody can still mean to copy them. */
export function superfluous(templates: readonly Template[]): string[] {
  return templates
    .toSorted((a, b) => (a.idleMs === b.idleMs ? 0 : a.idleMs - b.idleMs))
    .slice(kept - 1)
    .filter((one) => one.idleMs > keptMs)
    .map((one) => one.name);
}

async function dropSuperfluous(client: Client): Promise<void> {
  for (const name of superfluous(await readTemplates(client))) {
    // Whoever is about to use it holds its lock, or has noted so since it was looked at.
    const drop = async (): Promise<void> => {
      if (superfluous(await readTemplates(client)).includes(name)) await dropUnused(client, name);
    };
    await withAdvisoryLock(client, lockOf(name), drop).catch((error: unknown) => {
      if (!isAgoraError(error) || error.code !== 'postgres.lock_not_available') throw error;
    });
  }
}

/** Without FORCE: a template that is being copied at this moment stays. */
async function dropUnused(client: Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE ${quoteIdentifier(name)}`).catch((error: unknown) => {
    if (!failedWith(error, SQLSTATE.objectInUse, SQLSTATE.invalidCatalogName, SQLSTATE.insufficientPrivilege))
      throw error;
  });
}
