import { quoteIdentifier } from '@agora/postgres';

import { labelOf, quotedTable, type SchemaTable } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Types whose sequences hold the numbers that each node is given of its own: 2^48 of them. */
const WIDE = 'bigint';

/** The tenant's column itself, and columns that number rows. */
export const columns: Rule = ({ table, place }, { tenant, tenantType, tenantCollation, onNodes }) => {
  if (place !== 'distributed') return [];
  const label = labelOf(table);
  const column = table.columns.get(tenant);
  const alter = alterColumn(table, tenant);
  const blockers: Blocker[] = [];
  const add = (one: Omit<Blocker, 'table' | 'object'>, object = tenant): void => {
    blockers.push({ ...one, table: label, object });
  };
  if (column !== undefined && column.type !== tenantType) {
    add({
      code: 'operations.tenant_type',
      message: `${label}.${tenant} is ${column.type}, and elsewhere it is ${tenantType}.`,
      why: 'Rows are spread by a hash of the value, and that differs by type: a tenant’s rows would be on several nodes.',
      fix: `${alter}${column.hasDefault ? ` DROP DEFAULT, ${alterIn(tenant)}` : ''} TYPE ${tenantType} USING ${quoteIdentifier(tenant)}::text::${tenantType}; views, policies and foreign keys that name it go before, and come back after.`,
    });
  }
  if (column?.nondeterministic === true) {
    add({
      code: 'operations.tenant_collation',
      message: `${label}.${tenant} has the collation ${column.collation}, by which values that differ can be equal.`,
      why: 'Rows are spread by a hash of the value, which differs for such values; Citus refuses it.',
      fix: `${alter} TYPE ${tenantType} COLLATE pg_catalog."default"`,
    });
  } else if (column !== undefined && column.collation !== tenantCollation) {
    add({
      code: 'operations.tenant_collation',
      message: `${label}.${tenant} has ${named(column.collation)}, and elsewhere ${named(tenantCollation)}.`,
      why: 'Citus puts tables beside each other only where the tenant has one collation.',
      fix: `${alter} TYPE ${tenantType}${tenantCollation === undefined ? '' : ` COLLATE ${quotedLabel(tenantCollation)}`}`,
    });
  }
  if (column?.notNull === false) {
    add({
      code: 'operations.tenant_nullable',
      message: `${label}.${tenant} may be NULL.`,
      why: 'A row without a tenant has no node, and is refused.',
      fix: `${alter} SET NOT NULL`,
    });
  }
  if (column?.generated === true) {
    add({
      code: 'operations.tenant_computed',
      message: `${label}.${tenant} is computed from other columns.`,
      why: 'What decides the node of a row must be known before the row is written; Citus refuses it.',
      fix: `${alter} DROP EXPRESSION; the application then gives the value.`,
    });
  }
  if (!onNodes.has(label)) return blockers;
  for (const { column: name, type, fix } of narrowSequences(table)) {
    add(
      {
        code: 'operations.narrow_sequence',
        message: `${label}.${name} is numbered by a sequence, and is ${type}.`,
        why: 'A function whose calls go to the node of a tenant reaches it. There only a bigint gets a number, for each node has numbers of its own.',
        fix,
      },
      name,
    );
  }
  return blockers;
};

/** Columns whose numbers the coordinator alone can give. */
export function narrowSequences(
  table: SchemaTable,
): readonly { readonly column: string; readonly type: string; readonly fix: string }[] {
  return [...table.columns].flatMap(([column, { identity, sequence, type }]) =>
    type !== WIDE && (identity || sequence !== undefined)
      ? [{ column, type, fix: `${alterColumn(table, column)} TYPE ${WIDE}` }]
      : [],
  );
}

const alterColumn = (table: SchemaTable, column: string): string =>
  `ALTER TABLE ${quotedTable(table)} ${alterIn(column)}`;

const alterIn = (column: string): string => `ALTER COLUMN ${quoteIdentifier(column)}`;

const named = (collation: string | undefined): string =>
  collation === undefined ? 'the collation of its type' : `the collation ${collation}`;

function quotedLabel(label: string): string {
  const at = label.indexOf('.');
  return `${quoteIdentifier(label.slice(0, at))}.${quoteIdentifier(label.slice(at + 1))}`;
}
