import { type Client, quoteLiteral, splitStatements } from '@agora/postgres';
import {
  as,
  each,
  type Name,
  nameFrom,
  parsePlpgsql,
  parseStatements,
  plain,
  strings,
  walk,
} from '@agora/postgres/parser';

import type { Node } from 'libpg-query';

import { extensionVolatile } from '../../script/model/builtin-volatility.ts';
import { SchemaModel } from '../../script/model/schema-model.ts';
import { queryAside, textOf } from './query-aside.ts';
import { EarlierStatements } from '../read/earlier-statements.ts';
import { assignmentsOf } from '../read/assignments.ts';
import { takingsOf } from '../read/read-takings.ts';

/** PostgreSQL's own functions that take something away. */
const TAKING: ReadonlySet<string> = new Set([
  'lo_unlink',
  'lo_truncate',
  'lo_truncate64',
  'lo_put',
  'pg_drop_replication_slot',
]);

/** Whether it is of PostgreSQL itself, and takes nothing away. */
export function isHarmless({ schema, name }: Name, model: SchemaModel): boolean {
  if (TAKING.has(name)) return false;
  return model.volatilityOf(schema === undefined ? { name } : { schema, name }).from === 'postgresql';
}

/** Which functions to look at: by name, or by their number. */
export type Wanted = { readonly name: Name; readonly path: readonly string[] } | { readonly oid: string };

/**
 * What functions take away, each in words: none if nothing. One that is not volatile may not write; of one in SQL or
 * PL/pgSQL the body is read, and what it calls.
 */
export async function harmOf(
  client: Client,
  wanted: Wanted,
  seen: Set<string> = new Set(),
): Promise<readonly string[]> {
  const found = await queryAside(client, [], lookup(wanted));
  if (found.length === 0 && 'name' in wanted)
    return [`${plain(wanted.name)}() is called, and is not there yet`];
  const harms: string[] = [];
  for (const row of found) {
    const oid = textOf(row, 'oid');
    if (seen.has(oid)) continue;
    seen.add(oid);
    const name = `${textOf(row, 'name')}()`;
    const body = bodyOf(row);
    if (typeof body === 'string') harms.push(`${name} is called, and ${body}`);
    else {
      const path = [textOf(row, 'schema'), 'public'];
      for (const call of body) harms.push(...(await harmOf(client, { name: call, path }, seen)));
    }
  }
  return harms;
}

/** The same of what a rule does beside or instead of what it is told of, from its CREATE RULE. */
export async function harmOfRule(client: Client, definition: string): Promise<readonly string[]> {
  const [statement] = parseStatements(splitStatements(definition)).statements;
  const actions = as(statement?.node, 'RuleStmt')?.actions;
  if (!statement) return ['it is not read'];
  const body = ofNodes(actions ?? []);
  if (typeof body === 'string') return [body];
  const harms: string[] = [];
  for (const name of body) harms.push(...(await harmOf(client, { name, path: ['public'] })));
  return harms;
}

/** What a function that a script makes takes away, from its CREATE FUNCTION: in words, or what it calls itself. */
export function harmOfText(definition: string): string | readonly Name[] {
  const [statement] = parseStatements(splitStatements(definition)).statements;
  const create = as(statement?.node, 'CreateFunctionStmt');
  const options = [...each(create?.options, 'DefElem')];
  const option = (name: string): string | undefined =>
    as(options.find(({ defname }) => defname === name)?.arg, 'String')?.sval;
  if (!create) return 'it cannot be read';
  if ((option('volatility') ?? 'volatile') !== 'volatile') return [];
  const language = option('language') ?? 'sql';
  if (language !== 'sql' && language !== 'plpgsql') return `it is written in ${language}, which is not read`;
  return language === 'sql' ? ofSql(definition) : ofPlpgsql(definition);
}

