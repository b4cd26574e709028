import type { Catalog } from '@agora/catalog';

import type { Judged } from './blockers/blocker.ts';
import { narrowSequences } from './blockers/columns.ts';
import type { PlacedTable } from './place-tables.ts';
import { labelOf, withPartitions } from './schema/table.ts';
import type { ServerFacts } from './server/read-server.ts';
import { hasRows, whyNotFollowed } from './steps.ts';

/** What to know of a plan, and what could not be read. Pure, once `loadParser()` was awaited. */
export function notesOf(catalog: Catalog, judged: Judged, server: ServerFacts): readonly string[] {
  const moved = [...judged.placed.values()].filter(({ place }) => place !== 'local');
  return [
    ...unreadTriggers(moved, judged),
    ...moved.flatMap(({ table }) =>
      narrowSequences(table).map(
        ({ column, type, fix }) =>
          `${labelOf(table)}.${column} is numbered by a sequence, and is ${type}: the coordinator alone can give it a number, and a session on another node is refused. ${fix} ends that.`,
      ),
    ),
    ...lockedTables(moved, server),
    ...unplannedFunctions(catalog, judged).toSorted(),
  ];
}

function unreadTriggers(moved: readonly PlacedTable[], { reachOf: reach }: Judged): readonly string[] {
  return moved.flatMap(({ table }) =>
    withPartitions(table).flatMap((one) =>
      one.triggers.flatMap(({ name, function: routine }) =>
        reach(routine).unread.map(
          (why) => `The trigger ${name} of ${labelOf(one)} could not be judged: ${routine} ${why}.`,
        ),
      ),
    ),
  );
}

/** Tables that nobody can write to while their rows are moved. */
function lockedTables(moved: readonly PlacedTable[], server: ServerFacts): readonly string[] {
  const filled = moved.filter(({ table }) => hasRows(server, labelOf(table)));
  return [
    ...filled.flatMap(({ table, place }) => {
      const why = place === 'distributed' ? whyNotFollowed(table, server) : undefined;
      return why === undefined
        ? []
        : [`${labelOf(table)} ${why}: nobody can write to it while its rows are moved.`];
    }),
    ...(server.cluster !== undefined && !server.logical && filled.length > 0
      ? ['wal_level is not logical: nobody can write to a table while its rows are moved.']
      : []),
  ];
}

/** Functions of language sql with parameters: a node plans their queries before it knows the values. */
function unplannedFunctions(catalog: Catalog, { placeOf, reachOf: reach }: Judged): readonly string[] {
  return [...catalog.objects.values()].flatMap(({ kind, schema, name, definition }) => {
    const sql = kind === 'function' || kind === 'procedure' ? definition['definition'] : undefined;
    if (typeof sql !== 'string' || !/^\s*LANGUAGE sql\b/m.test(sql) || /^[^(]*\(\)/.test(sql)) return [];
    const routine = `${schema}.${name}`;
    const moved = reach(routine).tables.find((label) => placeOf(label) !== 'local');
    return moved === undefined
      ? []
      : [
          `${routine} is of language sql and queries ${moved}: Citus refuses its parameters unless it is inlined. Write it in PL/pgSQL.`,
        ];
  });
}
