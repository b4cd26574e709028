import { ownWords } from '@agora/postgres';
import { as, nameOf, type NodeOf, type ParsedStatement, quoted } from '@agora/postgres/parser';

import { type Alteration, alterationsOf, headOf } from '../../script/alterations.ts';
import { changeValues, keepsValues, type ValuesDecision } from '../decide/change-values.ts';
import { claimed, claimsOf } from '../decide/claims.ts';
import { type ColumnToPark, parkColumns } from '../decide/park-column.ts';
import { qualified } from '../names.ts';
import { readColumnParts } from '../read/column-parts.ts';
import { dependentsOfColumn } from '../read/dependents.ts';
import { readColumn, readRelation, whyNotColumn } from '../read/relation.ts';
import { readShape } from '../read/shape.ts';
import type { Parker } from '../parker.ts';
import { type Altered, bringColumns, waitingColumn } from './bring-columns.ts';
import { tryOnTwin } from './twin.ts';

/**
 * ALTER TABLE: columns that go are parked, those that come are brought back if they were, and a type that changes keeps
 * the old values. Goes by the server's own order: what drops first, then types, then what is added. The rest of the
 * statement runs as it is written.
 */
export async function alterTable(parking: Parker, statement: ParsedStatement): Promise<boolean> {
  const { client } = parking.step;
  const alterations = alterationsOf(statement);
  const [first] = alterations;
  const relation = as(statement.node, 'AlterTableStmt')?.relation;
  const table = first && (await readRelation(client, quoted(nameOf(relation))));
  if (!first || !table || (relation?.inh !== true && table.kind === 'p')) return false;
  const on: Altered = { parking, table };
  // Nobody else changes its shape now, and rows are read and written while it is looked at.
  if (alterations.some(({ command }) => LOOKED_AT.has(command.subtype ?? '')))
    await client.query(`LOCK TABLE ${qualified(table.schema, table.name)} IN SHARE UPDATE EXCLUSIVE MODE`);
  const head = headOf(statement, alterations);
  const computed = await computedDrops(on, alterations);
  for (const one of computed) await client.query(`${head}${one.text}`);
  let rest = await dropColumns(
    on,
    alterations.filter((one) => !computed.includes(one)),
  );
  let changed = rest.length < alterations.length;
  const changes: ValuesDecision[] = [];
  const segments: string[] = [];
  const later: Alteration[] = [];
  for (const one of rest) {
    const change = await changeType(on, one);
    if (change) changes.push(change);
    else later.push(one);
  }
  rest = [];
  for (const one of await bringColumns(on, later)) if (!(await addConstraint(on, one))) rest.push(one);
  changed ||= changes.length > 0 || rest.length < later.length;
  if (!changed) return false;
  segments.push(...changes.flatMap((change) => change.segments), ...rest.map(({ text }) => text));
  await parking.park({
    sql: [
      ...changes.flatMap(({ before }) => before),
      ...(segments.length === 0 ? [] : [`${head}${segments.join(', ')}`]),
      ...changes.flatMap(({ after }) => after),
    ],
    parked: changes.flatMap(({ parked }) => parked),
  });
  return true;
}

const LOOKED_AT: ReadonlySet<string> = new Set(['AT_DropColumn', 'AT_AddColumn']);

/** Columns that are computed from others go before them. */
async function computedDrops(
  { parking, table }: Altered,
  alterations: readonly Alteration[],
): Promise<readonly Alteration[]> {
  const drops = alterations.filter(({ command }) => command.subtype === 'AT_DropColumn');
  const found: Alteration[] = [];
  for (const one of drops.length > 1 ? drops : []) {
    const column = await readColumn(parking.step.client, table, one.command.name ?? '');
    if (column?.isGenerated && !column.isInherited) found.push(one);
  }
  return found;
}

/** Parks all columns at once: what is to be known of them is read before anybody waits. @returns what is left to be done */
async function dropColumns(on: Altered, alterations: readonly Alteration[]): Promise<Alteration[]> {
  const { parking } = on;
  const rest: Alteration[] = [];
  const going: ColumnToPark[] = [];
  for (const one of alterations) {
    const column = await columnToPark(on, one);
    if (column) going.push(column);
    else rest.push(one);
  }
  if (going.length > 0) await parking.park(parkColumns(going, await parking.names()));
  return rest;
}

