import { type Client, tableExists } from '@agora/postgres';

import type { Fingerprint } from './fingerprint.ts';
import { idOf, type RememberedKey } from './steps.ts';

/** What an apply must know that the catalog no longer says. */
export interface Journal {
  /** Foreign keys that were taken off and are to be made again. */
  readonly off: readonly RememberedKey[];
  /** What was in tables before they were moved, by label, until it was compared. */
  readonly before: ReadonlyMap<string, Fingerprint>;
}

const TABLE = 'agora.distribution';

/** Made in the schema of the tool's own, which no comparison looks at; dropped when nothing is left to be done. */
export const JOURNAL_SQL = `CREATE SCHEMA IF NOT EXISTS agora;
CREATE TABLE IF NOT EXISTS ${TABLE} (kind text, subject text, content jsonb NOT NULL, PRIMARY KEY (kind, subject))`;

/** Reads what is written down; nothing where there is none. */
export async function readJournal(client: Client): Promise<Journal> {
  if (!(await tableExists(client, 'agora', 'distribution'))) return { off: [], before: new Map() };
  const { rows } = await client.query<
    | { kind: 'key'; subject: string; content: RememberedKey }
    | { kind: 'rows'; subject: string; content: Fingerprint }
  >(`SELECT kind, subject, content FROM ${TABLE} ORDER BY kind, subject`);
  return {
    off: rows.flatMap((row) => (row.kind === 'key' ? [row.content] : [])),
    before: new Map(rows.flatMap((row) => (row.kind === 'rows' ? [[row.subject, row.content]] : []))),
  };
}

/** Writes down a foreign key that is about to be taken off, in the same transaction. */
export async function rememberKey(client: Client, key: RememberedKey): Promise<void> {
  await write(client, 'key', idOf(key), key);
}

/** Forgets a foreign key that is on again, in the same transaction. */
export async function forgetKey(client: Client, key: RememberedKey): Promise<void> {
  await forget(client, 'key', idOf(key));
}

/** Writes down what is in a table before it is moved. */
export async function rememberRows(client: Client, label: string, before: Fingerprint): Promise<void> {
  await write(client, 'rows', label, before);
}

/** Forgets it, for it was compared. */
export async function forgetRows(client: Client, label: string): Promise<void> {
  await forget(client, 'rows', label);
}

/** Drops the journal where nothing is left in it. */
export async function dropJournal(client: Client): Promise<void> {
  const { off, before } = await readJournal(client);
  if (off.length === 0 && before.size === 0) await client.query(`DROP TABLE IF EXISTS ${TABLE}`);
}

async function write(client: Client, kind: string, subject: string, content: unknown): Promise<void> {
  await client.query(
    `INSERT INTO ${TABLE} VALUES ($1, $2, $3) ON CONFLICT (kind, subject) DO UPDATE SET content = excluded.content`,
    [kind, subject, JSON.stringify(content)],
  );
}

async function forget(client: Client, kind: string, subject: string): Promise<void> {
  await client.query(`DELETE FROM ${TABLE} WHERE kind = $1 AND subject = $2`, [kind, subject]);
}
