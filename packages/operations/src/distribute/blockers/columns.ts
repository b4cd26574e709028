import { labelOf } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Types whose sequences hold the numbers that each node is given of its own: 2^48 of them. */
const WIDE = 'bigint';

/** The tenant's column itself, and columns that number rows. */
export const columns: Rule = ({ table, place }, { tenant, tenantType }) => {
  if (place !== 'distributed') return [];
  const label = labelOf(table);
  const column = table.columns.get(tenant);
  const blockers: Blocker[] = [];
  const add = (one: Omit<Blocker, 'table' | 'object'>, object = tenant): void => {
    blockers.push({ ...one, table: label, object });
  };
  if (column !== undefined && column.type !== tenantType) {
    add({
      code: 'operations.tenant_type',
      message: `${label}.${tenant} is ${column.type}, and elsewhere it is ${tenantType}.`,
      why: 'Rows are spread by a hash of the value, and that differs by type: a tenant’s rows would be on several nodes.',
      fix: `ALTER TABLE ${label} ALTER COLUMN ${tenant} TYPE ${tenantType}`,
    });
  }
  if (column?.notNull === false) {
    add({
      code: 'operations.tenant_nullable',
      message: `${label}.${tenant} may be NULL.`,
      why: 'A row without a tenant has no node, and is refused.',
      fix: `ALTER TABLE ${label} ALTER COLUMN ${tenant} SET NOT NULL`,
    });
  }
  if (column?.generated === true || column?.identity === true || column?.sequence === true) {
    add({
      code: 'operations.tenant_computed',
      message: `${label}.${tenant} gets its value from the server.`,
      why: 'What decides the node of a row must be known before the row is written.',
      fix: 'Make it an ordinary column, whose value the application gives.',
    });
  }
  for (const [name, { identity, sequence, type }] of table.columns) {
    if (name === tenant || type === WIDE || !(identity || sequence)) continue;
    add(
      {
        code: 'operations.narrow_sequence',
        message: `${label}.${name} is numbered by a sequence, and is ${type}.`,
        why: 'Each node is given numbers of its own, which only bigint has room for: rows could not be written on the other nodes.',
        fix: `ALTER TABLE ${label} ALTER COLUMN ${name} TYPE bigint; or uuids, which the application makes.`,
      },
      name,
    );
  }
  return blockers;
};
