import { quoteIdentifier } from '@agora/postgres';
import { type Name, nameOf, type NodeOf, type ParsedStatement, quoted } from '@agora/postgres/parser';

import { bringTable, columnsLater, whyNotBack } from '../decide/bring-table.ts';
import { claimsOf } from '../decide/claims.ts';
import { parkColumn } from '../decide/park-column.ts';
import { PARKED_SCHEMA, qualified } from '../names.ts';
import { backSql, type Parked } from '../parked.ts';
import { readColumnParts } from '../read/column-parts.ts';
import { readColumn, readRelation, type RelationFacts } from '../read/relation.ts';
import { standingSequences } from '../read/sequences.ts';
import { type ColumnShape, probe, readShape } from '../read/shape.ts';
import { derivesRows, isWrittenDown } from '../read/writers.ts';
import { readType } from '../read/type.ts';
import type { Parker } from '../parker.ts';
import { tryOnTwin, twinName } from './twin.ts';

/** CREATE TABLE: one that was parked is brought back if it is what the statement would make. */
export async function createTable(
  parking: Parker,
  { text }: ParsedStatement,
  { relation }: NodeOf<'CreateStmt'>,
): Promise<boolean> {
  const { client, notice } = parking.step;
  const name = quoted(nameOf(relation));
  const parked = await waiting(parking, 'table', nameOf(relation));
  if (parked && derivesRows(parking.script, parked)) {
    notice(
      `${parked.name} is made anew, since the script fills it: the one that was parked stays until ${parked.until.toISOString()}`,
    );
    return false;
  }
  const stands = parked && (await readRelation(client, qualified(PARKED_SCHEMA, parked.parkedAs)));
  const stood = stands && (await readShape(client, stands.oid));
  if (!stood || (await readRelation(client, name))) return false;
  // Two partitions cannot stand in one place.
  const apart = stood.bound
    ? [`ALTER TABLE ${stood.bound.parent} DETACH PARTITION ${qualified(stood.schema, stood.name)}`]
    : [];
  const wanted = await probe(client, [...apart, text], async () => {
    const made = await readRelation(client, name);
    return made && readShape(client, made.oid);
  });
  if (!wanted) return false;
  const reason = whyNotBack(parked, stood, wanted);
  if (reason !== undefined) {
    notice(
      `${parked.name} is made anew: the one that was parked ${reason}; it stays until ${parked.until.toISOString()}`,
    );
    return false;
  }
  const standing = await standingSequences(client, wanted.schema, parked.parts);
  await parking.bring([{ parked, sql: bringTable(parked, { stood, wanted }, standing) }]);
  const table = await readRelation(client, name);
  if (table) await setAside(parking, table, columnsLater(stood, wanted));
  return true;
}

/** Columns of a table that came back, which the script adds one by one: each waits for that as a parked column. */
async function setAside(
  parking: Parker,
  table: RelationFacts,
  columns: readonly ColumnShape[],
): Promise<void> {
  const { client } = parking.step;
  const on = qualified(table.schema, table.name);
  // What is computed from others goes before them, and is computed again.
  for (const { name } of columns.filter(({ isGenerated }) => isGenerated))
    await client.query(`ALTER TABLE ${on} DROP COLUMN ${quoteIdentifier(name)} CASCADE`);
  for (const { name } of columns.filter(({ isGenerated }) => !isGenerated)) {
    const column = await readColumn(client, table, name);
    if (!column) continue;
    const parts = await readColumnParts(client, table.oid, column.number);
    await parking.parkAgain(parkColumn({ table, name, column, parts, cascade: [] }, await parking.names()));
  }
}

/** INSERT of rows that are written down, into a table that came back: it has had them, and what became of them. */
export async function skipRows(parking: Parker, insert: NodeOf<'InsertStmt'>): Promise<boolean> {
  const table = await readRelation(parking.step.client, quoted(nameOf(insert.relation)));
  const isBack = (await parking.back()).some(
    (one) => one.kind === 'table' && one.schema === table?.schema && one.name === table.name,
  );
  return isBack && isWrittenDown(insert);
}

/** CREATE TYPE, CREATE DOMAIN: one that was parked is brought back if it is what the statement would make. */
export async function createType(parking: Parker, { text }: ParsedStatement, name: Name): Promise<boolean> {
  const { client, notice } = parking.step;
  const parked = await waiting(parking, 'type', name);
  const stood = parked && (await readType(client, qualified(PARKED_SCHEMA, parked.parkedAs)));
  if (!stood) return false;
  const wanted = await probe(client, [text], () => readType(client, quoted(name)));
  if (!wanted) return false;
  if (wanted.nature !== stood.nature) {
    notice(`the type ${parked.name} is made anew: the one that was parked is another`);
    return false;
  }
  const sql = [
    `ALTER TYPE ${qualified(PARKED_SCHEMA, parked.parkedAs)} SET SCHEMA ${quoteIdentifier(wanted.schema)}`,
    `ALTER TYPE ${qualified(wanted.schema, parked.parkedAs)} RENAME TO ${quoteIdentifier(wanted.name)}`,
    backSql(parked),
  ];
  await parking.bring([{ parked, sql }]);
  return true;
}

/** CREATE INDEX: one that came back with the table, or with a column of it, is given its name. */
export async function createIndex(
  parking: Parker,
  statement: ParsedStatement,
  { relation, idxname }: NodeOf<'IndexStmt'>,
): Promise<boolean> {
  const { client } = parking.step;
  const table = await readRelation(client, quoted(nameOf(relation)));
  if (!table || idxname === undefined) return false;
  const shape = await readShape(client, table.oid);
  const claims = shape ? claimsOf(shape).indexes : [];
  if (claims.length === 0) return false;
  const at = statement.at(relation?.location) - statement.start;
  const after = statement.text.slice(at).replace(NAME, '');
  const twin = await tryOnTwin(client, table, [`${statement.text.slice(0, at)}${twinName}${after}`]);
  const wanted = twin?.indexes.find((one) => one.name === idxname);
  const kept = claims.find((one) => one.definition === wanted?.definition);
  if (!kept) return false;
  await client.query(
    `ALTER INDEX ${qualified(table.schema, kept.name)} RENAME TO ${quoteIdentifier(idxname)}`,
  );
  return true;
}

/** A name with its schema, at the beginning of a text. */
const NAME = /^(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+))*/;

/** What was parked under a name, and is not back. */
async function waiting(
  parking: Parker,
  kind: Parked['kind'],
  { schema, name }: Name,
): Promise<Parked | undefined> {
  const found = (await parking.waiting()).filter((one) => one.kind === kind && one.name === name);
  if (found.length === 0) return undefined;
  const { rows } = await parking.step.client.query<{ current: string | null }>(
    'SELECT pg_catalog.current_schema() AS current',
  );
  return found.find((one) => one.schema === (schema ?? rows[0]?.current));
}
