import { displayName } from '@agora/catalog';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { as, type Name, nameOf, type ParsedStatement } from '@agora/postgres/parser';

import { directivesOf } from '../../project/directives.ts';
import type { Migration } from '../../project/folder.ts';
import { alterationsOf } from '../../script/alterations.ts';
import { displayNames, expandColumnRename } from './column/rename-column.ts';
import type { Expansion } from './expansion.ts';
import { readColumnGround } from './ground/column-ground.ts';
import { withRollback } from './ground/with-rollback.ts';
import { expandTableRename, readTableGround } from './table/rename-table.ts';
import { expandTypeChanges } from './type/change-type.ts';
import type { Conversion } from './type/conversions.ts';
import { readConversion } from './type/read-conversion.ts';
import { readTypeGround, type TypePlace } from './type/type-ground.ts';

/** A DROP TYPE. */
export interface DroppedType {
  /** In SQL. */
  readonly type: string;
  /** The statement, where it takes what stands on the type along: a default of the column, say. */
  readonly cascade?: string;
}

/** Where a statement stands. */
interface StatementPlace {
  /** The migration, whose name that of the first of the expanding ones is. */
  readonly migration: Pick<Migration, 'name' | 'up'>;
  /** Schema of unqualified names. */
  readonly schema: string;
  /** Statements of the same script about the default of the column, before and after its change of type. */
  readonly defaults?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Types that the same script drops later: the column's old one goes with the contraction. */
  readonly drops?: readonly DroppedType[];
}

/**
 * What a statement becomes by expansion, if it is of a kind that can be expanded: the rename of a column or a table, a
 * change of type. Whether a change of type is worth it, the linter tells.
 *
 * @param client a database that stands before the statement; nothing in it is changed
 * @returns undefined for a statement of another kind, or on what is not there
 */
export async function expandStatement(
  client: Client,
  statement: ParsedStatement,
  place: StatementPlace,
): Promise<Expansion | undefined> {
  return (await expandRename(client, statement, place)) ?? (await expandAlteration(client, statement, place));
}

async function expandRename(
  client: Client,
  { node }: ParsedStatement,
  { schema }: StatementPlace,
): Promise<Expansion | undefined> {
  const rename = as(node, 'RenameStmt');
  if (rename?.renameType === 'OBJECT_TABLE') {
    const table = nameOf(rename.relation);
    const place = { schema: table.schema ?? schema, table, to: rename.newname ?? '' };
    const ground = await readTableGround(client, place.schema, table.name);
    return ground && expandTableRename(place, ground);
  }
  if (rename?.renameType !== 'OBJECT_COLUMN' || rename.relationType !== 'OBJECT_TABLE') return undefined;
  const { subname: column, newname: copy } = rename;
  if (column === undefined || copy === undefined) return undefined;
  const table = nameOf(rename.relation);
  const place = { schema: table.schema ?? schema, table, column, copy };
  const ground = await readColumnGround(client, place);
  return ground && expandColumnRename(place, ground);
}

/** Serial and identity columns are no matter of expansion. */
const GENERATED =
  'PostgreSQL has no way to make a column generated whose values are there already: let it be VIRTUAL (from 18 on), or an ordinary column that a trigger and a backfill fill';

async function expandAlteration(
  client: Client,
  statement: ParsedStatement,
  { migration, schema, drops = [], defaults }: StatementPlace,
): Promise<Expansion | undefined> {
  const [alteration, ...others] = alterationsOf(statement);
  if (alteration?.command.subtype === 'AT_AddColumn') return { reason: GENERATED };
  if (alteration?.command.subtype !== 'AT_AlterColumnType') return undefined;
  if (others.length > 0)
    return { reason: 'the statement does more than change one type: write each in a statement of its own' };
  const { table, command } = alteration;
  const column = command.name ?? '';
  const place = { schema: table.schema ?? schema, table, column };
  const dropped = await typeAmong(client, place, drops);
  const change = [
    ...(defaults?.before ?? []),
    statement.text,
    ...(dropped?.cascade === undefined ? [] : [dropped.cascade]),
    ...(defaults?.after ?? []),
  ].join(';\n');
  const ground = await readTypeGround(client, place, change);
  if (typeof ground === 'string') return { reason: ground };
  const using = as(command.def, 'ColumnDef')?.raw_default;
  const conversion = readConversion(ground, {
    column,
    using,
    given: givenFor(migration, { table, column }, schema),
  });
  if (conversion !== undefined)
    return expandTypeChanges([
      {
        place,
        ground,
        conversion,
        first: migration.name,
        drops: dropped?.type,
      },
    ]);
  const name = `${displayNames(table)}.${displayName(column)}`;
  return {
    reason: `how values of ${ground.from.sql} become ${ground.to.sql} and back is not known: say it at the top of the file, -- agora: convert ${name} forward '<expression of :value>' back '<expression of :value>'`,
  };
}

/** What the script says of the conversion. */
function givenFor(
  { up }: Pick<Migration, 'up'>,
  { table, column }: { readonly table: Name; readonly column: string },
  schema: string,
): Conversion | undefined {
  return directivesOf(up.directives, 'convert').find(
    ({ target }) =>
      (target.schema ?? schema) === (table.schema ?? schema) &&
      target.table === table.name &&
      target.column === column,
  );
}

/** Which of the types the column has, if that is an enum. */
async function typeAmong(
  client: Client,
  { schema, table, column }: TypePlace,
  types: readonly DroppedType[],
): Promise<DroppedType | undefined> {
  if (types.length === 0) return undefined;
  return withRollback(client, async () => {
    await client.query(`SET LOCAL search_path TO ${quoteIdentifier(schema)}`);
    const { rows } = await client.query<{ type: string }>(
      `SELECT dropped.type FROM unnest($4::text[]) dropped(type), pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid AND t.typtype = 'e'
       WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND t.oid = to_regtype(dropped.type)`,
      [schema, table.name, column, types.map((one) => one.type)],
    );
    return types.find((one) => one.type === rows[0]?.type);
  });
}
