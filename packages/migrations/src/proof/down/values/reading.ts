import { as, nameOf, type ParsedStatement } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

/** A table, or a column of one, as a statement of a script calls it. */
export interface Called {
  readonly schema?: string | undefined;
  readonly table: string;
  readonly column?: string | undefined;
}

/** What tables and columns are called elsewhere in a script that a statement, by its place, calls by some name. */
export interface NamesOverTime {
  /** Before the script. */
  readonly first: <T extends Called>(one: T, place: number) => T;
  /** In the end. */
  readonly last: <T extends Called>(one: T, place: number) => T;
}

interface Rename {
  readonly at: number;
  readonly from: Called;
  readonly to: Called;
}

/** Follows the RENAME of tables and columns in a script, and the schemas that tables move to. */
export function namesOverTime(statements: readonly ParsedStatement[]): NamesOverTime {
  const renames = statements.flatMap((one, at) => renameOf(one.node).map((rename) => ({ ...rename, at })));
  const back = renames.toReversed();
  return {
    first: (one, place) =>
      back.reduce((now, { at, from, to }) => (at < place ? renamed(now, to, from) : now), one),
    last: (one, place) =>
      renames.reduce((now, { at, from, to }) => (at > place ? renamed(now, from, to) : now), one),
  };
}

function renameOf(node: Node): readonly Omit<Rename, 'at'>[] {
  const moved = as(node, 'AlterObjectSchemaStmt');
  if (moved?.objectType === 'OBJECT_TABLE') {
    const { schema, name: table } = nameOf(moved.relation);
    return [{ from: { schema, table }, to: { schema: moved.newschema, table } }];
  }
  const rename = as(node, 'RenameStmt');
  const { schema, name: table } = nameOf(rename?.relation);
  const name = rename?.newname ?? '';
  if (rename?.renameType === 'OBJECT_TABLE')
    return [{ from: { schema, table }, to: { schema, table: name } }];
  return rename?.renameType === 'OBJECT_COLUMN'
    ? [{ from: { schema, table, column: rename.subname }, to: { schema, table, column: name } }]
    : [];
}

/** A name without a schema may be of any. */
function renamed<T extends Called>(one: T, from: Called, to: Called): T {
  const isThatTable =
    one.table === from.table &&
    (one.schema === undefined || from.schema === undefined || one.schema === from.schema);
  if (!isThatTable || (from.column !== undefined && one.column !== from.column)) return one;
  const schema = to.schema === from.schema ? one.schema : to.schema;
  return { ...one, schema, table: to.table, ...(to.column === undefined ? {} : { column: to.column }) };
}

/** An expression without the casts around it. */
export function withoutCasts(node: Node): Node {
  const inner = as(node, 'TypeCast')?.arg;
  return inner === undefined ? node : withoutCasts(inner);
}
