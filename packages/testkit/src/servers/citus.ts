import { dropTemporaryDatabase, temporaryDatabaseName, withConnection, withDatabase } from '@agora/postgres';

/** The coordinator of a Citus cluster, as a superuser: `TEST_CITUS_URL`. Tests that need one are skipped without. */
export const citusUrl = process.env['TEST_CITUS_URL'] || undefined;

/** A database of a test's own, on every node of a cluster. */
export interface CitusDatabase {
  readonly url: string;
  /** Of the other nodes. */
  readonly workers: readonly string[];
  drop(): Promise<void>;
}

/**
 * Makes an empty database with the extension on each node that the cluster of `TEST_CITUS_URL` has, and joins them.
 * @throws Error where the variable is not set
 */
export async function createCitusDatabase(): Promise<CitusDatabase> {
  if (citusUrl === undefined) throw new Error('TEST_CITUS_URL is not set.');
  const name = temporaryDatabaseName('citus');
  const nodes = await withConnection(citusUrl, async (client) => {
    const { rows } = await client.query<{ host: string; port: number }>(
      'SELECT nodename AS host, nodeport AS port FROM pg_dist_node WHERE groupid <> 0 ORDER BY groupid',
    );
    return rows;
  });
  const servers = [citusUrl, ...nodes.map((node) => at(citusUrl, node))];
  for (const server of servers)
    await withConnection(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const [url = '', ...workers] = servers.map((server) => withDatabase(server, name));
  for (const one of [url, ...workers])
    await withConnection(one, (client) => client.query('CREATE EXTENSION citus'));
  await withConnection(url, async (client) => {
    const { hostname, port } = new URL(url);
    await client.query('SELECT citus_set_coordinator_host($1, $2)', [hostname, Number(port)]);
    for (const { host, port: there } of nodes)
      await client.query('SELECT citus_add_node($1, $2)', [host, there]);
  });
  return {
    url,
    workers,
    drop: async () => {
      for (const server of servers) await dropTemporaryDatabase(server, name);
    },
  };
}

function at(url: string, { host, port }: { readonly host: string; readonly port: number }): string {
  const other = new URL(url);
  other.hostname = host;
  other.port = `${port}`;
  return other.href;
}
