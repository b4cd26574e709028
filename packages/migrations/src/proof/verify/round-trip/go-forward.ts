import { type Catalog, type FillableTable, readCatalog, readTables } from '@agora/catalog';
import { type Client, failedWith, serverError, sqlState, SQLSTATE } from '@agora/postgres';

import { type Forwards, runForwards, type ScriptObserver } from '../../replay.ts';
import { addNullRow, type Content, type ExtraRow, readContent, takeOut } from '../../sample/index.ts';
import { tablesInTheWay } from './in-the-way.ts';
import { countRows, type RowCounts } from './row-counts.ts';

/** How often tables are emptied; the last time all of them. */
const MOST_EMPTIED = 5;
/** How often it runs at all. */
const MOST_RUNS = 40;

/** Tables of which nobody saw what becomes of their rows. */
export interface Unseen {
  /** `schema.table`; all of them when it says so. */
  readonly tables: 'all' | ReadonlySet<string>;
  /** The database before the way forward. */
  readonly before: Catalog;
}

/** How a way forward went through. */
export interface Forward {
  /** What the tables held when it did. */
  readonly content: Content;
  /** How many rows they had. */
  readonly counts: RowCounts;
  /** Tables with rows were emptied for it. */
  readonly emptied: boolean;
  /** Of those, what nobody saw: elsewhere these tables may hold rows. */
  readonly unseen: Unseen | undefined;
  /** The extra rows that are still there. */
  readonly extras: readonly ExtraRow[];
  /** Places in the script of the statements that met no row. */
  readonly idle: ReadonlySet<number>;
}

/** What a way forward starts from. */
interface ForwardGround {
  /** Gains what was taken out. */
  readonly notes: string[];
  /** Rows that were added to show what it does to unusual data. */
  readonly extras?: readonly ExtraRow[];
  /** The tables, where they have been read already. */
  readonly tables?: readonly FillableTable[];
  /** Told of each statement besides. */
  readonly observer?: Pick<ScriptObserver, 'beforeStatement'>;
}

/**
 * Runs the way forward on filled tables. Many migrations refuse rows that nobody has, as by a required column or a unique
 * index: then the extra rows in the way are taken out, of NULLs only those that it refuses; then the table itself is
 * emptied, at last all tables. What was taken out is noted.
 */
export async function goForward(
  client: Client,
  forwards: Forwards,
  { notes, extras = [], tables, observer = {} }: ForwardGround,
): Promise<Forward | { readonly reason: string }> {
  let left = extras;
  let emptied = 0;
  let unseen: Unseen | undefined;
  const spared = new Map<string, Set<string>>();
  for (let run = 1; ; run += 1) {
    const content = await readContent(client, tables);
    const counts = await countRows(client, tables);
    const idle = new Set<number>();
    let untouched = true;
    try {
      await runForwards(client, forwards, {
        ...observer,
        ended: (statement, { rows }) => {
          if (rows === 0) idle.add(statement.index);
        },
        // Such a script may have left the database half-way.
        onStatementWise: () => {
          untouched = false;
          idle.clear();
        },
      });
      return { content, counts, emptied: emptied > 0, unseen, extras: left, idle };
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!untouched || !refusesRows(error) || emptied >= MOST_EMPTIED || run >= MOST_RUNS)
        return { reason: words };
      const culprits = await tablesInTheWay(error, forwards.up, tables ?? (await readTables(client)));
      const fewer = await giveWay(client, error, { left, spared, culprits });
      if (fewer !== undefined) {
        left = fewer.left;
        notes.push(`${fewer.what}: on them the way forward fails (${words})`);
        continue;
      }
      emptied += 1;
      const known = unseen?.tables ?? new Set<string>();
      const all =
        known === 'all' || emptied === MOST_EMPTIED || culprits.every(({ label }) => known.has(label));
      await empty(client, all ? undefined : culprits);
      const emptiedTables = all ? 'all' : new Set([...known, ...culprits.map(({ label }) => label)]);
      unseen = { tables: emptiedTables, before: unseen?.before ?? (await readCatalog(client)) };
      const what = all ? 'every table' : culprits.map(({ name }) => name).join(', ');
      notes.push(`${what} was emptied: on rows the way forward fails (${words})`);
    }
  }
}

