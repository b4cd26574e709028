import { type Client, type QualifiedName, quoteIdentifier, TokenReader } from '@agora/postgres';

import { parseConcurrentIndex } from './concurrent-index.ts';
import { readIndex } from './invalid-index.ts';

/** Whether a statement outside a transaction took effect before a crash. */
export type Outcome = 'done' | 'again' | 'unknown';

interface Probe {
  /** Undefined when the probe does not know the statement. */
  (client: Client, statement: string): Promise<Outcome | undefined>;
}

/** Each knows one kind of statement. A statement that may simply be repeated is `again`. */
const probes: readonly Probe[] = [createIndex, dropIndex, detachPartition, sharedObject, repeatable];

/**
 * Looks in the database for what a statement makes or removes. The session that ran it is gone: it held
 * the migration lock that the caller now holds.
 */
export async function probeOutcome(client: Client, statement: string): Promise<Outcome> {
  for (const probe of probes) {
    const outcome = await probe(client, statement);
    if (outcome !== undefined) return outcome;
  }
  return 'unknown';
}

async function createIndex(client: Client, statement: string): Promise<Outcome | undefined> {
  const wanted = parseConcurrentIndex(statement);
  if (!wanted) return undefined;
  if (wanted.name === undefined) return 'unknown';
  const found = await readIndex(client, wanted.table, wanted.name);
  return found?.valid ? 'done' : 'again';
}

async function dropIndex(client: Client, statement: string): Promise<Outcome | undefined> {
  const reader = new TokenReader(statement);
  if (!reader.take('drop', 'index', 'concurrently')) return undefined;
  reader.take('if', 'exists');
  const index = reader.name();
  if (!index) return 'unknown';
  return (await exists(client, index)) ? 'again' : 'done';
}

async function detachPartition(client: Client, statement: string): Promise<Outcome | undefined> {
  const reader = new TokenReader(statement);
  if (!reader.take('alter', 'table')) return undefined;
  reader.take('if', 'exists');
  reader.take('only');
  const parent = reader.name();
  if (!parent || !reader.take('detach', 'partition')) return undefined;
  const partition = reader.name();
  if (!partition) return 'unknown';
  const { rows } = await client.query<{ pending: boolean }>(
    `SELECT inhdetachpending AS pending FROM pg_catalog.pg_inherits
      WHERE inhparent = pg_catalog.to_regclass($1) AND inhrelid = pg_catalog.to_regclass($2)`,
    [quoted(parent), quoted(partition)],
  );
  const [row] = rows;
  if (!row) return 'done';
  if (!row.pending) return 'again';
  // The first half has happened and cannot be taken back; FINALIZE is the second.
  await client.query(`ALTER TABLE ${quoted(parent)} DETACH PARTITION ${quoted(partition)} FINALIZE`);
  return 'done';
}

const catalogs: Readonly<Record<string, string>> = {
  database: 'SELECT FROM pg_catalog.pg_database WHERE datname = $1',
  tablespace: 'SELECT FROM pg_catalog.pg_tablespace WHERE spcname = $1',
  subscription: 'SELECT FROM pg_catalog.pg_subscription WHERE subname = $1',
};

async function sharedObject(client: Client, statement: string): Promise<Outcome | undefined> {
  const reader = new TokenReader(statement);
  const creates = reader.take('create');
  if (!creates && !reader.take('drop')) return undefined;
  const lookup = catalogs[reader.next() ?? ''];
  if (lookup === undefined) return undefined;
  reader.take('if', 'exists');
  const object = reader.name();
  if (!object) return 'unknown';
  const { rows } = await client.query(lookup, [object.name]);
  return rows.length > 0 === creates ? 'done' : 'again';
}

/** Statements that reach the same state however often they run, and blocks that say so of themselves. */
async function repeatable(_client: Client, statement: string): Promise<Outcome | undefined> {
  if (/^do\s+\$repeatable\$/i.test(statement)) return 'again';
  const reader = new TokenReader(statement);
  const [first, second] = [reader.peek(), reader.peek(1)];
  const known =
    ['vacuum', 'analyze', 'reindex', 'cluster', 'discard', 'set', 'reset', 'checkpoint'].includes(
      first ?? '',
    ) ||
    (first === 'alter' && ['system', 'database', 'subscription'].includes(second ?? ''));
  return known ? 'again' : undefined;
}

async function exists(client: Client, relation: QualifiedName): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT pg_catalog.to_regclass($1) IS NOT NULL AS found',
    [quoted(relation)],
  );
  return rows[0]?.found === true;
}

function quoted({ schema, name }: QualifiedName): string {
  return schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
