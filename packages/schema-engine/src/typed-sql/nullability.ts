import { quoteIdentifier, sqlState } from '@agora/postgres';
import type pg from 'pg';
import type { StatementDescription } from './describe-statement.ts';

interface Plan {
  readonly 'Node Type'?: string;
  readonly 'Join Type'?: string;
  readonly 'Parent Relationship'?: string;
  readonly 'Subplan Name'?: string;
  readonly 'CTE Name'?: string;
  readonly 'Grouping Sets'?: unknown;
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
  const optional = plan === undefined ? new Set<string>() : new OuterJoins(plan).optional(plan);
  return rows.map(({ nullable }, index) => {
    const output = outputs[index] ?? '';
    return nullable || optional.has(output) || output.startsWith('NULL::');
  });
}

async function explain(client: pg.Client, statement: string, parameters: number): Promise<Plan | undefined> {
  const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'NULL').join(', ')})`;
  await client.query("SET plan_cache_mode = 'force_generic_plan'");
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE ${quoteIdentifier(statement)}${values}`,
    );
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    // Utility statements have no plan; their columns are judged by the catalog alone.
    return undefined;
  } finally {
    await client.query('RESET plan_cache_mode');
  }
}

/** Finds the outputs of a plan that an outer join can fill with nulls. */
class OuterJoins {
  readonly #ctes = new Map<string, Plan>();

  constructor(plan: Plan) {
    this.#collectCtes(plan);
  }

  #collectCtes(plan: Plan): void {
    const name = plan['Subplan Name'];
    if (name?.startsWith('CTE ') === true) this.#ctes.set(name.slice(4), plan);
    for (const child of plan.Plans ?? []) this.#collectCtes(child);
  }

  /** Outputs as the node writes them. A node that renames what it reads has all of them when it reads any. */
  optional(plan: Plan): Set<string> {
    const cte = this.#ctes.get(plan['CTE Name'] ?? '');
    if (cte !== undefined) return new Set(this.optional(cte).size > 0 ? plan.Output : []);
    const found = new Set<string>(plan['Grouping Sets'] === undefined ? [] : plan.Output);
    for (const child of plan.Plans ?? []) {
      const side = child['Parent Relationship'];
      if (side === 'InitPlan' || side === 'SubPlan') continue;
      const below = this.optional(child);
      const renames = ['Subquery Scan', 'Append', 'Merge Append', 'SetOp', 'Recursive Union'];
      if (renames.includes(plan['Node Type'] ?? '')) {
        if (below.size > 0) for (const output of plan.Output ?? child.Output ?? []) found.add(output);
      } else {
        for (const output of below) found.add(output);
      }
      if (isFarSide(plan['Join Type'], side)) for (const output of child.Output ?? []) found.add(output);
    }
    return found;
  }
}

function isFarSide(join: string | undefined, side: string | undefined): boolean {
  return join === 'Full' || (join === 'Left' && side === 'Inner') || (join === 'Right' && side === 'Outer');
}
