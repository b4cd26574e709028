import { labelOf } from '../schema/table.ts';
import type { Rule } from './blocker.ts';

/** Primary keys, unique constraints and indexes, exclusions: each shard enforces them over its own rows only. */
export const uniques: Rule = ({ table, place }, { tenant }) => {
  if (place !== 'distributed') return [];
  const label = labelOf(table);
  return table.uniques
    .filter(({ columns }) => !columns.includes(tenant))
    .map(({ name, kind, columns, definition }) => ({
      code: 'operations.key_without_tenant',
      table: label,
      object: name,
      message: `The ${kind} ${name} of ${label} does not hold ${tenant}.`,
      why: `${definition} is enforced in each shard by itself: rows of two shards could be alike.`,
      fix:
        kind === 'exclusion constraint'
          ? `Add ${tenant} WITH = to it.`
          : `Make it (${[tenant, ...columns].join(', ')}). What must be unique over all tenants belongs in a table without ${tenant}, which is on every node.`,
    }));
};
