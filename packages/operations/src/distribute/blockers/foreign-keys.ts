import { quoteIdentifier } from '@agora/postgres';

import { type ForeignKeyRule, labelOf, quotedTable, type TableName } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Foreign keys are checked on the node where the row is. */
export const foreignKeys: Rule = ({ table, place }, { tenant, placeOf }) => {
  const label = labelOf(table);
  return table.foreignKeys.flatMap((key): readonly Blocker[] => {
    const target = placeOf(labelOf(key.target));
    const at = { table: label, object: key.name };
    const named = `The foreign key ${key.name} of ${label}`;
    if (place !== 'distributed') {
      if (target !== 'distributed') return [];
      return [
        {
          ...at,
          code: 'operations.points_at_tenant',
          message: `${named} points at ${labelOf(key.target)}, whose rows are spread by ${tenant}, and ${label} has no ${tenant}.`,
          why: 'The row that it points at is on one node only, and nothing says on which.',
          fix: `Give ${label} the column ${tenant}, put it first into its keys and into this one; or do without the key.`,
        },
      ];
    }
    const inKey = key.columns.indexOf(tenant);
    const blockers: Blocker[] = [];
    if (target === 'distributed' && (inKey === -1 || key.targetColumns[inKey] !== tenant)) {
      blockers.push({
        ...at,
        code: 'operations.foreign_key_without_tenant',
        message: `${named} does not go from ${tenant} to ${tenant}.`,
        why: `${key.definition} could point at a row of another tenant, on another node.`,
        fix: widened(table, key, tenant),
      });
    }
    const action = inKey === -1 ? undefined : forbiddenAction(key);
    if (action !== undefined) {
      blockers.push({
        ...at,
        code: 'operations.foreign_key_action',
        message: `${named} has ${action}, and ${tenant} among its columns.`,
        why: `The action would change ${tenant} of a row, and with it the node that the row is on; Citus refuses it.`,
        fix: `${drop(table, key)}, ADD CONSTRAINT ${quoteIdentifier(key.name)} ${key.definition.replaceAll(FORBIDDEN, '')}; ${
          action.startsWith('ON DELETE')
            ? 'before a row is deleted, the application empties what points at it; ON DELETE CASCADE and RESTRICT are taken too.'
            : 'keys that never change need no other action; ON UPDATE RESTRICT is taken too.'
        }`,
      });
    }
    return blockers;
  });
};

/** Actions that change columns of the row that points. */
const FORBIDDEN =
  / ON (?:DELETE SET (?:NULL|DEFAULT)(?: \([^)]*\))?|UPDATE (?:CASCADE|SET NULL|SET DEFAULT))/g;

const drop = (table: TableName, { name }: ForeignKeyRule): string =>
  `ALTER TABLE ${quotedTable(table)} DROP CONSTRAINT ${quoteIdentifier(name)}`;

/** From tenant to tenant, and with what is left of the columns; what would change the tenant is left out. */
function widened(table: TableName, key: ForeignKeyRule, tenant: string): string {
  const pairs = key.columns
    .map((column, at) => [column, key.targetColumns[at] ?? ''] as const)
    .filter((pair) => !pair.includes(tenant));
  if (pairs.length === 0) {
    return `${drop(table, key)}, for a row of one tenant cannot point at one of another; or put ${labelOf(key.target)} on every node: --reference ${labelOf(key.target)}`;
  }
  const [from, to] = [0, 1].map((side) => [tenant, ...pairs.map((pair) => pair[side]!)].map(quoteIdentifier));
  const rest = key.definition
    .replace(/^FOREIGN KEY \(.*?\) REFERENCES .*?\(.*?\)/, '')
    .replaceAll(FORBIDDEN, '');
  return `${drop(table, key)}; then, once the target has such a key: ALTER TABLE ${quotedTable(table)} ADD CONSTRAINT ${quoteIdentifier(key.name)} FOREIGN KEY (${from!.join(', ')}) REFERENCES ${quotedTable(key.target)} (${to!.join(', ')})${rest}`;
}

function forbiddenAction({ onDelete, onUpdate }: ForeignKeyRule): string | undefined {
  if (onDelete === 'SET NULL' || onDelete === 'SET DEFAULT') return `ON DELETE ${onDelete}`;
  return onUpdate === 'RESTRICT' || onUpdate === 'NO ACTION' ? undefined : `ON UPDATE ${onUpdate}`;
}
