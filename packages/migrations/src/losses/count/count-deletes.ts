import { type Client, quoteIdentifier } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Origin } from '../../script/model/schema-model.ts';
import type { Taking } from '../read/taking.ts';
import { type Found, number, relationOf } from './counting.ts';
import { foreignKeysTo } from './dependents.ts';

/** The rows that a DELETE takes, and what that does to those that refer to them. */
export async function ofDelete(
  client: Client,
  taking: Extract<Taking, { kind: 'delete' }>,
): Promise<readonly Found[]> {
  const { table, query, where, rows } = taking;
  const relation = await relationOf(client, table);
  const name = quoted({ schema: relation.schema, name: relation.table });
  const own = await number(
    client,
    query === undefined ? [] : table.path,
    query ?? `SELECT pg_catalog.count(*) AS rows FROM ${name}`,
  );
  const bound = query === undefined ? { isBound: true as const } : {};
  const found: Found = {
    target: { schema: relation.schema, table: relation.table },
    rows: own,
    ...(where === undefined ? {} : { where }),
    ...bound,
  };
  if (own === 0) return [found];
  const from = rows ?? name;
  const start = {
    table: { schema: relation.schema, name: relation.table, path: table.path },
    from,
    isBound: rows === undefined,
  };
  return [found, ...(await ofForeignKeys(client, start, new Set()))];
}

interface Deleted {
  readonly table: Origin;
  /** The rows that go, as what follows FROM. */
  readonly from: string;
  readonly isBound: boolean;
}

/** What the deletion of rows does to those that refer to them. */
async function ofForeignKeys(
  client: Client,
  deleted: Deleted,
  seen: ReadonlySet<string>,
): Promise<readonly Found[]> {
  const { table, from, isBound } = deleted;
  const found: Found[] = [];
  const inside = new Set([...seen, `${table.schema}.${table.name}`]);
  for (const { action, schema, table: child, columns, refers } of await foreignKeysTo(client, table)) {
    if (action === 'NO ACTION') continue;
    const name = quoted({ schema, name: child });
    const matching = `${name} WHERE (${list(columns)}) IN (SELECT ${list(refers)} FROM ${from})`;
    const through = `its foreign key to ${table.name} (ON DELETE ${action})`;
    const bound = isBound ? { isBound: true as const } : {};
    const rows = await number(client, table.path, `SELECT pg_catalog.count(*) AS rows FROM ${matching}`);
    if (rows === 0) continue;
    if (action !== 'CASCADE') {
      for (const column of columns)
        found.push({ target: { schema, table: child, column }, rows, through, ...bound });
    } else if (inside.has(`${schema}.${child}`)) {
      found.push({
        target: { schema, table: child },
        through,
        problem: 'its rows refer to each other in a circle',
      });
    } else {
      found.push({ target: { schema, table: child }, rows, through, ...bound });
      const next = { table: { schema, name: child, path: table.path }, from: matching, isBound };
      found.push(...(await ofForeignKeys(client, next, inside)));
    }
  }
  return found;
}

function list(names: readonly string[]): string {
  return names.map((one) => quoteIdentifier(one)).join(', ');
}
