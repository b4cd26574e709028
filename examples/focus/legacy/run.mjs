// The runner of before: what is not in migration_versions is run, in the order of the numbers.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

import pg from 'pg';

const folder = new URL('migrations/', import.meta.url);
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
try {
  await client.query(`CREATE TABLE IF NOT EXISTS migration_versions (
    version varchar(14) PRIMARY KEY,
    name varchar(200) NOT NULL,
    executed_at timestamptz NOT NULL DEFAULT now(),
    execution_time_ms integer NOT NULL,
    checksum char(64) NOT NULL
  )`);
  const { rows } = await client.query('SELECT version FROM migration_versions');
  const applied = new Set(rows.map(({ version }) => version));
  const files = (await readdir(folder)).filter((file) => /^\d+_.+\.sql$/.test(file)).toSorted();
  for (const file of files) {
    const [version, name] = file.replace('.sql', '').split(/_(.*)/);
    if (applied.has(version)) continue;
    const sql = await readFile(new URL(file, folder), 'utf8');
    const start = performance.now();
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      'INSERT INTO migration_versions (version, name, execution_time_ms, checksum) VALUES ($1, $2, $3, $4)',
      [version, name, Math.round(performance.now() - start), createHash('sha256').update(sql).digest('hex')],
    );
    await client.query('COMMIT');
    process.stdout.write(`${file}\n`);
  }
} finally {
  await client.end();
}
