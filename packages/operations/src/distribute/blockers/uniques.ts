import { quoteIdentifier } from '@agora/postgres';

import { labelOf, quotedTable, type SchemaTable, type UniqueRule, withPartitions } from '../schema/table.ts';
import type { Judged, Rule } from './blocker.ts';

/** Primary keys, unique constraints and indexes, exclusions: each shard enforces them over its own rows only. */
export const uniques: Rule = ({ table, place }, { tenant, placed }) => {
  if (place !== 'distributed') return [];
  const label = labelOf(table);
  return table.uniques
    .filter(({ columns }) => !columns.includes(tenant))
    .map((one) => ({
      code: 'operations.key_without_tenant',
      table: label,
      object: one.name,
      message: `The ${one.kind} ${one.name} of ${label} does not hold ${tenant}.`,
      why: `${one.definition} is enforced in each shard by itself: rows of two shards could be alike.`,
      fix: `${remade(table, one, tenant)};${pointing(table, one, placed)} what must be unique over all tenants belongs in a table without ${tenant}, which is on every node.`,
    }));
};

/** Foreign keys that keep it from being dropped. */
function pointing(table: SchemaTable, { columns }: UniqueRule, placed: Judged['placed']): string {
  const names = [...placed.values()]
    .flatMap((one) => withPartitions(one.table))
    .flatMap((one) =>
      one.foreignKeys
        .filter(
          ({ target, targetColumns }) =>
            labelOf(target) === labelOf(table) && targetColumns.every((column) => columns.includes(column)),
        )
        .map(({ name }) => `${labelOf(one)}.${name}`),
    );
  return names.length === 0 ? '' : ` drop ${names.join(', ')} before, and make them after;`;
}

function remade(table: SchemaTable, { name, kind, definition }: UniqueRule, tenant: string): string {
  const first = quoteIdentifier(tenant);
  // The list of what is unique is the first, of an index after the name of its method.
  const list = kind === 'unique index' ? /( USING \w+ \()/ : /(\()/;
  const widened = definition
    .replace(list, (open: string) => `${open}${first}${kind === 'exclusion constraint' ? ' WITH =' : ''}, `)
    .replace(/ INCLUDE \(([^)]*)\)/, (_, included: string) => {
      const rest = included.split(', ').filter((one) => one !== tenant && one !== first);
      return rest.length === 0 ? '' : ` INCLUDE (${rest.join(', ')})`;
    });
  const quoted = quoteIdentifier(name);
  return kind === 'unique index'
    ? `DROP INDEX ${quoteIdentifier(table.schema)}.${quoted}; ${widened}`
    : `ALTER TABLE ${quotedTable(table)} DROP CONSTRAINT ${quoted}, ADD CONSTRAINT ${quoted} ${widened}`;
}
