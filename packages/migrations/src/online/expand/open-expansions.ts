import { displayName } from '@agora/catalog';

import { directivesOf, type Expandable, type LossTarget } from '../../project/directives.ts';
import type { Migration } from '../../project/folder.ts';
import type { Conversion } from './type/conversions.ts';

/** A second name, or a second type, that serves until its contraction. */
export interface OpenExpansion {
  readonly of: Expandable;
  /** Of the table, resolved. */
  readonly schema: string;
  readonly table: string;
  readonly column?: string;
  /** The new name; of a type, the column that keeps the old one. */
  readonly to: string;
  /** Whether the script writes the schema before the table. */
  readonly qualified: boolean;
  /** Of a type: how its values are converted. */
  readonly conversion?: Conversion;
  /** Of a type: the old one, in SQL, which goes with the last column that has it. */
  readonly drops?: string;
  /** The migration that expands. */
  readonly since: string;
}

/**
 * The expansions that a history has begun and not contracted, in its order.
 *
 * @param schema of unqualified names
 */
export function openExpansions(migrations: readonly Migration[], schema: string): readonly OpenExpansion[] {
  const open = new Map<string, OpenExpansion>();
  for (const { name, up } of migrations) {
    for (const directive of directivesOf(up.directives, 'expands')) {
      const conversion = directivesOf(up.directives, 'convert').find(({ target }) =>
        isSame(target, directive.target),
      );
      const expansion = {
        ...expansionIn(directive, schema, name),
        ...(conversion === undefined ? {} : { conversion }),
      };
      open.set(keyOf(expansion), expansion);
    }
    for (const directive of directivesOf(up.directives, 'contracts'))
      open.delete(keyOf(expansionIn(directive, schema, name)));
  }
  return [...open.values()];
}

/** An expansion in a sentence, such as `users.name as display_name`. */
export function describeExpansion({ of, schema, table, column, to, qualified }: OpenExpansion): string {
  const path = [...(qualified ? [schema] : []), table, ...(column === undefined ? [] : [column])];
  return `${path.map((one) => displayName(one)).join('.')} ${of === 'type' ? 'keeping' : 'as'} ${displayName(to)}`;
}

function isSame(a: LossTarget, b: LossTarget): boolean {
  return a.schema === b.schema && a.table === b.table && a.column === b.column;
}

type ExpansionDirective = ReturnType<typeof directivesOf<'expands' | 'contracts'>>[number];

function expansionIn(
  { of, target, to, drops }: ExpansionDirective,
  schema: string,
  since: string,
): OpenExpansion {
  return {
    of,
    schema: target.schema ?? schema,
    table: target.table,
    ...(target.column === undefined ? {} : { column: target.column }),
    to,
    qualified: target.schema !== undefined,
    ...(drops === undefined ? {} : { drops }),
    since,
  };
}

function keyOf({ of, schema, table, column, to }: OpenExpansion): string {
  return JSON.stringify([of, schema, table, column, to]);
}
