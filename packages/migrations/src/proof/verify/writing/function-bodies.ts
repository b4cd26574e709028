import { type Client, identifier, quoteLiteral, splitStatements } from '@agora/postgres';
import {
  as,
  each,
  type Name,
  nameFrom,
  parsePlpgsql,
  type ParsedStatement,
  parseStatements,
  plain,
  strings,
  walk,
} from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import type { WriteEvent } from '../../../losses/read/taking.ts';
import { readDynamic } from './dynamic-text.ts';
import { callsIn } from './row-changes.ts';

/** What runs when a function is called. */
export interface Body {
  readonly nodes: readonly Node[];
  /** Its statements, as far as they have a text of their own. */
  readonly statements: readonly ParsedStatement[];
  /** Of a trigger: the columns of its row that it may set. */
  readonly sets?: readonly string[];
  /** What of it nobody can read, in words; absent where all of it is read. */
  readonly unread?: string;
}

/** A function of the project's own. */
interface OwnFunction {
  readonly name: Name;
  readonly language: string;
  /** It may not write, says PostgreSQL. */
  readonly isReader: boolean;
  /** Its CREATE FUNCTION. */
  readonly definition: string;
}

/** Large objects are not compared. */
const TAKING: ReadonlySet<string> = new Set(['lo_unlink', 'lo_truncate', 'lo_truncate64', 'lo_put']);

/** The functions of the project, those of PostgreSQL and of extensions left out: in the database, or made by the script. */
export class FunctionBodies {
  readonly #client: Client;
  readonly #made = new Map<string, OwnFunction>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Goes past a statement of the script that may make a function. */
  learn({ node, text }: ParsedStatement): void {
    const create = as(node, 'CreateFunctionStmt');
    if (create === undefined) return;
    const name = nameFrom(create.funcname);
    const options = [...each(create.options, 'DefElem')];
    const option = (wanted: string): string | undefined =>
      as(options.find(({ defname }) => defname === wanted)?.arg, 'String')?.sval;
    this.#made.set(name.name, {
      name,
      language: option('language') ?? 'sql',
      isReader: (option('volatility') ?? 'volatile') !== 'volatile',
      definition: text,
    });
  }

  /** Which of some functions are the project's own, in words. */
  async ownOf(names: readonly Name[]): Promise<readonly string[]> {
    const found = await this.#find(names);
    return [...new Set(found.map(({ name }) => `${plain(name)}()`))];
  }

  /** The bodies of what nodes call, and of what these call. */
  async calledBy(nodes: readonly Node[]): Promise<readonly Body[]> {
    const bodies: Body[] = [];
    const seen = new Set<string>();
    let calls = callsIn(nodes);
    const taking = calls.filter(({ name }) => TAKING.has(name));
    bodies.push(
      ...taking.map(({ name }) => ({
        ...NOTHING,
        unread: `${name}() changes large objects, which are not compared`,
      })),
    );
    while (calls.length > 0) {
      const own = (await this.#find(calls)).filter(({ definition }) => !seen.has(definition));
      const next = own.map((one) => {
        seen.add(one.definition);
        return bodyOf(one);
      });
      bodies.push(...next);
      calls = callsIn(next.flatMap((body) => body.nodes));
    }
    return bodies;
  }

  /**
   * The bodies of the triggers that fire when rows of a table are written, and of what these call.
   * @param event as `CREATE TRIGGER` writes it
   */
  async firedBy(table: number, event: WriteEvent): Promise<readonly Body[]> {
    const fired = await this.#select(
      `p.oid IN (SELECT t.tgfoid FROM pg_trigger t WHERE t.tgrelid = ${table} AND NOT t.tgisinternal AND t.tgenabled <> 'D'
         AND t.tgtype & ${EVENTS[event]} <> 0)`,
    );
    const bodies = fired.map((one): Body => ({
      ...bodyOf(one),
      sets: event === 'UPDATE' ? columnsSet(one.definition) : [],
    }));
    return [...bodies, ...(await this.calledBy(bodies.flatMap(({ nodes }) => nodes)))];
  }

  async #find(names: readonly Name[]): Promise<readonly OwnFunction[]> {
    const made = names.flatMap(({ name }) => this.#made.get(name) ?? []);
    const asked = names.filter(({ name, schema }) => schema !== 'pg_catalog' && !this.#made.has(name));
    if (asked.length === 0) return made;
    const list = asked.map(({ name }) => quoteLiteral(name)).join(', ');
    const found = await this.#select(`p.proname = ANY (ARRAY[${list}]::text[])`);
    const named = found.filter((one) =>
      asked.some(
        ({ name, schema }) => name === one.name.name && (schema ?? one.name.schema) === one.name.schema,
      ),
    );
    return [...made, ...named];
  }

  async #select(condition: string): Promise<readonly OwnFunction[]> {
    const { rows } = await this.#client.query<{
      schema: string;
      name: string;
      language: string;
      reader: boolean;
      definition: string;
    }>(
      `SELECT n.nspname AS schema, p.proname AS name, l.lanname AS language, p.provolatile <> 'v' AS reader,
              pg_get_functiondef(p.oid) AS definition
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
       WHERE p.prokind IN ('f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND ${condition}
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`,
    );
    return rows.map(({ schema, name, language, reader, definition }) => ({
      name: { schema, name },
      language,
      isReader: reader,
      definition,
    }));
  }
}

