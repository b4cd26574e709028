import { AgoraError } from '@agora/core';
import { quoteIdentifier } from '@agora/postgres';
import { as } from '@agora/postgres/parser';

import type { Alteration } from '../../script/alterations.ts';
import { isSerial, typeText } from '../../script/model/types.ts';
import { bringColumn } from '../decide/bring-column.ts';
import { claimsOf, withColumn } from '../decide/claims.ts';
import { qualified } from '../names.ts';
import type { Parked } from '../parked.ts';
import type { Parker, Returning } from '../parker.ts';
import { readColumn, type RelationFacts } from '../read/relation.ts';
import { standingSequences } from '../read/sequences.ts';
import { readShape } from '../read/shape.ts';
import { readUpdateTriggers } from '../read/triggers.ts';
import { tryOnTwin } from './twin.ts';

/** An ALTER TABLE on a table that is there. */
export interface Altered {
  readonly parking: Parker;
  readonly table: RelationFacts;
}

/**
 * Brings back the columns that were parked among those that are added: all are looked at before the first takes the lock
 * for which others wait, save those that can only be understood once the ones before them are back.
 *
 * @returns what is left to be done
 */
export async function bringColumns(
  on: Altered,
  alterations: readonly Alteration[],
): Promise<readonly Alteration[]> {
  const rest: Alteration[] = [];
  let ready: Returning[] = [];
  const bring = async (): Promise<void> => {
    if (ready.length > 0) await on.parking.bring(ready);
    ready = [];
  };
  for (const one of alterations) {
    let found = await returnOf(on, one);
    if (found === 'refused' && ready.length > 0) {
      await bring();
      found = await returnOf(on, one);
    }
    if (found === undefined || found === 'refused') rest.push(one);
    else ready.push(found);
  }
  await bring();
  return rest;
}

/** @returns undefined where nothing parked is added; `refused` where the server refuses it on the table as it is now */
async function returnOf(
  on: Altered,
  { command, text }: Alteration,
): Promise<Returning | 'refused' | undefined> {
  const definition = as(command.def, 'ColumnDef');
  if (command.subtype !== 'AT_AddColumn' || !definition) return undefined;
  const { parking, table } = on;
  const { client, notice } = parking.step;
  const name = definition.colname ?? '';
  const parked = await waitingColumn(on, 'column', name);
  if (!parked || (await readColumn(client, table, name))) return undefined;
  const twin = await tryOnTwin(client, table, [`ALTER TABLE agora_parked.agora_twin ${text}`]);
  if (!twin) return 'refused';
  const wanted = twin.columns.find((one) => one.name === name);
  const stood = await readColumn(client, table, parked.parkedAs);
  if (!wanted || !stood) return undefined;
  const serial = isSerial(typeText(definition.typeName));
  if (wanted.type !== stood.type || wanted.isGenerated || (serial && parked.parts.sequences === undefined)) {
    notice(
      `${table.name}.${name} is added anew: what was parked is ${stood.type} and stays until ${parked.until.toISOString()}`,
    );
    return undefined;
  }
  const shape = await readShape(client, table.oid);
  const claims = withColumn(claimsOf(shape ?? { constraints: [], indexes: [] }), parked.parkedAs, name);
  if (wanted.notNull && !stood.notNull && wanted.default === null && wanted.identity === '')
    await refuseMissing(on, parked, name);
  const sql = bringColumn({
    table,
    parked: { ...parked, column: name },
    stood,
    wanted,
    constraints: twin.constraints,
    isSerial: serial,
    claims,
    standing: await standingSequences(client, table.schema, parked.parts),
    triggers: await readUpdateTriggers(client, table.oid),
  });
  return { parked, sql };
}

/** @throws AgoraError where rows have come in without what the column must have */
async function refuseMissing({ parking, table }: Altered, parked: Parked, name: string): Promise<void> {
  const { rows } = await parking.step.client.query<{ count: string }>(
    `SELECT pg_catalog.count(*) AS count FROM ${qualified(table.schema, table.name)} WHERE ${quoteIdentifier(parked.parkedAs)} IS NULL`,
  );
  const count = Number(rows[0]?.count ?? 0);
  if (count === 0) return;
  throw new AgoraError({
    code: 'migrations.rollback_would_fail',
    message: `${parking.step.migration}: ${count} row${count === 1 ? '' : 's'} of ${table.name} ${count === 1 ? 'was' : 'were'} written without ${name}, which must have a value again.`,
    why: `The column was parked as ${parked.parkedAs}, and those rows came in meanwhile.`,
    fix: `Give them a value: UPDATE ${qualified(table.schema, table.name)} SET ${quoteIdentifier(parked.parkedAs)} = ... WHERE ${quoteIdentifier(parked.parkedAs)} IS NULL`,
  });
}

/** What was parked of a column by this name, if that still stands. */
export async function waitingColumn(
  { parking, table }: Altered,
  kind: 'column' | 'values',
  name: string,
): Promise<Parked | undefined> {
  for (const one of await parking.waiting()) {
    if (one.kind !== kind || one.column !== name) continue;
    if (await readColumn(parking.step.client, table, one.parkedAs)) return one;
  }
  return undefined;
}
