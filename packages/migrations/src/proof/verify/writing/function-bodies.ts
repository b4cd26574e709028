import { type Client, quoteLiteral, splitStatements } from '@agora/postgres';
import {
  as,
  each,
  items,
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

import { columnsSet } from '../../../losses/read/columns-set.ts';
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

/** A trigger that the script makes. */
interface MadeTrigger {
  readonly table: string;
  readonly name: string;
  /** Bits of {@link EVENTS}. */
  readonly events: number;
  readonly calls: Name;
}

/** A trigger, or all of a table, that the script turns on or off. */
interface TriggerSwitch {
  readonly table: string;
  /** Absent for all of the table's. */
  readonly trigger: string | undefined;
  readonly isOn: boolean;
}

/** Large objects are not compared. */
const TAKING: ReadonlySet<string> = new Set(['lo_unlink', 'lo_truncate', 'lo_truncate64', 'lo_put']);

/** The functions of the project, those of PostgreSQL and of extensions left out: in the database, or made by the script. */
export class FunctionBodies {
  readonly #client: Client;
  readonly #made: OwnFunction[] = [];
  readonly #triggers: MadeTrigger[] = [];
  /** In the order of the script; a trigger that it makes or drops counts as turned on or off. */
  readonly #switches: TriggerSwitch[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  /** Goes past a statement of the script that may make a function or a trigger, or turn triggers off and on. */
  learn({ node, text }: ParsedStatement): void {
    this.#learnTriggers(node);
    const create = as(node, 'CreateFunctionStmt');
    if (create === undefined) return;
    const name = nameFrom(create.funcname);
    const options = [...each(create.options, 'DefElem')];
    const option = (wanted: string): string | undefined =>
      as(options.find(({ defname }) => defname === wanted)?.arg, 'String')?.sval;
    this.#made.push({
      name,
      language: option('language') ?? 'sql',
      isReader: (option('volatility') ?? 'volatile') !== 'volatile',
      definition: text,
    });
  }

  #learnTriggers(node: Node): void {
    const { relation, funcname, events = 0, trigname } = as(node, 'CreateTrigStmt') ?? {};
    if (relation !== undefined) {
      const [table, trigger] = [relation.relname ?? '', trigname ?? ''];
      this.#switches.push({ table, trigger, isOn: true });
      this.#triggers.push({ table, name: trigger, events, calls: nameFrom(funcname) });
    }
    const drop = as(node, 'DropStmt');
    if (drop?.removeType === 'OBJECT_TRIGGER')
      for (const one of drop.objects ?? []) {
        const [table = '', trigger] = strings(items(one)).slice(-2);
        this.#switches.push({ table, trigger, isOn: false });
      }
    const alter = as(node, 'AlterTableStmt');
    for (const { subtype = '', name } of each(alter?.cmds, 'AlterTableCmd')) {
      const [, verb, all] = /^AT_(Disable|Enable)(?:Always|Replica)?Trig(All|User)?$/.exec(subtype) ?? [];
      if (verb === undefined) continue;
      const trigger = all === undefined ? name : undefined;
      this.#switches.push({ table: alter?.relation?.relname ?? '', trigger, isOn: verb === 'Enable' });
    }
  }

  #fires(table: string, trigger: string, beforeScript = true): boolean {
    const last = this.#switches.findLast(
      (one) => one.table === table && (one.trigger ?? trigger) === trigger,
    );
    return last?.isOn ?? beforeScript;
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
   * @param table its number, unless the script makes it, and its name
   * @param event as `CREATE TRIGGER` writes it
   */
  async firedBy(
    { oid, name }: { readonly oid: number | undefined; readonly name: string },
    event: WriteEvent,
  ): Promise<readonly Body[]> {
    const there =
      oid === undefined
        ? []
        : await this.#select(
            `p.oid IN (SELECT t.tgfoid FROM pg_trigger t WHERE t.tgrelid = ${oid} AND NOT t.tgisinternal
         AND t.tgtype & ${EVENTS[event]} <> 0 AND t.tgname = ANY (ARRAY[${(await this.#firing(oid, name)).map((one) => quoteLiteral(one)).join(', ')}]::text[]))`,
          );
    const made = this.#triggers.filter(
      (one) => one.table === name && (one.events & EVENTS[event]) !== 0 && this.#fires(name, one.name),
    );
    const fired = [...there, ...(await this.#find(made.map(({ calls }) => calls)))];
    const bodies = fired.map((one): Body => ({
      ...bodyOf(one),
      sets: event === 'UPDATE' ? columnsSet(one.definition, { times: true }) : [],
    }));
    return [...bodies, ...(await this.calledBy(bodies.flatMap(({ nodes }) => nodes)))];
  }

  /** The triggers of a table that are on when the script comes to a place. */
  async #firing(oid: number, table: string): Promise<readonly string[]> {
    const { rows } = await this.#client.query<{ name: string; isOn: boolean }>(
      `SELECT tgname AS name, tgenabled <> 'D' AS "isOn" FROM pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal`,
    );
    return rows.flatMap((one) => (this.#fires(table, one.name, one.isOn) ? [one.name] : []));
  }

  /** All functions of the names: which of several with one name is meant, only their arguments would tell. */
  async #find(names: readonly Name[]): Promise<readonly OwnFunction[]> {
    const asked = names.filter(({ schema }) => schema !== 'pg_catalog');
    if (asked.length === 0) return [];
    const list = asked.map(({ name }) => quoteLiteral(name)).join(', ');
    const found = [...this.#made, ...(await this.#select(`p.proname = ANY (ARRAY[${list}]::text[])`))];
    return found.filter((one) =>
      asked.some(
        ({ name, schema }) =>
          name === one.name.name && (schema ?? one.name.schema) === (one.name.schema ?? schema),
      ),
    );
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
