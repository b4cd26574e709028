// Makes a database as it may be found where nobody has kept a history, and prints its URL:
// node scripts/existing.mjs <matches|differs|plain>. It is another one beside that of DATABASE_URL.
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import pg from 'pg';

import { readKeys, seal } from '../src/secrets.mjs';

const kind = process.argv[2] ?? '';
if (!['matches', 'differs', 'plain'].includes(kind)) {
  process.stderr.write('node scripts/existing.mjs <matches|differs|plain>\n');
  process.exit(64);
}
const folder = path.join(import.meta.dirname, '..', 'prisma', 'migrations');
const migrations = (await readdir(folder)).filter((name) => /^\d/.test(name)).toSorted();

const name = `ads_${kind}`;
const own = process.env['DATABASE_URL'] ?? '';
await run(own, [`DROP DATABASE IF EXISTS ${name}`, `CREATE DATABASE ${name}`]);
const url = new URL(own);
url.pathname = `/${name}`;

const first = kind === 'plain' ? migrations.slice(0, 1) : migrations;
const scripts = first.map((migration) => readFile(path.join(folder, migration, 'migration.sql'), 'utf8'));
await run(url.href, await Promise.all(scripts));
if (kind === 'differs') await run(url.href, ['ALTER TABLE profiles ADD COLUMN followers int']);

const keys = kind === 'plain' ? undefined : readKeys(process.env);
await run(url.href, [
  `INSERT INTO accounts (name) SELECT 'Account ' || n FROM generate_series(1, 400) n`,
  `INSERT INTO profiles (account_id, network, handle) SELECT id, 'photos', 'account' || id FROM accounts`,
]);
const client = new pg.Client({ connectionString: url.href });
await client.connect();
for (let n = 1; n <= 1200; n += 1) {
  const id = randomUUID();
  const text = `token ${n} of a network`;
  await client.query(
    `INSERT INTO credentials (id, profile_id, kind, secret)
     SELECT $1, p.id, k.kind, $2 FROM profiles p CROSS JOIN (VALUES ('password'), ('api_key'), ('refresh_token')) AS k (kind)
     WHERE NOT EXISTS (SELECT FROM credentials c WHERE c.profile_id = p.id AND c.kind = k.kind) LIMIT 1`,
    [id, keys === undefined ? text : seal(keys, id, text)],
  );
}
await client.end();
process.stdout.write(`${url.href}\n`);

/** @param {string} database @param {readonly string[]} statements */
async function run(database, statements) {
  const connection = new pg.Client({ connectionString: database });
  await connection.connect();
  for (const sql of statements) await connection.query(sql);
  await connection.end();
}
