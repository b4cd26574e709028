import type { FillableTable } from '@agora/catalog';
import { type Client, quoteIdentifier, sqlState } from '@agora/postgres';

/** Values tried for each column, and columns that are tried together. */
const WIDTH = 24;
const COLUMNS = 4;

/** A row of which only what is fixed is settled. */
interface UnsolvedRow {
  /** Candidates by column, the best first. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** Values that are settled already: foreign keys. */
  readonly fixed: ReadonlyMap<string, string>;
  /** How many solutions to pass over, so that rows differ. */
  readonly skip: number;
}

/**
 * Among the candidates of the columns that a table's CHECKs look at, those that satisfy them: the server
 * itself is asked, over all combinations at once. Checks that share a column are solved together; where
 * nothing fits, nothing is returned for those columns.
 */
export async function satisfyChecks(
  client: Client,
  table: FillableTable,
  row: UnsolvedRow,
): Promise<ReadonlyMap<string, string>> {
  const chosen = new Map<string, string>();
  for (const group of groups(table)) {
    const solution = await solve(client, table, group, row);
    for (const [name, expression] of solution) chosen.set(name, expression);
  }
  return chosen;
}

interface Group {
  readonly columns: string[];
  readonly conditions: string[];
}

/** Checks that share columns, joined. */
function groups(table: FillableTable): Group[] {
  const found: Group[] = [];
  for (const check of table.checks) {
    const touching = found.filter((group) => group.columns.some((name) => check.columns.includes(name)));
    const joined: Group = {
      columns: [...new Set([...touching.flatMap((group) => group.columns), ...check.columns])],
      conditions: [...touching.flatMap((group) => group.conditions), check.condition],
    };
    for (const group of touching) found.splice(found.indexOf(group), 1);
    found.push(joined);
  }
  return found;
}

async function solve(
  client: Client,
  table: FillableTable,
  group: Group,
  { choices, fixed, skip }: UnsolvedRow,
): Promise<ReadonlyMap<string, string>> {
  const varied = group.columns.filter((name) => choices.has(name)).slice(0, COLUMNS * 2);
  if (varied.length === 0) return new Map();
  // The more columns, the fewer values of each: the product stays in the thousands.
  const width = Math.max(3, Math.floor(Math.min(WIDTH, 20_000 ** (1 / varied.length))));
  const lists: { name: string; list: readonly string[] }[] = [];
  for (const name of varied)
    lists.push({ name, list: await valid(client, pickWidth(choices.get(name) ?? [], width)) });
  if (lists.some((one) => one.list.length === 0)) return new Map();
  const sources = lists.map(
    ({ name, list }, index) =>
      `(VALUES ${list.map((expression, place) => `(${place}, ${expression})`).join(', ')}) v${index}(place${index}, ${quoteIdentifier(name)})`,
  );
  const rest = group.columns.filter((name) => !varied.includes(name));
  const settled = rest.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    const passing =
      column?.default !== undefined && !column.default.includes('nextval(') ? column.default : 'NULL';
    return `CAST(${fixed.get(name) ?? passing} AS ${column?.type.sql ?? 'text'}) AS ${quoteIdentifier(name)}`;
  });
  if (settled.length > 0) sources.push(`(SELECT ${settled.join(', ')}) settled`);
  const where = group.conditions.map((condition) => `(${condition}) IS NOT FALSE`).join(' AND ');
  const order = lists.map((_, index) => `place${index}`);
  const sql = `SELECT ${order.join(', ')} FROM ${sources.join(', ')} WHERE ${where} ORDER BY ${order.join(' + ')}, ${order.join(', ')} LIMIT 64`;
  try {
    const { rows } = await client.query<number[]>({ text: sql, rowMode: 'array' });
    const row = rows[skip % Math.max(1, rows.length)];
    return new Map(lists.map(({ name, list }, index) => [name, list[row?.[index] ?? 0] ?? 'NULL']));
  } catch (error) {
    // A condition that fails on odd values (a division, a cast) is left to the insert to judge.
    if (sqlState(error) === undefined) throw error;
    return new Map();
  }
}

/** The first ones, and the last: that is where NULL stands. */
function pickWidth(list: readonly string[], width: number): readonly string[] {
  return list.length <= width ? list : [...list.slice(0, width - 1), list.at(-1) ?? ''];
}

/** Candidates that their own type takes: the check of a domain, the length of a bit string. */
export async function valid(client: Client, list: readonly string[]): Promise<readonly string[]> {
  try {
    await client.query(`SELECT ${list.join(', ')}`);
    return list;
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
  }
  const kept: string[] = [];
  for (const expression of list) {
    const fine = await client.query(`SELECT ${expression}`).then(
      () => true,
      (error: unknown) => {
        if (sqlState(error) === undefined) throw error;
        return false;
      },
    );
    if (fine) kept.push(expression);
  }
  return kept;
}
