// Makes the databases as they were before: library_staging and library_production, with rows, on the server of
// DATABASE_URL; and the one of DATABASE_URL itself, where it is empty.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import pg from 'pg';

const read = (file) => readFile(path.join(import.meta.dirname, file), 'utf8');
const scripts = [await read('schema.sql'), await read('rows.sql')];
const own = process.env['DATABASE_URL'] ?? '';

await run(own, scripts);
for (const name of ['library_staging', 'library_production']) {
  await run(own, [`CREATE DATABASE ${name}`]);
  const url = new URL(own);
  url.pathname = `/${name}`;
  await run(url.href, scripts);
}
process.stdout.write('made: the database of DATABASE_URL, library_staging, library_production\n');

/** @param {string} url @param {readonly string[]} statements */
async function run(url, statements) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
