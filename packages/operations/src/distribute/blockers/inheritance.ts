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