/** Constraint violations, conversions that fail, and exceptions of the script's own checks. */
function refusesRows(error: unknown): boolean {
  return /^(?:2[123]|P0|42804|42P17|55006)/.test(sqlState(error) ?? '');
}

/** Extra rows in the order in which they give way: what is known to be unusual first, what was made for the script later. */
const GIVES_WAY: readonly (readonly [ExtraRow['kind'], string])[] = [
  ['odd', 'unusual values'],
  ['condition', 'values that the script looks for'],
  ['literal', 'values that the script mentions'],
  ['plain', 'further labels'],
  ['texts', 'values that the script converts'],
  ['twin', 'values that repeat others'],
  ['nulls', 'NULL'],
];
/** What stands in the way of a key. */
const REPEATS: ExtraRow['kind'] = 'twin';

/** Takes out the extra rows that are likely in the way; undefined when none is left. */
async function giveWay(
  client: Client,
  error: unknown,
  {
    left,
    spared,
    culprits,
  }: {
    readonly left: readonly ExtraRow[];
    readonly spared: Map<string, Set<string>>;
    readonly culprits: readonly FillableTable[];
  },
): Promise<{ readonly left: readonly ExtraRow[]; readonly what: string } | undefined> {
  const labels = culprits.map(({ label }) => label);
  const here = left.filter((row) => labels.includes(row.table.label));
  const column = serverError(error)?.column;
  const nulls = here.find((row) => row.kind === 'nulls');
  if (failedWith(error, SQLSTATE.notNullViolation) && column !== undefined && nulls !== undefined) {
    const except = spared.get(nulls.table.label) ?? new Set();
    except.add(column);
    spared.set(nulls.table.label, except);
    await takeOut(client, [nulls]);
    const other = await addNullRow(client, nulls.table, except);
    return {
      left: left.flatMap((row) => (row === nulls ? (other === undefined ? [] : [other]) : [row])),
      what: `rows in which ${nulls.table.label}.${column} is NULL were left out`,
    };
  }
  // Rows of other tables show what becomes of these.
  const suspects = culprits.length > 0 ? here : left;
  const first = failedWith(error, SQLSTATE.uniqueViolation, SQLSTATE.exclusionViolation)
    ? REPEATS
    : undefined;
  for (const [kind, words] of GIVES_WAY.toSorted(([a], [b]) => Number(b === first) - Number(a === first))) {
    const out = suspects.filter((row) => row.kind === kind);
    if (out.length === 0) continue;
    // Rows that point at them would point at nothing, or at what the migration puts in their place.
    const pointing = left.filter((row) => !out.includes(row) && pointsAt(row, out));
    await takeOut(client, [...out, ...pointing]);
    const where = labels.length > 0 ? ` of ${labels.join(', ')}` : '';
    return {
      left: left.filter((row) => !out.includes(row) && !pointing.includes(row)),
      what: `made-up rows${where} with ${words} were left out`,
    };
  }
  return undefined;
}

const pointsAt = ({ table }: ExtraRow, rows: readonly ExtraRow[]): boolean =>
  table.foreignKeys.some(
    ({ target }) => target !== table.oid && rows.some((row) => row.table.oid === target),
  );

/** @param tables all of them unless given */
async function empty(client: Client, tables: readonly FillableTable[] | undefined): Promise<void> {
  const names = tables?.map(({ name }) => name) ?? (await allTables(client));
  if (names.length === 0) return;
  const truncate = `TRUNCATE ${names.join(', ')} CASCADE`;
  await client.query(truncate).catch(async (error: unknown) => {
    // A trigger that forbids it, on a table that is append-only.
    if (sqlState(error) === undefined) throw error;
    await client.query(`SET LOCAL session_replication_role TO replica; ${truncate}`);
  });
}

async function allTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'agora')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`,
  );
  return rows.map((row) => row.name);
}
