import { type Client, failedWith, quoteIdentifier, SQLSTATE, withTransaction } from '@agora/postgres';

import { type LossTarget, directivesOf } from '../project/directives.ts';
import type { Script } from '../project/folder.ts';
import { lossesOf } from './lossy-statements.ts';
import type { Plan } from './plan.ts';

/** Data that a rollback would take away. */
export interface CountedLoss {
  readonly migration: string;
  readonly target: LossTarget;
  readonly where?: string;
  /** Rows of a table, or values of a column that are not null; undefined when they could not be counted. */
  readonly rows?: number;
  /** Why they could not be counted. */
  readonly problem?: string;
}

/** Counting stops after this long: a figure that takes longer is called unknown, which needs consent as well. */
const COUNT_TIMEOUT_MS = 30_000;

/**
 * Counts what the way back would lose: what down.sql declares (`-- agora: loses ...`) and what it drops
 * without declaring it. Reads only.
 */
export async function countLosses(client: Client, plan: Plan): Promise<readonly CountedLoss[]> {
  const counted: CountedLoss[] = [];
  for (const step of plan.steps) {
    if (step.kind !== 'revert') continue;
    for (const loss of declaredLosses(step.script)) {
      counted.push({ migration: step.name, ...loss, ...(await count(client, loss)) });
    }
  }
  return Object.freeze(counted);
}

/**
 * Without those that another contains: a column of a table that goes as a whole, part of its rows, or the
 * same once more. For people: the sum of what is listed is then no more than there is.
 */
export function withoutOverlaps(losses: readonly CountedLoss[]): readonly CountedLoss[] {
  return losses.filter(
    (loss, at) =>
      !losses.some(
        (other, place) => at !== place && contains(other, loss) && (place < at || !contains(loss, other)),
      ),
  );
}

function contains(whole: CountedLoss, part: CountedLoss): boolean {
  const [a, b] = [whole.target, part.target];
  if (a.table !== b.table || a.schema !== b.schema) return false;
  if (a.column !== undefined && a.column !== b.column) return false;
  return whole.where === undefined || (a.column === b.column && whole.where === part.where);
}

/** Those that take something away, or may: only they need consent. */
export function realLosses(losses: readonly CountedLoss[]): readonly CountedLoss[] {
  return losses.filter((loss) => loss.rows !== 0);
}

interface Declared {
  readonly target: LossTarget;
  readonly where?: string;
}

function declaredLosses(script: Script): readonly Declared[] {
  const declared: Declared[] = directivesOf(script.directives, 'loses').map(({ target, where }) => ({
    target,
    ...(where === undefined ? {} : { where }),
  }));
  const said = new Set(declared);
  for (const { table, column, where } of script.statements.flatMap((statement) => lossesOf(statement.text))) {
    const known = declared.some(
      (one) =>
        one.target.table === table.name &&
        (one.target.column === undefined || one.target.column === column) &&
        // What the file declares is its author's word for the table; two DELETEs take different rows.
        (said.has(one) || one.where === undefined || one.where === where),
    );
    if (known) continue;
    const target = { table: table.name, ...(column === undefined ? {} : { column }) };
    declared.push({
      target: table.schema === undefined ? target : { schema: table.schema, ...target },
      ...(where === undefined ? {} : { where }),
    });
  }
  return declared;
}

async function count(
  client: Client,
  { target, where }: Declared,
): Promise<Pick<CountedLoss, 'rows' | 'problem'>> {
  const table = [target.schema, target.table]
    .filter((part) => part !== undefined)
    .map(quoteIdentifier)
    .join('.');
  const what = target.column === undefined ? '*' : quoteIdentifier(target.column);
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  try {
    return await withTransaction(
      client,
      async () => {
        // With row security on, a policy could hide rows and the count would be too low: rather none at all.
        await client.query(`SET LOCAL statement_timeout = ${COUNT_TIMEOUT_MS}; SET LOCAL row_security = off`);
        const { rows } = await client.query<{ rows: string }>(
          `SELECT count(${what}) AS rows FROM ${table}${condition}`,
        );
        return { rows: Number(rows[0]?.rows) };
      },
      { readOnly: true },
    );
  } catch (error) {
    if (failedWith(error, SQLSTATE.undefinedTable)) return { rows: 0 };
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
