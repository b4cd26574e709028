// Opens every credential, and tells how many each key has sealed. Exits 1 when one does not open. Prints none of them.
import pg from 'pg';

import { keyOf, open, readKeys } from '../src/secrets.mjs';

const keys = readKeys(process.env);
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const { rows } = await client.query('SELECT id, secret FROM credentials ORDER BY id');
await client.end();

const counts = new Map();
for (const { id, secret } of rows) {
  try {
    open(keys, id, secret);
    const by = `key ${keyOf(secret)}`;
    counts.set(by, (counts.get(by) ?? 0) + 1);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
for (const [by, count] of counts) process.stdout.write(`${by}: ${count} open\n`);
