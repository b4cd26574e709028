import { as, type ParsedStatement } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

/** What columns that a script makes are called in the end. */
type FinalName = (table: string, column: string) => string;

/** Follows the RENAME COLUMN statements of a script, in their order. */
export function finalNames(statements: readonly ParsedStatement[]): FinalName {
  const renames = statements.flatMap(({ node }) => {
    const rename = as(node, 'RenameStmt');
    if (rename?.renameType !== 'OBJECT_COLUMN') return [];
    return [{ table: rename.relation?.relname, from: rename.subname, to: rename.newname ?? '' }];
  });
  return (table, column) =>
    renames.reduce((name, one) => (one.table === table && one.from === name ? one.to : name), column);
}

/** What a table is called elsewhere that a statement of a script, by its place, calls by some name. */
interface TableNames {
  readonly first: (table: string, place: number) => string;
  readonly last: (table: string, place: number) => string;
}

/** Follows the RENAME of tables in a script. */
export function tableNames(statements: readonly ParsedStatement[]): TableNames {
  const renames = statements.flatMap(({ node }, at) => {
    const rename = as(node, 'RenameStmt');
    if (rename?.renameType !== 'OBJECT_TABLE') return [];
    return [{ at, from: rename.relation?.relname ?? '', to: rename.newname ?? '' }];
  });
  return {
    first: (table, place) =>
      renames.reduceRight((name, one) => (one.at < place && one.to === name ? one.from : name), table),
    last: (table, place) =>
      renames.reduce((name, one) => (one.at > place && one.from === name ? one.to : name), table),
  };
}

/** An expression without the casts around it. */
export function withoutCasts(node: Node): Node {
  const inner = as(node, 'TypeCast')?.arg;
  return inner === undefined ? node : withoutCasts(inner);
}
