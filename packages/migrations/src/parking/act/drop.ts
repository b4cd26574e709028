import { type Client, quoteIdentifier } from '@agora/postgres';
import { droppedNames, type NodeOf, type ParsedStatement, quoted } from '@agora/postgres/parser';

import { PARKED_SCHEMA, qualified } from '../names.ts';
import { parkTables } from '../decide/park-table.ts';
import { dependentsOfTables } from '../read/dependents.ts';
import { readRelation, type RelationFacts, whyNotTable } from '../read/relation.ts';
import { readShape } from '../read/shape.ts';
import { readTableParts } from '../read/table-parts.ts';
import { readType, type TypeFacts, usedByParkedAlone } from '../read/type.ts';
import type { Parker } from '../parker.ts';

type Drop = NodeOf<'DropStmt'>;

/** DROP TABLE: each table is parked, with its partitions; one that cannot be is dropped by itself. */
export async function dropTables(parking: Parker, { text }: ParsedStatement, drop: Drop): Promise<boolean> {
  const { client, notice, parkMs } = parking.step;
  if (parkMs === 0) return false;
  const isCascade = drop.behavior === 'DROP_CASCADE';
  const tables: RelationFacts[] = [];
  const left: string[] = [];
  for (const name of droppedNames(drop.objects)) {
    const table = await readRelation(client, quoted(name));
    if (!table && drop.missing_ok === true) continue;
    // What cannot be dropped is for the server to say.
    if (!table) return false;
    const reason = whyNotTable(table);
    if (reason === undefined) tables.push(table);
    else left.push(quoted(name));
    if (reason !== undefined && !table.isTemporary)
      notice(`${table.name} is dropped and not parked: it ${reason}`);
  }
  if (tables.length === 0) return false;
  await client.query(
    `LOCK TABLE ${tables.map((one) => qualified(one.schema, one.name)).join(', ')} IN ACCESS EXCLUSIVE MODE`,
  );
  const oids = [...new Set(tables.flatMap((one) => [...one.partitions.map(({ oid }) => oid), one.oid]))];
  const others = await dependentsOfTables(client, oids);
  if (others.length > 0 && !isCascade) return false;
  const cascade = others.flatMap((one) => one.drop ?? []);
  if (cascade.length < others.length) {
    notice(`what depends on it goes along with: ${text.split('\n', 1)[0]}; it is dropped and not parked`);
    return false;
  }
  const places = await partFrom(client, tables, oids);
  const parts = (await readTableParts(client, oids)).map((one) => ({ ...one, bound: places.get(one.oid) }));
  const { sql, parked } = parkTables(parts, cascade, await parking.names());
  const rest = left.length === 0 ? [] : [`DROP TABLE ${left.join(', ')}${isCascade ? ' CASCADE' : ''}`];
  await parking.park({ sql: [...sql, ...rest], parked });
  return true;
}

/** Takes partitions out of tables that stay. @returns the place of each, by its number */
async function partFrom(
  client: Client,
  tables: readonly RelationFacts[],
  going: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  for (const { oid, schema, name } of tables.filter(({ isPartition }) => isPartition)) {
    const bound = (await readShape(client, oid))?.bound;
    const parent = bound && (await readRelation(client, bound.parent));
    if (!bound || !parent || going.includes(parent.oid)) continue;
    await client.query(`ALTER TABLE ${bound.parent} DETACH PARTITION ${qualified(schema, name)}`);
    places.set(oid, bound.sql);
  }
  return places;
}

/** DROP TYPE, DROP DOMAIN: one that only parked things need is parked with them. */
export async function dropTypes(parking: Parker, { text }: ParsedStatement, drop: Drop): Promise<boolean> {
  const { client, parkMs } = parking.step;
  if (parkMs === 0) return false;
  const left: string[] = [];
  const types: TypeFacts[] = [];
  for (const name of droppedNames(drop.objects)) {
    const type = await readType(client, quoted(name));
    if (type && (await usedByParkedAlone(client, type.oid))) types.push(type);
    else left.push(quoted(name));
  }
  if (types.length === 0) return false;
  const names = await parking.names();
  const moves = types.map(({ schema, name }) => ({ schema, name, parkedAs: names.next(name) }));
  const kind = /^drop\s+domain\b/i.test(text) ? 'DOMAIN' : 'TYPE';
  const end = drop.behavior === 'DROP_CASCADE' ? ' CASCADE' : '';
  await parking.park({
    sql: [
      ...moves.flatMap(({ schema, name, parkedAs }) => [
        `ALTER TYPE ${qualified(schema, name)} RENAME TO ${quoteIdentifier(parkedAs)}`,
        `ALTER TYPE ${qualified(schema, parkedAs)} SET SCHEMA ${PARKED_SCHEMA}`,
      ]),
      ...(left.length === 0
        ? []
        : [`DROP ${kind} ${drop.missing_ok === true ? 'IF EXISTS ' : ''}${left.join(', ')}${end}`]),
    ],
    parked: moves.map((one) => ({ kind: 'type', ...one, column: null, marker: null, parts: {} })),
  });
  return true;
}
