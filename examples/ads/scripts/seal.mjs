// Seals what is plain, and what an older key has sealed, by the newest key. May be stopped and run again at any time,
// and beside the application: a value that has changed since it was read is left to the next round.
import pg from 'pg';

import { keyOf, newest, open, readKeys, seal } from '../src/secrets.mjs';

/** Rows of one transaction: few enough that nobody waits for it. */
const BATCH = 500;

const keys = readKeys(process.env);
const current = newest(keys);
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
let sealed = 0;
let late = 0;
const faults = [];
try {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query(
      'SELECT id, secret FROM credentials WHERE id > $1 ORDER BY id LIMIT $2',
      [after, BATCH],
    );
    if (rows.length === 0) break;
    after = rows.at(-1).id;
    await client.query('BEGIN');
    for (const { id, secret } of rows) {
      if (keyOf(secret) === current) continue;
      try {
        const text = keyOf(secret) === undefined ? secret : open(keys, id, secret);
        const { rowCount } = await client.query(
          'UPDATE credentials SET secret = $3 WHERE id = $1 AND secret = $2',
          [id, secret, seal(keys, id, text)],
        );
        if (rowCount === 1) sealed += 1;
        else late += 1;
      } catch (error) {
        if (error instanceof pg.DatabaseError) throw error;
        faults.push(error.message);
      }
    }
    await client.query('COMMIT');
  }
} finally {
  await client.end();
}
process.stdout.write(`${sealed} sealed by key ${current}\n`);
if (late > 0) process.stdout.write(`${late} changed meanwhile: run this again\n`);
for (const fault of faults) process.stderr.write(`left as it was: ${fault}\n`);
process.exitCode = faults.length + late === 0 ? 0 : 1;