function lookup(wanted: Wanted): string {
  const condition =
    'oid' in wanted
      ? `p.oid = ${quoteLiteral(wanted.oid)}::oid`
      : `p.proname = ${quoteLiteral(wanted.name.name)} AND n.nspname = ANY (ARRAY[${(wanted.name.schema ===
        undefined
          ? ['pg_catalog', ...wanted.path]
          : [wanted.name.schema]
        )
          .map((one) => quoteLiteral(one))
          .join(', ')}]::text[])`;
  return `
    SELECT p.oid::text AS oid, p.proname AS name, n.nspname AS schema, p.provolatile::text AS volatility,
           l.lanname AS language,
           CASE WHEN p.prokind IN ('f', 'p') AND l.lanname IN ('sql', 'plpgsql')
                THEN pg_catalog.pg_get_functiondef(p.oid) END AS definition
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE ${condition}`;
}

/** What a function does: in words if it takes something or cannot be read, else what it calls. */
function bodyOf(row: Readonly<Record<string, unknown>>): readonly Name[] | string {
  const [name, schema, language] = [textOf(row, 'name'), textOf(row, 'schema'), textOf(row, 'language')];
  if (TAKING.has(name) && schema === 'pg_catalog') return 'it takes data away';
  if (schema === 'pg_catalog' || textOf(row, 'volatility') !== 'v' || extensionVolatile.has(name)) return [];
  const definition = textOf(row, 'definition');
  if (definition === '') return `it is written in ${language}, which is not read`;
  return language === 'sql' ? ofSql(definition) : ofPlpgsql(definition);
}

function ofSql(definition: string): readonly Name[] | string {
  const [statement] = parseStatements(splitStatements(definition)).statements;
  const create = as(statement?.node, 'CreateFunctionStmt');
  if (create?.sql_body) {
    // Written as BEGIN ATOMIC or RETURN: its statements are part of the tree, not of the text.
    return ofNodes([create.sql_body]);
  }
  const body = [...each(create?.options, 'DefElem')].find(({ defname }) => defname === 'as');
  const text = body?.arg && 'List' in body.arg ? strings(body.arg.List.items)[0] : undefined;
  return text === undefined ? 'it cannot be read' : ofText(text);
}

/** Of statements that have no text of their own. */
function ofNodes(nodes: readonly Node[]): readonly Name[] | string {
  if ([...each(nodes, 'DeleteStmt')].length > 0 || [...each(nodes, 'MergeStmt')].length > 0)
    return 'it deletes rows';
  const [overwritten] = nodes.flatMap((root) => [...walk(root)].flatMap((node) => assignmentsOf(node)));
  if (overwritten) return `it overwrites values of ${overwritten.table.name}.${overwritten.column}`;
  const calls = [...each(nodes, 'FuncCall')].map((call) => nameFrom(call.funcname));
  return calls.filter((call) => !isHarmless(call, new SchemaModel('public')));
}

function ofPlpgsql(definition: string): readonly Name[] | string {
  const reading = parsePlpgsql(definition);
  if (!reading) return 'it cannot be read';
  if (reading.dynamic.length > 0) return 'it runs SQL that it puts together as text (EXECUTE)';
  return ofText([...reading.statements, ...reading.expressions].join(';\n'));
}

/** What the statements of a body do, by the same reading as those of a script. */
function ofText(text: string): readonly Name[] | string {
  const { statements, failures } = parseStatements(splitStatements(text));
  if (failures.length > 0) return 'it cannot be read';
  const model = new SchemaModel('public');
  const calls: Name[] = [];
  for (const statement of statements) {
    for (const taking of takingsOf(statement, model, new EarlierStatements())) {
      if (taking.kind === 'call') calls.push(taking.name);
      else if (taking.kind === 'delete') return `it deletes rows of ${taking.table.name}`;
      else if (taking.kind === 'values')
        return `it overwrites values of ${taking.table.name}.${taking.column}`;
      else if (taking.kind !== 'write') return 'it drops or empties something';
    }
  }
  return calls.filter((call) => !isHarmless(call, model));
}
