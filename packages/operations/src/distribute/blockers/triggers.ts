import { labelOf } from '../schema/table.ts';
import type { Blocker, Rule } from './blocker.ts';

/** Triggers run on the shards, by themselves. */
export const triggers: Rule = ({ table, place }, { reachOf }) => {
  if (place === 'local') return [];
  const label = labelOf(table);
  return table.triggers.flatMap(({ name, function: routine, transitionTables }): readonly Blocker[] => {
    const { tables, notifies } = reachOf(routine);
    const at = { table: label, object: name };
    const named = `The trigger ${name} of ${label}`;
    return [
      ...(tables.length === 0
        ? []
        : [
            {
              ...at,
              code: 'operations.trigger_reaches_rows' as const,
              message: `${named} (${routine}) reads or writes ${tables.join(', ')}.`,
              why: 'It runs on the node of its row, which reaches no rows of other nodes: the statement that fires it fails there.',
              fix: 'Let triggers touch NEW and OLD alone; do the rest in the application, or in a function that it calls in the same transaction.',
            },
          ]),
      ...(notifies
        ? [
            {
              ...at,
              code: 'operations.trigger_notifies' as const,
              message: `${named} (${routine}) sends a NOTIFY.`,
              why: 'It is sent on the node of the row, and who listens on the coordinator never hears it.',
              fix: 'Send it from the application, on its own connection, after the statement.',
            },
          ]
        : []),
      ...(transitionTables
        ? [
            {
              ...at,
              code: 'operations.trigger_transition_tables' as const,
              message: `${named} has transition tables.`,
              why: 'A statement becomes one on each shard, so that the trigger fires once a shard, each time with a part of the rows.',
              fix: 'Make it FOR EACH ROW, or count in the application.',
            },
          ]
        : []),
    ];
  });
};
