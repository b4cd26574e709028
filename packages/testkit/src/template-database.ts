import { createHash } from 'node:crypto';
import {
  type Client,
  createTemporaryDatabase,
  dropTemporaryDatabase,
  quoteIdentifier,
  sqlState,
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
const waitMs = 300_000;

/**
 * The name of a database with the prepared content, made once for each key on a server and reused by
 * all test processes; the others wait while the first prepares it. Copy it with
 * `createTestDatabase({ template })`, and never connect to it.
 */
export async function templateDatabase(options: TemplateOptions): Promise<string> {
  const server = await testServerUrl();
  const digest = createHash('sha256').update(options.key).digest();
  const name = prefix + digest.toString('hex').slice(0, 24);
  return withConnection({ url: server, applicationName: 'agora-testkit' }, async (client) => {
    if (await exists(client, name)) return name;
    // A key of its own for each template: two of them may be prepared at the same time.
    await withAdvisoryLock(
      client,
      digest.readBigInt64BE(),
      async () => {
        if (!(await exists(client, name))) await make(client, server, name, options.prepare);
      },
      { waitMs, pollMs: 50 },
    );
    return name;
  });
}

/** Prepares under a temporary name and renames: a database with the template's name is always complete. */
async function make(
  client: Client,
  server: string,
  name: string,
  prepare: (url: string) => Promise<void>,
): Promise<void> {
  await dropOldest(client);
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
      if (sqlState(error) !== '55006' || attempt >= 20) throw error;
    }
  }
}

async function exists(client: Client, name: string): Promise<boolean> {
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return found.rowCount === 1;
}

/** Without FORCE: a template that is being copied at this moment stays. */
async function dropOldest(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) ORDER BY oid DESC OFFSET $2',
    [prefix, kept - 1],
  );
  for (const { name } of rows) {
    await client.query(`DROP DATABASE ${quoteIdentifier(name)}`).catch((error: unknown) => {
      if (!['55006', '3D000', '42501'].includes(sqlState(error) ?? '')) throw error;
    });
  }
}
