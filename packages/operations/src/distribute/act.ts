import { AgoraError } from '@agora/core';
import { type Client, withTransaction } from '@agora/postgres';

import { type Fingerprint, fingerprintWithin, isSame, readFingerprint } from './fingerprint.ts';
import { forgetKey, forgetRows, rememberKey, rememberRows } from './journal.ts';
import type { SchemaTable } from './schema/table.ts';
import { quotedTable } from './schema/table.ts';
import { type DistributeStep, type StepName } from './steps.ts';

/** What a step did, for people. */
export interface Done {
  readonly saw: string;
  /** Of a table that was moved: what is in it now. */
  readonly rows?: Fingerprint;
}

/**
 * Does one step. Each is whole or not at all, or can be done again: a foreign key is written down in the transaction that
 * takes it off; a table is counted, moved and counted in one transaction, or its count is kept until it was compared.
 * @param table of the steps that move one
 */
export function act(client: Client, step: DistributeStep, table: SchemaTable | undefined): Promise<Done> {
  return ACTS[step.name](client, step, table!);
}

type Act = (client: Client, step: DistributeStep, table: SchemaTable) => Promise<Done>;

/** For sessions to come, and for this one. */
async function settle(client: Client, { sql, subject }: DistributeStep): Promise<Done> {
  for (const statement of sql) {
    await client.query(statement);
    await client.query(statement.replace(/^ALTER DATABASE .* SET (?=citus\.)/, 'SET '));
  }
  return { saw: `${subject} is set` };
}

async function turnKey(client: Client, { name, sql, key }: DistributeStep): Promise<Done> {
  await withTransaction(client, async () => {
    if (name === 'keys off') await rememberKey(client, key!);
    for (const statement of sql) await client.query(statement);
    if (name === 'keys on') await forgetKey(client, key!);
  });
  return { saw: name === 'keys off' ? 'off' : 'on' };
}

/** Nobody can write to it meanwhile. */
async function move(client: Client, { sql, subject }: DistributeStep, table: SchemaTable): Promise<Done> {
  return withTransaction(client, async () => {
    // Shards side by side, whose names are cut as they would be too long, wait for each other's locks.
    await client.query("SET LOCAL citus.multi_shard_modify_mode = 'sequential'");
    await client.query(`LOCK TABLE ${quotedTable(table)} IN SHARE ROW EXCLUSIVE MODE`);
    const before = await fingerprintWithin(client, table);
    for (const statement of sql) await client.query(statement);
    return compared(subject, before, await fingerprintWithin(client, table));
  });
}

async function moveWhileWritten(
  client: Client,
  { sql, subject }: DistributeStep,
  table: SchemaTable,
): Promise<Done> {
  const before = await readFingerprint(client, table);
  await rememberRows(client, subject, before);
  for (const statement of sql) await client.query(statement);
  // What was left of the move would go at any moment, also while somebody reads the catalog.
  await client.query('CALL citus_cleanup_orphaned_resources()');
  return compareRemembered(client, table, { subject, before });
}

/**
 * Compares a table with what was in it before it was moved, and forgets that first: a difference is told once, for rows that
 * were written meanwhile would differ each time, and nothing could go on.
 * @throws AgoraError `operations.rows_differ`
 */
export async function compareRemembered(
  client: Client,
  table: SchemaTable,
  { subject, before }: { readonly subject: string; readonly before: Fingerprint },
): Promise<Done> {
  const after = await readFingerprint(client, table);
  await forgetRows(client, subject);
  return compared(subject, before, after);
}

/** @throws AgoraError `operations.rows_differ` */
function compared(subject: string, before: Fingerprint, after: Fingerprint): Done {
  if (isSame(before, after)) return { saw: `${after.rows} rows, the same`, rows: after };
  throw new AgoraError({
    code: 'operations.rows_differ',
    message: `${subject} has ${after.rows} rows, and had ${before.rows} before it was moved; or they differ.`,
    why: 'Somebody wrote to it while it was moved, or rows were lost.',
    fix: 'Compare it with a backup; where somebody wrote meanwhile, that is the difference.',
  });
}

/** @throws AgoraError `operations.node_refused` */
async function onWorkers(client: Client, { sql, what }: DistributeStep): Promise<Done> {
  for (const statement of sql) {
    const { rows } = await client.query<{
      nodename: string;
      nodeport: number;
      success: boolean;
      result: string;
    }>(statement);
    const [refusal] = rows.filter(({ success }) => !success);
    if (refusal === undefined) continue;
    throw new AgoraError({
      code: 'operations.node_refused',
      message: `${refusal.nodename}:${refusal.nodeport} did not do it: ${what}.`,
      why: refusal.result,
      fix: 'Mend that on the node.',
    });
  }
  return { saw: 'done on every node' };
}

/** A node must take a body of language sql before it has the tables that it reads. */
async function carry(client: Client, { sql }: DistributeStep): Promise<Done> {
  await withTransaction(client, async () => {
    await client.query('SET LOCAL check_function_bodies = off');
    for (const statement of sql) await client.query(statement);
  });
  return { saw: 'on every node' };
}

async function handOver(client: Client, { sql }: DistributeStep): Promise<Done> {
  for (const statement of sql) await client.query(statement);
  return { saw: 'handed over' };
}

const ACTS: Readonly<Record<StepName, Act>> = {
  settings: settle,
  'keys off': turnKey,
  reference: move,
  distribute: (client, step, table) =>
    step.concurrent === true ? moveWhileWritten(client, step, table) : move(client, step, table),
  'keys on': turnKey,
  roles: onWorkers,
  routines: carry,
  functions: handOver,
};
