import { quoteIdentifier } from '@agora/postgres';

import { labelOf, quotedTable, withPartitions } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Types of columns: those that Citus does not make on other nodes, and those that share a sequence. */
export const types: Rule = ({ table, place }, { placed }) => {
  if (place === 'local') return [];
  const label = labelOf(table);
  const numbered = [...placed.values()]
    .filter((one) => one.place !== 'local')
    .flatMap((one) => withPartitions(one.table))
    .flatMap((one) => [...one.columns].map(([name, column]) => ({ of: `${labelOf(one)}.${name}`, column })));
  return [...table.columns].flatMap(([name, { type, unknownThere, sequence }]): readonly Blocker[] => {
    const at = { table: label, object: name };
    const alter = `ALTER TABLE ${quotedTable(table)} ALTER COLUMN ${quoteIdentifier(name)}`;
    const wider = numbered.find(({ column }) => column.sequence === sequence && column.type !== type);
    return [
      ...(unknownThere
        ? [
            {
              ...at,
              code: 'operations.type_of_own' as const,
              message: `${label}.${name} is ${type}, a range or base type of the database’s own.`,
              why: 'Citus makes enumerations, domains and composite types on the nodes, and these not; it refuses the table.',
              fix: 'Take a type that PostgreSQL or an extension has, such as numrange or tstzrange, or two columns.',
            },
          ]
        : []),
      ...(sequence !== undefined && wider !== undefined && type !== 'bigint'
        ? [
            {
              ...at,
              code: 'operations.sequence_types' as const,
              message: `${label}.${name} is ${type}, and ${wider.of}, which takes numbers from ${sequence} as well, is ${wider.column.type}.`,
              why: 'Citus gives a sequence the type of the column that takes numbers from it, and refuses a second type.',
              fix: `${alter} TYPE bigint`,
            },
          ]
        : []),
    ];
  });
};
