import { withConnection } from '../connection/connection.ts';
import { withPrivateServers } from './private-servers.ts';

/** Makes a private server, says where it is, and waits for its end by a signal. */
process.on('SIGINT', () => process.exit(130));
await withPrivateServers({ major: 18, user: 'postgres' }, async (make) => {
  const { url } = await make();
  await withConnection(url, async (client) => {
    const { rows } = await client.query<{ folder: string; file: string }>(
      `SELECT current_setting('data_directory') AS folder, pg_read_file('postmaster.pid') AS file`,
    );
    process.stdout.write(
      JSON.stringify({ folder: rows[0]?.folder, pid: Number(rows[0]?.file.split('\n')[0]) }),
    );
  });
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
