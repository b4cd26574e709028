import { createHash } from 'node:crypto';
import {
  type Client,
  dropTemporaryDatabase,
  quoteIdentifier,
  quoteLiteral,
  temporaryDatabaseName,
  withAdvisoryLock,
  withConnection,
  withDatabase,
} from '@agora/postgres';

/** The coordinator of a Citus cluster, as a superuser: `TEST_CITUS_URL`. Tests that need one are skipped without. */
export const citusUrl = process.env['TEST_CITUS_URL'] || undefined;

/** Whether the API of all its tests is served from that cluster: `TEST_ON_CITUS=1`. */
export const onCitus = process.env['TEST_ON_CITUS'] === '1';

/** A database of a test's own, on every node of a cluster. */
export interface CitusDatabase {
  readonly url: string;
  /** Of the other nodes. */
  readonly workers: readonly string[];
  drop(): Promise<void>;
}

/** What a template is made of. */
interface CitusTemplate {
  /** Whatever its content depends on: another key makes another template. */
  readonly key: string;
  /** Fills the empty database at the URL, and closes its connections. */
  readonly prepare: (url: string) => Promise<void>;
}

/** Any number that nothing else takes: templates are made one after the other. */
const LOCK = 7_104_116_101_116n;

/**
 * Makes a database on each node that the cluster of `TEST_CITUS_URL` has: with the extension and the nodes joined, or with
 * what a template has, which is made once for each key and stays.
 * @throws Error where the variable is not set
 */
export async function createCitusDatabase(template?: CitusTemplate): Promise<CitusDatabase> {
  const nodes = await readNodes();
  if (template === undefined) return createEmpty(nodes);
  const name = `agora_template_citus_${createHash('sha256').update(template.key).digest('hex').slice(0, 24)}`;
  const [coordinator = ''] = nodes;
  await withConnection(coordinator, (client) =>
    withAdvisoryLock(client, LOCK, () => makeOnce(client, { name, nodes, prepare: template.prepare }), {
      waitMs: 600_000,
    }),
  );
  return copyOf(name, nodes);
}

/** URLs of the coordinator and of the others. */
async function readNodes(): Promise<readonly string[]> {
  if (citusUrl === undefined) throw new Error('TEST_CITUS_URL is not set.');
  const { rows } = await withConnection(citusUrl, (client) =>
    client.query<Address>(
      'SELECT nodename AS host, nodeport AS port FROM pg_dist_node WHERE groupid <> 0 ORDER BY groupid',
    ),
  );
  return [citusUrl, ...rows.map((node) => at(citusUrl, node))];
}

interface Address {
  readonly host: string;
  readonly port: number;
}

async function createEmpty(nodes: readonly string[]): Promise<CitusDatabase> {
  const database = await onEachNode(nodes, (name) => `CREATE DATABASE ${quoteIdentifier(name)}`);
  const { url, workers } = database;
  for (const one of [url, ...workers])
    await withConnection(one, (client) => client.query('CREATE EXTENSION citus'));
  await withConnection(url, async (client) => {
    const coordinator = addressOf(url);
    await client.query('SELECT citus_set_coordinator_host($1, $2)', [coordinator.host, coordinator.port]);
    for (const { host, port } of workers.map(addressOf))
      await client.query('SELECT citus_add_node($1, $2)', [host, port]);
  });
  return database;
}

/** A copy has the nodes and the shards of its template, as they do not know the database's name; only its settings are made anew. */
async function copyOf(template: string, nodes: readonly string[]): Promise<CitusDatabase> {
  const database = await onEachNode(
    nodes,
    (name) => `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}`,
  );
  for (const [index, url] of [database.url, ...database.workers].entries()) {
    await withConnection(nodes[index]!, async (client) => {
      const name = quoteIdentifier(new URL(url).pathname.slice(1));
      for (const [setting, value] of await settingsOf(client, template)) {
        // A node would hand it on to the others, which do the same.
        await client.query("SELECT set_config('citus.enable_ddl_propagation', 'off', false)");
        await client.query(`ALTER DATABASE ${name} SET ${setting} = ${quoteLiteral(value)}`);
      }
    });
  }
  return database;
}

async function settingsOf(client: Client, database: string): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await client.query<{ setting: string }>(
    `SELECT unnest(s.setconfig) AS setting FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
      WHERE d.datname = $1 AND s.setrole = 0`,
    [database],
  );
  return rows.map(({ setting }) => {
    const at = setting.indexOf('=');
    return [setting.slice(0, at), setting.slice(at + 1)];
  });
}

async function makeOnce(
  client: Client,
  {
    name,
    nodes,
    prepare,
  }: { readonly name: string; readonly nodes: readonly string[] } & Pick<CitusTemplate, 'prepare'>,
): Promise<void> {
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (found.rowCount === 1) return;
  const fresh = await createEmpty(nodes);
  try {
    await prepare(fresh.url);
    const from = new URL(fresh.url).pathname.slice(1);
    // The coordinator last: where it has the name, the others do.
    for (const node of nodes.toReversed()) await withConnection(node, (one) => rename(one, from, name));
  } catch (error) {
    await fresh.drop();
    throw error;
  }
}

/** Nobody connects to a template; Citus itself would, and come back at once. */
async function rename(client: Client, from: string, to: string): Promise<void> {
  await client.query(`ALTER DATABASE ${quoteIdentifier(from)} ALLOW_CONNECTIONS false`);
  await client.query('SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1', [
    from,
  ]);
  await client.query(`ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
  await client.query(`ALTER DATABASE ${quoteIdentifier(to)} IS_TEMPLATE true`);
}

async function onEachNode(
  nodes: readonly string[],
  create: (name: string) => string,
): Promise<CitusDatabase> {
  const name = temporaryDatabaseName('citus');
  for (const node of nodes) await withConnection(node, (client) => client.query(create(name)));
  const [url = '', ...workers] = nodes.map((node) => withDatabase(node, name));
  return {
    url,
    workers,
    drop: async () => {
      for (const node of nodes) await dropTemporaryDatabase(node, name);
    },
  };
}

function addressOf(url: string): Address {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function at(url: string, { host, port }: Address): string {
  const other = new URL(url);
  other.hostname = host;
  other.port = `${port}`;
  return other.href;
}
