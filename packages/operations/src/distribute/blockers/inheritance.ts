import { labelOf } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Tables made of others. */
export const inheritance: Rule = ({ table, place }): readonly Blocker[] => {
  if (place === 'local') return [];
  const label = labelOf(table);
  return [
    ...(table.relatives.length === 0
      ? []
      : [
          {
            code: 'operations.inherits' as const,
            table: label,
            message: `${label} inherits from, or hands down to, ${table.relatives.join(', ')}.`,
            why: 'Citus spreads ordinary and partitioned tables; rows of a table that inherits would be missed.',
            fix: 'Make it one partitioned table, or tables without INHERITS.',
          },
        ]),
    ...(place === 'reference' && table.partitioned
      ? [
          {
            code: 'operations.partitioned_reference' as const,
            table: label,
            message: `${label} is partitioned, and is to be on every node.`,
            why: 'Citus partitions what is spread by a tenant, and refuses it of a table that is whole on each node.',
            fix: 'Make it an ordinary table; one that is too large for that wants the tenant among its columns.',
          },
        ]
      : []),
    ...(table.nestedPartitions
      ? [
          {
            code: 'operations.nested_partitions' as const,
            table: label,
            message: `Partitions of ${label} are partitioned themselves.`,
            why: 'Citus spreads one level of partitions.',
            fix: 'Partition it by one level.',
          },
        ]
      : []),
  ];
};
