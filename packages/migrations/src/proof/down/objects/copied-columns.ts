import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier, splitStatements } from '@agora/postgres';
import { as, nameOf, parseStatements, strings } from '@agora/postgres/parser';

import { parentName } from './drop-statement.ts';

/** A column that gets back what the way forward had copied elsewhere. */
export interface CopiedBack {
  readonly column: CatalogObject;
  readonly statements: readonly string[];
}

/**
 * Columns that the way forward dropped after it had copied them as a whole (`UPDATE t SET new = old`): they are added
 * again and filled from the copy, before the plan takes that away.
 * @param up the way forward; its parser must be loaded
 */
export function columnsCopiedBack(before: Catalog, current: Catalog, up: string): readonly CopiedBack[] {
  return copies(up).flatMap(({ schema, table, from, to }): CopiedBack[] => {
    const old = findColumn(before, schema, table, from);
    const copy = old && current.objects.get(keyOf(old, to));
    if (old === undefined || copy === undefined) return [];
    // Only what is gone, and only a copy of the same type that was not there before.
    if (current.objects.has(old.key) || before.objects.has(copy.key)) return [];
    if (old.definition['type'] !== copy.definition['type'] || old.definition['generated'] !== undefined)
      return [];
    const [name, type] = [quoteIdentifier(old.name), asText(old.definition['type'])];
    return [
      {
        column: old,
        statements: [
          `ALTER TABLE ${parentName(old)} ADD COLUMN ${name} ${type}`,
          `UPDATE ${parentName(old)} SET ${name} = ${quoteIdentifier(to)}`,
        ],
      },
    ];
  });
}

interface Copy {
  readonly schema?: string | undefined;
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** `UPDATE t SET a = b` for all rows, b being a column of t. */
function copies(up: string): readonly Copy[] {
  return parseStatements(splitStatements(up)).statements.flatMap(({ node }) => {
    const update = as(node, 'UpdateStmt');
    if (update === undefined || update.whereClause !== undefined || update.fromClause !== undefined)
      return [];
    const { schema, name: table } = nameOf(update.relation);
    return (update.targetList ?? []).flatMap((item): Copy[] => {
      const target = as(item, 'ResTarget');
      const from = strings(as(target?.val, 'ColumnRef')?.fields).at(-1);
      return target?.name === undefined || from === undefined
        ? []
        : [{ schema, table, from, to: target.name }];
    });
  });
}

function findColumn(
  catalog: Catalog,
  schema: string | undefined,
  table: string,
  name: string,
): CatalogObject | undefined {
  return [...catalog.objects.values()].find(
    (object) =>
      object.kind === 'column' &&
      object.parent === table &&
      object.name === name &&
      (schema === undefined || object.schema === schema),
  );
}

const keyOf = ({ schema, parent }: CatalogObject, name: string): string =>
  objectKey({ kind: 'column', schema: schema ?? '', parent: parent ?? '', name });
