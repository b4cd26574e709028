import { quoteIdentifier } from '@agora/postgres';
import type pg from 'pg';
import type { StatementDescription } from './describe-statement.ts';

interface Plan {
  readonly 'Join Type'?: string;
  readonly 'Parent Relationship'?: string;
  readonly Output?: readonly string[];
  readonly Plans?: readonly Plan[];
}

/**
 * Which result columns can be null: all but table columns that are NOT NULL and are not on the far side of an outer
 * join. Joins are read from the generic plan, as sqlx and Prisma's native engine do.
 */
export async function nullableColumns(
  client: pg.Client,
  statement: string,
  { columns, parameterTypes }: StatementDescription,
): Promise<boolean[]> {
  if (columns.length === 0) return [];
  const { rows } = await client.query<{ nullable: boolean }>(
    `SELECT coalesce(NOT a.attnotnull, true) AS nullable
       FROM unnest($1::oid[], $2::int2[]) WITH ORDINALITY AS c(relation, number, position)
       LEFT JOIN pg_attribute a ON a.attrelid = c.relation AND a.attnum = c.number AND c.number > 0
      ORDER BY c.position`,
    [columns.map(({ tableID }) => tableID), columns.map(({ columnID }) => columnID)],
  );
  const plan = await explain(client, statement, parameterTypes.length);
  const outputs = plan?.Output ?? [];
  const optional = new Set(plan === undefined ? [] : optionalOutputs(plan));
  return rows.map(({ nullable }, index) => nullable || optional.has(outputs[index] ?? ''));
}

async function explain(client: pg.Client, statement: string, parameters: number): Promise<Plan | undefined> {
  const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'NULL').join(', ')})`;
  await client.query("SET plan_cache_mode = 'force_generic_plan'");
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE ${quoteIdentifier(statement)}${values}`,
    );
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  } catch {
    // Utility statements have no plan; their columns are judged by the catalog alone.
    return undefined;
  } finally {
    await client.query('RESET plan_cache_mode');
  }
}

function optionalOutputs(plan: Plan): string[] {
  const found: string[] = [];
  for (const child of plan.Plans ?? []) {
    const side = child['Parent Relationship'];
    const join = plan['Join Type'];
    const optional =
      join === 'Full' || (join === 'Left' && side === 'Inner') || (join === 'Right' && side === 'Outer');
    if (optional) found.push(...(child.Output ?? []));
    found.push(...optionalOutputs(child));
  }
  return found;
}