async function columnToPark(
  { parking, table }: Altered,
  { command }: Alteration,
): Promise<ColumnToPark | undefined> {
  const { client, notice, parkMs } = parking.step;
  if (command.subtype !== 'AT_DropColumn' || parkMs === 0) return undefined;
  const name = command.name ?? '';
  const column = await readColumn(client, table, name);
  if (!column) return undefined;
  const reason = whyNotColumn(table, column);
  if (reason !== undefined) {
    if (!column.isGenerated && !column.isInherited)
      notice(`${table.name}.${name} is dropped and not parked: it ${reason}`);
    return undefined;
  }
  const others = (await dependentsOfColumn(client, table.oid, column.number)).filter(
    ({ goesAlong }) => !goesAlong,
  );
  if (others.length > 0 && command.behavior !== 'DROP_CASCADE') return undefined;
  const cascade = others.flatMap(({ drop }) => drop ?? []);
  if (cascade.length < others.length) {
    notice(`${table.name}.${name} is dropped and not parked: what depends on it goes along`);
    return undefined;
  }
  // The number that it gives next is read, and no row may take it any more.
  if (column.identity !== '')
    await client.query(`LOCK TABLE ${qualified(table.schema, table.name)} IN ACCESS EXCLUSIVE MODE`);
  const parts = await readColumnParts(client, table.oid, column.number);
  return { table, name, column, parts, cascade };
}

/** A key or check that came back with the table, or with a column of it, is given its name again. */
async function addConstraint({ parking, table }: Altered, { command, text }: Alteration): Promise<boolean> {
  const constraint = command.subtype === 'AT_AddConstraint' ? as(command.def, 'Constraint') : undefined;
  if (!constraint || constraint.indexname !== undefined || constraint.contype === 'CONSTR_FOREIGN')
    return false;
  const { client } = parking.step;
  if (!(await parking.back()).some((one) => one.schema === table.schema && one.name === table.name))
    return false;
  const shape = await readShape(client, table.oid);
  const claims = claimsOf(shape ?? { constraints: [], indexes: [] });
  if (claims.constraints.length === 0) return false;
  const twin = await tryOnTwin(client, table, [`ALTER TABLE agora_parked.agora_twin ${text}`]);
  const [wanted] = twin?.constraints ?? [];
  if (!wanted || !claims.constraints.some((one) => one.definition === wanted.definition)) return false;
  for (const sql of claimed(qualified(table.schema, table.name), wanted, claims)) await client.query(sql);
  return true;
}

async function changeType(on: Altered, { command, text }: Alteration): Promise<ValuesDecision | undefined> {
  if (command.subtype !== 'AT_AlterColumnType') return undefined;
  const { parking, table } = on;
  const { client, notice, parkMs } = parking.step;
  const name = command.name ?? '';
  const column = await readColumn(client, table, name);
  const twin = await tryOnTwin(client, table, [`ALTER TABLE agora_parked.agora_twin ${text}`]);
  const wanted = twin?.columns.find((one) => one.name === name);
  if (!column || !wanted || column.isGenerated || column.isInherited) return undefined;
  const definition = as(command.def, 'ColumnDef');
  // A collation stands in the text alone.
  if (definition?.collClause !== undefined) return undefined;
  const { type: from } = column;
  const { type: to } = wanted;
  const keeps = keepsValues({ from, to, toEnum: wanted.isEnum }, name, definition?.raw_default);
  const reason = whyNotColumn(table, column);
  if (!keeps && reason !== undefined && parkMs > 0)
    notice(`values of ${table.name}.${name} change and are not parked: it ${reason}`);
  const isLossy = !keeps && reason === undefined && parkMs > 0;
  const waiting = await waitingColumn(on, 'values', name);
  const stood = waiting && (await readColumn(client, table, waiting.parkedAs));
  const parked = stood?.type === to ? waiting : undefined;
  if (!isLossy && !parked) return undefined;
  const using = usingOf(text, definition);
  return changeValues({ table, column: name, from, to, parked, isLossy, using }, await parking.names());
}

/** The expression after USING. */
function usingOf(text: string, definition: NodeOf<'ColumnDef'> | undefined): string | undefined {
  if (definition?.raw_default === undefined) return undefined;
  const word = ownWords(text).find((one) => one.word === 'using');
  return word && text.slice(word.end).trim();
}
