import type { FillableTable } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import { LineIndex, nameOf, type ParsedStatement, parseStatements, plain } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { writesOf } from '../../../losses/read/writes.ts';
import type { Script } from '../../../project/folder.ts';
import { applyStatement } from '../../../script/model/apply-statement.ts';
import { type Origin, SchemaModel } from '../../../script/model/schema-model.ts';
import { namesOverTime } from '../../down/values/reading.ts';
import { type FilteredCopy, filteredCopies } from '../../sample/index.ts';
import { type Body, FunctionBodies } from './function-bodies.ts';
import { readDynamic } from './dynamic-text.ts';
import { type MadeValue, madeValues } from './made-values.ts';
import { type Change, changesOf, overwritingCalls, runningNodes } from './row-changes.ts';

/** Something that a script may change of rows that were there before it. */
export interface Written {
  readonly line: number;
  /** Of its statement, where that is one whose rows are counted. */
  readonly statement?: number;
  readonly table: FillableTable;
  /** The column that is overwritten, as it is called before the script; absent where whole rows may go. */
  readonly column?: string;
  /** All rows go (TRUNCATE), of which nobody counts how many. */
  readonly empties?: true;
  /** A change of type through an expression. */
  readonly converts?: true;
  /** The column that must be NULL in the rows that it changes. */
  readonly whereNull?: string;
}

/** Rows of a table that a script copies elsewhere, but not all of them. */
export interface PartlyCopied {
  readonly line: number;
  readonly table: FillableTable;
  readonly where: FilteredCopy['where'] | undefined;
  /** The columns whose values alone are copied, as they are called before the script. */
  readonly columns: FilteredCopy['columns'] | undefined;
}

/** A value that a statement of a script makes of columns that were there before it. */
export interface MadeOf extends Pick<MadeValue, 'questions' | 'elses'> {
  readonly line: number;
  /** Place of the statement in the script. */
  readonly statement: number;
  /** What it reads, as it is called before the script. */
  readonly reads: readonly { readonly table: FillableTable; readonly column: string }[];
  /** What it is put into, as `schema.table.column`, or `schema.table`, under the names in the end. */
  readonly target: string;
  /** The project's own functions that make it, in words. */
  readonly by: readonly string[];
}

/** What a script may do to the rows that were there before it. */
export interface Writing {
  readonly written: readonly Written[];
  readonly made: readonly MadeOf[];
  readonly copies: readonly PartlyCopied[];
  /** It copies some rows, or changed values, out of tables that it makes itself: what they hold, nobody asks. */
  readonly copiesUnasked: boolean;
  /** What may change rows and cannot be judged by made-up ones, a line each. */
  readonly unjudged: readonly string[];
}

/**
 * Reads which rows and values from before a script may change: in blocks of code, in queries below WITH and in the
 * functions that it calls too. The parser must be loaded.
 *
 * @param client on the database before the script
 * @param tables its tables
 * @param how whether the script goes forward
 */