/** Bits of pg_trigger.tgtype. */
const EVENTS = { INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 } as const;

/** The columns that a trigger's code assigns in its row. */
function columnsSet(definition: string): readonly string[] {
  const assigned = definition.matchAll(
    /(?::=|^|;|\bthen|\belse|\bbegin)\s*new\s*\.\s*("[^"]+"|\w+)\s*:?=/gim,
  );
  return [...new Set([...assigned].flatMap(([, name]) => identifier(name ?? '') ?? []))];
}

const NOTHING: Body = { nodes: [], statements: [] };

function bodyOf({ name, language, isReader, definition }: OwnFunction): Body {
  if (isReader) return NOTHING;
  const unread = (why: string): Body => ({ ...NOTHING, unread: `${plain(name)}() is called, and ${why}` });
  if (language === 'plpgsql') {
    const reading = parsePlpgsql(definition);
    if (reading === undefined) return unread('it cannot be read');
    const own = readText([...reading.statements, ...reading.expressions].join(';\n'));
    if (own === undefined) return unread('it cannot be read');
    const texts = parseStatements(splitStatements(reading.dynamic.join(';\n'))).statements;
    const dynamic = readDynamic(texts.map(({ node }) => node));
    const all = {
      nodes: [...own.nodes, ...dynamic.nodes],
      statements: [...own.statements, ...dynamic.statements],
    };
    return dynamic.isUnread ? { ...unread('it runs SQL that is put together as text'), ...all } : all;
  }
  if (language !== 'sql') return unread(`it is written in ${language}, which is not read`);
  const [statement] = parseStatements(splitStatements(definition)).statements;
  const create = as(statement?.node, 'CreateFunctionStmt');
  if (create?.sql_body !== undefined) return { ...NOTHING, nodes: [...walk([create.sql_body])] };
  const body = [...each(create?.options, 'DefElem')].find(({ defname }) => defname === 'as');
  const text = strings(as(body?.arg, 'List')?.items)[0];
  return (text === undefined ? undefined : readText(text)) ?? unread('it cannot be read');
}

/** The statements of a text; undefined where one cannot be read. */
function readText(text: string): Body | undefined {
  const { statements, failures } = parseStatements(splitStatements(text));
  if (failures.length > 0) return undefined;
  return { nodes: [...walk(statements.map(({ node }) => node))], statements };
}
