import { droppedNames, type NodeOf, type ParsedStatement, quoted } from '@agora/postgres/parser';

import { quoteIdentifier } from '@agora/postgres';
import { PARKED_SCHEMA, qualified } from '../names.ts';
import { parkTables } from '../decide/park-table.ts';
import { dependentsOfTables } from '../read/dependents.ts';
import { readRelation, type RelationFacts, whyNotTable } from '../read/relation.ts';
import { readTableParts } from '../read/table-parts.ts';
import { readType, usedByParkedAlone } from '../read/type.ts';
import type { Parker } from '../parker.ts';

type Drop = NodeOf<'DropStmt'>;

/** DROP TABLE: each table is parked, with its partitions. */
export async function dropTables(parking: Parker, { text }: ParsedStatement, drop: Drop): Promise<boolean> {
  const { client, notice, parkMs } = parking.step;
  if (parkMs === 0) return false;
  const tables: RelationFacts[] = [];
  for (const name of droppedNames(drop.objects)) {
    const table = await readRelation(client, quoted(name));
    if (!table && drop.missing_ok === true) continue;
    const reason = table ? whyNotTable(table) : undefined;
    if (table && reason !== undefined) notice(`${table.name} is dropped and not parked: it ${reason}`);
    // What cannot be dropped is for the server to say.
    if (!table || reason !== undefined) return false;
    tables.push(table);
  }
  if (tables.length === 0) return false;
  await client.query(
    `LOCK TABLE ${tables.map((one) => qualified(one.schema, one.name)).join(', ')} IN ACCESS EXCLUSIVE MODE`,
  );
  const oids = tables.flatMap((one) => [...one.partitions.map(({ oid }) => oid), one.oid]);
  const others = await dependentsOfTables(client, oids);
  if (others.length > 0 && drop.behavior !== 'DROP_CASCADE') return false;
  const cascade = others.flatMap((one) => one.drop ?? []);
  if (cascade.length < others.length) {
    notice(`what depends on it goes along with: ${text.split('\n', 1)[0]}; it is dropped and not parked`);
    return false;
  }
  const parts = await readTableParts(client, oids);
  await parking.park(parkTables(parts, cascade, await parking.names()));
  return true;
}

/** DROP TYPE: one that only parked things need is parked with them. */
export async function dropTypes(parking: Parker, drop: Drop): Promise<boolean> {
  const { client, parkMs } = parking.step;
  const names = droppedNames(drop.objects);
  const [name] = names;
  if (!name || names.length > 1 || parkMs === 0) return false;
  const type = await readType(client, quoted(name));
  if (!type || !(await usedByParkedAlone(client, type.oid))) return false;
  const parkedAs = (await parking.names()).next(type.name);
  await parking.park({
    sql: [
      `ALTER TYPE ${qualified(type.schema, type.name)} RENAME TO ${quoteIdentifier(parkedAs)}`,
      `ALTER TYPE ${qualified(type.schema, parkedAs)} SET SCHEMA ${PARKED_SCHEMA}`,
    ],
    parked: [
      { kind: 'type', schema: type.schema, name: type.name, column: null, parkedAs, marker: null, parts: {} },
    ],
  });
  return true;
}
