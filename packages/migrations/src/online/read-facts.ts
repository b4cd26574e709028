import { asText, type Catalog } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import type { Name } from '@agora/postgres/parser';

import type { Facts, TableState } from './rewrite/facts.ts';

/** Reads what the rewriting asks of a database that stands before the migration. */
export async function readFacts(
  client: Client,
  catalog: Catalog,
): Promise<Omit<Facts, 'expansions' | 'rebuilds'>> {
  const keys = await uniqueKeys(client);
  const parts = await partitions(client);
  const parents = await inheritedTables(client);
  const objects = [...catalog.objects.values()];
  const columns = new Map<number, Map<string, { readonly type: string; readonly notNull: boolean }>>();
  for (const { kind, address, name, definition } of objects) {
    if (kind !== 'column') continue;
    const known = columns.get(address.oid) ?? new Map();
    columns.set(address.oid, known);
    known.set(name, { type: asText(definition['type']), notNull: definition['not null'] === true });
  }
  const tables = new Map<string, TableState>();
  for (const { kind, schema, name, address, definition } of objects) {
    if (kind !== 'table') continue;
    tables.set(`${schema}.${name}`, {
      columns: columns.get(address.oid) ?? new Map(),
      key: keys.get(address.oid) ?? [],
      partitioned: definition['partitioned'] === true,
      partitions: parts.get(address.oid) ?? [],
      ...(parents.has(address.oid) ? { inherited: true } : {}),
    });
  }
  const { rows } = await client.query<{ view: string }>(
    `SELECT n.nspname || '.' || c.relname AS view FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND c.relispopulated AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid
       AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL)`,
  );
  const named = objects.filter(({ kind }) => TAKING.has(kind));
  return {
    version: Math.floor(catalog.serverVersion / 10_000),
    tables,
    taken: new Set(named.map(({ schema, name }) => `${schema}.${name}`)),
    refreshable: new Set(rows.map(({ view }) => view)),
  };
}

const TAKING: ReadonlySet<string> = new Set([
  'table',
  'view',
  'materialized view',
  'sequence',
  'index',
  'constraint',
  'not null',
]);

/** For each table the columns of its primary key, else of another unique key of all rows without a NULL. */
async function uniqueKeys(client: Client): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await client.query<{ oid: number; columns: string[] }>(
    `SELECT DISTINCT ON (i.indrelid) i.indrelid::int8::float8 AS oid,
       (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts) AS columns
     FROM pg_index i
     WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indrelid >= 16384
       AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts AND NOT a.attnotnull)
     ORDER BY i.indrelid, i.indisprimary DESC, i.indnkeyatts, i.indexrelid`,
  );
  return new Map(rows.map(({ oid, columns }) => [oid, columns]));
}

async function partitions(client: Client): Promise<ReadonlyMap<number, readonly Name[]>> {
  const { rows } = await client.query<{ parent: number; schema: string; name: string }>(
    `SELECT i.inhparent::int8::float8 AS parent, n.nspname AS schema, c.relname AS name
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relispartition AND NOT i.inhdetachpending ORDER BY n.nspname, c.relname`,
  );
  const found = new Map<number, Name[]>();
  for (const { parent, schema, name } of rows)
    found.set(parent, [...(found.get(parent) ?? []), { schema, name }]);
  return found;
}

async function inheritedTables(client: Client): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ parent: number }>(
    `SELECT DISTINCT i.inhparent::int8::float8 AS parent FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent WHERE c.relkind = 'r'`,
  );
  return new Set(rows.map(({ parent }) => parent));
}
