import type { FillableTable } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import { LineIndex, parseStatements } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import type { Script } from '../../../project/folder.ts';
import { applyStatement } from '../../../script/model/apply-statement.ts';
import { type Origin, SchemaModel } from '../../../script/model/schema-model.ts';
import { type FilteredCopy, filteredCopy } from '../../sample/index.ts';
import { FunctionBodies } from './function-bodies.ts';
import { changesRowsUnread } from './dynamic-text.ts';
import { type Change, changesOf, overwritingCalls, runningNodes } from './row-changes.ts';

/** Something that a script may change of rows that were there before it. */
export interface Written {
  readonly line: number;
  /** Of its statement, where that is one whose rows are counted. */
  readonly statement?: number;
  readonly table: FillableTable;
  /** The column that is overwritten, as it is called before the script; absent where whole rows may go. */
  readonly column?: string;
  /** A change of type through an expression. */
  readonly converts?: true;
}

/** Rows of a table that a script copies elsewhere, but not all of them. */
export interface PartlyCopied extends Omit<FilteredCopy, 'from'> {
  readonly line: number;
  readonly table: FillableTable;
}

/** What a script may do to the rows that were there before it. */
export interface Writing {
  readonly written: readonly Written[];
  readonly copies: readonly PartlyCopied[];
  /** What may change rows and cannot be judged by made-up ones, a line each. */
  readonly unjudged: readonly string[];
}

/**
 * Reads which rows and values from before a script may change: in blocks of code, in queries below WITH and in the
 * functions that it calls too. The parser must be loaded.
 *
 * @param client on the database before the script
 * @param tables its tables
 */
export async function readWriting(
  client: Client,
  script: Script,
  tables: readonly FillableTable[],
): Promise<Writing> {
  const model = new SchemaModel(await currentSchema(client));
  const bodies = new FunctionBodies(client);
  const lines = new LineIndex(script.sql);
  const found = {
    written: new Array<Written>(),
    copies: new Array<PartlyCopied>(),
    unjudged: new Array<string>(),
  };
  const tableOf = (origin: Origin | undefined): FillableTable | undefined => {
    const schemas = origin?.schema === undefined ? (origin?.path ?? []) : [origin.schema];
    return schemas
      .map((schema) => tables.find(({ label }) => label === `${schema}.${origin?.name}`))
      .find((table) => table !== undefined);
  };
  const add = (
    { table, column, converts }: Change,
    where: { readonly line: number; readonly statement?: number },
    schema: SchemaModel,
  ): void => {
    const known = tableOf(schema.originOf(table));
    const origin = column === undefined ? undefined : schema.columnOriginOf(table, column);
    if (known === undefined || (column !== undefined && origin === undefined)) return;
    if (origin !== undefined && !known.columns.some(({ name }) => name === origin)) return;
    found.written.push({
      ...where,
      table: known,
      ...(origin === undefined ? {} : { column: origin }),
      ...(converts === true ? { converts } : {}),
    });
  };
  for (const statement of parseStatements(script.statements).statements) {
    const line = lines.positionOf(statement.start).line;
    const nodes = runningNodes(statement);
    for (const node of nodes) {
      const counted = !statement.nested && isSame(node, statement.node) ? { statement: statement.index } : {};
      for (const change of changesOf(node)) add(change, { line, ...counted }, model);
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
    for (const body of await bodies.calledBy(nodes)) {
      const inside = new SchemaModel(model.defaultSchema);
      for (const change of body.nodes.flatMap((node) => changesOf(node))) add(change, { line }, inside);
      if (body.unread !== undefined) found.unjudged.push(`line ${line}: ${body.unread}`);
    }
    for (const why of statement.block?.unread.filter((one) => !one.includes('EXECUTE')) ?? [])
      found.unjudged.push(`line ${line}: a DO block ${why}, and may change rows`);
    if (statement.block !== undefined && changesRowsUnread(statement.text))
      found.unjudged.push(`line ${line} runs SQL that is put together as text, and may change rows`);
    const copied = filteredCopy(statement);
    const source = copied && tableOf(model.originOf(copied.from));
    if (copied && source !== undefined) found.copies.push({ ...copied, line, table: source });
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