export async function readWriting(
  client: Client,
  script: Script,
  tables: readonly FillableTable[],
  how: 'forward' | 'back' = 'forward',
): Promise<Writing> {
  const schema = await currentSchema(client);
  const model = new SchemaModel(schema);
  const bodies = new FunctionBodies(client);
  const lines = new LineIndex(script.sql);
  const found = {
    written: new Array<Written>(),
    made: new Array<MadeOf>(),
    copies: new Array<PartlyCopied>(),
    unjudged: new Array<string>(),
    copiesUnasked: false,
  };
  const fronts = await readFronts(client);
  const { statements } = parseStatements(script.statements);
  const names = namesOverTime(statements);
  const labelOf = (origin: Origin | undefined): string | undefined =>
    (origin?.schema === undefined ? (origin?.path ?? []) : [origin.schema])
      .map((schema) => `${schema}.${origin?.name}`)
      .find((label) => fronts.has(label) || tables.some((table) => table.label === label));
  const tableOf = (origin: Origin | undefined): FillableTable | undefined => {
    const label = labelOf(origin);
    const root = fronts.get(label ?? '')?.root;
    return tables.find((table) => (root === undefined ? table.label === label : table.oid === root));
  };
  const add = (
    { table, column, empties, converts, whereNull }: Change,
    where: { readonly line: number; readonly statement?: number },
  ): void => {
    const known = tableOf(model.originOf(table));
    const origin = column === undefined ? undefined : model.columnOriginOf(table, column);
    if (known === undefined || (column !== undefined && origin === undefined)) return;
    if (origin !== undefined && !known.columns.some(({ name }) => name === origin)) return;
    found.written.push({
      ...where,
      table: known,
      ...(origin === undefined ? {} : { column: origin }),
      ...(empties === true ? { empties } : {}),
      ...(converts === true ? { converts } : {}),
      ...(whereNull === undefined ? {} : { whereNull }),
    });
  };
  /** Values and rows of tables from before that a statement puts elsewhere. */
  const readMoves = async (one: ParsedStatement, line: number, place: number): Promise<void> => {
    const statement = one.index;
    for (const { target, calls, reads, from, questions, elses } of madeValues(one, how)) {
      const known = from.flatMap((name) =>
        reads.flatMap((read) => {
          const [table, column] = [tableOf(model.originOf(name)), model.columnOriginOf(name, read)];
          const isThere = table?.columns.some(({ name: own }) => own === column) === true;
          return isThere && column !== undefined ? [{ table, column }] : [];
        }),
      );
      if (known.length === 0) {
        found.copiesUnasked = true;
        continue;
      }
      const last = names.last({ table: target.table.name, column: target.column }, place);
      found.made.push({
        line,
        statement,
        reads: known,
        questions,
        elses,
        target: [
          target.table.schema ?? schema,
          last.table,
          ...(last.column === undefined ? [] : [last.column]),
        ].join('.'),
        by: await bodies.ownOf(calls),
      });
    }
    for (const copy of filteredCopies(one)) {
      const table = tableOf(model.originOf(copy.from));
      if (table === undefined) {
        found.copiesUnasked = true;
        continue;
      }
      const originOf = (column: string): string | undefined => model.columnOriginOf(copy.from, column);
      const columns = copy.columns && [...new Set(copy.columns.flatMap((one) => originOf(one) ?? []))];
      // A new column is NULL in every row; where the one that is copied is NULL, nothing is left behind.
      const leavesNone = copy.nullTests?.every(({ column, isNull }) => {
        const origin = originOf(column);
        if (isNull) return origin === undefined;
        const { notNull = false } = table.columns.find(({ name }) => name === origin) ?? {};
        return notNull || (columns?.length === 1 && columns[0] === origin);
      });
      if (leavesNone === true || columns?.length === 0) continue;
      found.copies.push({ line, table, where: copy.where, columns });
    }
  };
  for (const [place, statement] of statements.entries()) {
    const line = lines.positionOf(statement.start).line;
    const dynamic = readDynamic(statement.block?.dynamic ?? []);
    const nodes = [...runningNodes(statement), ...dynamic.nodes];
    for (const node of nodes) {
      const counted = !statement.nested && isSame(node, statement.node) ? { statement: statement.index } : {};
      for (const change of changesOf(node)) add(change, { line, ...counted });
    }
    bodies.learn(statement);
    for (const { table, column, calls } of nodes.flatMap((node) => overwritingCalls(node))) {
      const own = await bodies.ownOf(calls);
      const known = own.length === 0 ? undefined : tableOf(model.originOf(table));
      const origin = model.columnOriginOf(table, column);
      if (known?.columns.some(({ name }) => name === origin) === true)
        found.unjudged.push(
          `line ${line}: ${known.label}.${origin} is converted by ${own.join(', ')}, and what that makes of other values is not known`,
        );
    }
    const all = [statement, ...dynamic.statements];
    const into = (body: Body): void => {
      all.push(...body.statements);
      for (const change of body.nodes.flatMap((node) => changesOf(node))) add(change, { line });
      if (body.unread !== undefined) found.unjudged.push(`line ${line}: ${body.unread}`);
    };
    const called = await bodies.calledBy(nodes);
    called.forEach(into);
    const writes = [...nodes, ...called.flatMap((body) => body.nodes)].flatMap((node) => writesOf(node));
    const fired = new Set<string>();
    // What a trigger writes may fire others.
    for (const [event, relation] of writes) {
      const name = nameOf(relation);
      const key = `${event} ${plain(name)}`;
      if (fired.has(key)) continue;
      fired.add(key);
      const table = tableOf(model.originOf(name));
      const front = fronts.get(labelOf(model.originOf(name)) ?? '');
      if (table === undefined && front !== undefined)
        found.unjudged.push(`line ${line} changes rows through the view ${plain(name)}`);
      if (front?.hasRules === true && table !== undefined)
        found.unjudged.push(`line ${line} changes rows of ${table.label}, whose rules may change others`);
      for (const body of await bodies.firedBy({ oid: table?.oid, name: name.name }, event)) {
        into(body);
        for (const column of body.sets ?? []) add({ table: name, column }, { line });
        writes.push(...body.nodes.flatMap((node) => writesOf(node)));
      }
    }
    for (const why of statement.block?.unread.filter((one) => !one.includes('EXECUTE')) ?? [])
      found.unjudged.push(`line ${line}: a DO block ${why}, and may change rows`);
    if (dynamic.isUnread)
      found.unjudged.push(`line ${line} runs SQL that is put together as text, and may change rows`);
    for (const one of all) await readMoves({ ...one, index: statement.index }, line, place);
    applyStatement(model, statement);
  }
  return found;
}

async function currentSchema(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('SELECT current_schema() AS schema');
  return rows[0]?.schema ?? 'public';
}

/** Whether two nodes are one; walking makes new wrappers. */
const isSame = (a: Node, b: Node): boolean => Object.values(a)[0] === Object.values(b)[0];

/** What stands before the rows of a table. */
interface Front {
  /** Of a partition: the table that it belongs to, by its number. */
  readonly root: number | undefined;
  /** Whether rules (CREATE RULE) do something for what is written to it, or besides. */
  readonly hasRules: boolean;
}

/** Views, partitions, and tables with rules, by `schema.name`. */
async function readFronts(client: Client): Promise<ReadonlyMap<string, Front>> {
  const { rows } = await client.query<{ label: string; root: number | null; hasRules: boolean }>(
    `SELECT n.nspname || '.' || c.relname AS label, pg_partition_root(c.oid)::oid AS root, r.has AS "hasRules"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
       LATERAL (SELECT EXISTS (SELECT FROM pg_rewrite WHERE ev_class = c.oid AND ev_type <> '1') AS has) r
     WHERE (c.relkind = 'v' OR c.relkind IN ('r', 'p') AND (c.relispartition OR r.has)) AND n.nspname !~ '^pg_'`,
  );
  return new Map(rows.map(({ label, root, hasRules }) => [label, { root: root ?? undefined, hasRules }]));
}
