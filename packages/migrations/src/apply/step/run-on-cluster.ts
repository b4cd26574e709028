import type { Client, Statement } from '@agora/postgres';
import { loadParser, parseStatements } from '@agora/postgres/parser';

import { alterationsOf, headOf } from '../../script/alterations.ts';
import { addedKeys } from './lock-order.ts';

/**
 * What to call before a foreign key is added, the table that it refers to first. One that is not on the nodes yet goes
 * beside the rows of its tenant where it has the column by which others are spread, and to every node where rows on the
 * nodes are to refer to it.
 */
const CALLS = `WITH sides AS (
  SELECT pg_catalog.to_regclass(name)::oid AS oid, place = 1 AS refers
    FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS side(name, place)
), there AS (
  SELECT logicalrelid::oid AS oid FROM pg_catalog.pg_dist_partition WHERE partmethod <> 'n' OR repmodel = 't'
), beside AS (
  SELECT p.logicalrelid AS "table", a.attname AS "column", a.atttypid AS type
    FROM pg_catalog.pg_dist_partition p
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.logicalrelid
     AND a.attname = pg_catalog.column_to_column_name(p.logicalrelid, p.partkey)
   WHERE p.partmethod = 'h' ORDER BY p.logicalrelid IN (SELECT oid FROM sides) DESC, p.logicalrelid LIMIT 1
), missing AS (
  SELECT DISTINCT s.oid, s.refers, a.attnum IS NOT NULL AS spreads FROM sides s CROSS JOIN beside b
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = s.oid AND a.attname = b."column" AND a.atttypid = b.type
   WHERE s.oid IS NOT NULL AND s.oid NOT IN (SELECT oid FROM there)
)
SELECT CASE WHEN m.spreads
    THEN pg_catalog.format('SELECT pg_catalog.create_distributed_table(%L, %L, colocate_with => %L)', m.oid::regclass, b."column", b."table")
    ELSE pg_catalog.format('SELECT pg_catalog.create_reference_table(%L)', m.oid::regclass) END AS call
  FROM missing m CROSS JOIN beside b
 WHERE m.spreads OR NOT m.refers AND (EXISTS (SELECT FROM sides s JOIN there t ON t.oid = s.oid WHERE s.refers)
    OR EXISTS (SELECT FROM missing o WHERE o.refers AND o.spreads))
 ORDER BY m.refers`;

/** Whether {@link runOnCluster} may have something to do: a constraint is added to a table that is there. */
export function addsConstraint({ text }: Pick<Statement, 'text'>): boolean {
  return (
    /^\s*(?:alter\s+table|do)\b/i.test(text) &&
    /\badd\s+(?:constraint|foreign|check|unique|primary|exclude)\b|\breferences\b/i.test(text)
  );
}

/**
 * In the place of a statement that adds constraints, on a cluster: the tables that it refers to and from are put on the
 * nodes, and each constraint is added by a statement of its own, as Citus wants it.
 * @returns false when the statement is to run as it is written
 */
export async function runOnCluster(client: Client, statement: Statement): Promise<boolean> {
  await placeOnNodes(client, statement);
  await loadParser();
  const [parsed] = parseStatements([statement]).statements;
  const alterations = parsed === undefined ? [] : alterationsOf(parsed);
  const constraints = alterations.filter(({ command }) => command.subtype === 'AT_AddConstraint');
  if (parsed === undefined || constraints.length === 0 || alterations.length === 1) return false;
  const head = headOf(parsed, alterations);
  // The server adds constraints after all else, too.
  const rest = alterations.filter((one) => !constraints.includes(one)).map(({ text }) => text);
  const parts = [...(rest.length === 0 ? [] : [rest.join(', ')]), ...constraints.map(({ text }) => text)];
  for (const part of parts) await client.query(`${head}${part}`);
  return true;
}

/**
 * Puts tables that a migration has made onto the nodes of a cluster, in its transaction, before a statement adds foreign
 * keys between them and others: Citus refuses a key between a table on the nodes and one on the coordinator alone.
 */
async function placeOnNodes(client: Client, statement: Statement): Promise<void> {
  for (const { table, referred } of addedKeys(statement)) {
    const { rows } = await client.query<{ call: string }>(CALLS, [[table, ...referred]]);
    for (const { call } of rows) await client.query(call);
  }
}
