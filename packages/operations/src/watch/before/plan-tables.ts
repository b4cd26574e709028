import type { Plan } from '@agora/migrations';
import type { Client } from '@agora/postgres';
import {
  droppedNames,
  loadParser,
  type Name,
  nameOf,
  parseStatements,
  quoted,
  relationsIn,
} from '@agora/postgres/parser';

/**
 * The relations that a plan's scripts name, whatever for, with their schema. Read from the text: what a DO block or a
 * function puts together is not among them.
 * @param schema of unqualified names
 */
export async function tablesOfPlan({ steps }: Pick<Plan, 'steps'>, schema: string): Promise<readonly Name[]> {
  await loadParser();
  const names = steps.flatMap(({ script }) =>
    parseStatements(script.statements).statements.flatMap(({ node }) => [
      ...[...relationsIn(node)].map(nameOf),
      ...('DropStmt' in node ? droppedNames(node.DropStmt.objects) : []),
    ]),
  );
  const whole = names.map(({ name, schema: given = schema }) => ({ schema: given, name }));
  return [...new Map(whole.map((name) => [quoted(name), name])).values()];
}

/** The tables among them that the database has, with those of indexes and the partitions of each, by their numbers. */
export async function readOids(client: Client, names: readonly Name[]): Promise<readonly number[]> {
  const { rows } = await client.query<{ oid: number }>(
    `WITH named AS (
       SELECT COALESCE(x.indrelid, c.oid) AS oid FROM pg_catalog.unnest($1::text[]) AS n (name)
         JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(n.name)
         LEFT JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid)
     SELECT oid FROM named UNION SELECT t.relid FROM named, pg_catalog.pg_partition_tree(named.oid) t WHERE t.relid IS NOT NULL`,
    [names.map(quoted)],
  );
  return rows.map(({ oid }) => oid);
}
