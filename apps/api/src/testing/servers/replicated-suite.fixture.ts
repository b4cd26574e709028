import { withConnection } from '@agora/postgres';
import { startReplicated } from './replicated-servers.fixture.ts';

/**
 * For a whole run of tests: a primary as TEST_DATABASE_URL, and its replica as TEST_REPLICA_URL. A commit waits until the
 * replica shows it, so that tests which write past the API find there what they wrote.
 * @returns what ends both
 */
export default async function setup(): Promise<() => Promise<void>> {
  const servers = await startReplicated({ settings: { max_connections: '300', shared_buffers: '128MB' } });
  await withConnection(servers.primary.url, async (client) => {
    await client.query("ALTER SYSTEM SET synchronous_standby_names = 'two'");
    await client.query('ALTER SYSTEM SET synchronous_commit = remote_apply');
    await client.query('SELECT pg_reload_conf()');
  });
  process.env['TEST_DATABASE_URL'] = servers.primary.url;
  process.env['TEST_REPLICA_URL'] = servers.replica.url;
  return () => servers.stop();
}
