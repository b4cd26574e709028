import type { Client } from '@agora/postgres';
import { as, each, loadParser, parseStatements } from '@agora/postgres/parser';

import { parkedBy } from '../../parking/parked.ts';
import { qualified } from '../../parking/names.ts';
import { readColumn, readRelation } from '../../parking/read/relation.ts';
import { type Plan, statementsLeft } from '../../plan/plan.ts';
import { alterationsOf } from '../../script/alterations.ts';
import { isSerial, typeText } from '../../script/model/types.ts';

/**
 * What a way back reads from end to end while nobody else reads or writes the table: a parked column that must have a
 * value again, and need not while it is parked. A sentence each; nothing is changed.
 *
 * @param schema whose history it is
 */
export async function rowsRead(
  client: Client,
  { steps }: Pick<Plan, 'steps'>,
  schema: string,
): Promise<readonly string[]> {
  await loadParser();
  const found: string[] = [];
  for (const step of steps) {
    const parked = await parkedBy(client, { schema, migration: step.name }, 'up');
    const required =
      parked.length === 0 ? [] : requiredColumns(parseStatements(statementsLeft(step)).statements);
    for (const { kind, schema: of, name, column, parkedAs } of parked) {
      if (kind !== 'column' || !required.some((one) => one.table === name && one.column === column)) continue;
      const table = await readRelation(client, qualified(of, name));
      const stands = table && (await readColumn(client, table, parkedAs));
      if (stands === undefined || stands.notNull) continue;
      found.push(
        `${step.name} reads all rows of ${of}.${name} while nobody else can use it: ${column} must have a value again`,
      );
    }
  }
  return found;
}

const REQUIRED: ReadonlySet<string> = new Set(['CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY']);

/** Columns that statements add NOT NULL. */
function requiredColumns(
  statements: ReturnType<typeof parseStatements>['statements'],
): readonly { readonly table: string; readonly column: string }[] {
  return statements.flatMap((statement) =>
    alterationsOf(statement).flatMap(({ table, command }) => {
      const added = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
      const kinds = [...each(added?.constraints, 'Constraint')].map(({ contype }) => contype ?? '');
      const isRequired = kinds.some((kind) => REQUIRED.has(kind)) || isSerial(typeText(added?.typeName));
      return added === undefined || !isRequired ? [] : [{ table: table.name, column: added.colname ?? '' }];
    }),
  );
}
