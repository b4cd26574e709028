import type { Catalog } from '@agora/catalog';
import { each, nameFrom, parsePlpgsql, parseSql, relationsIn, strings } from '@agora/postgres/parser';

import { labelOf, type TableName } from './table.ts';

/** What a function does beyond the row it is given, as far as it is written out. */
export interface Reach {
  /** Tables and views that it, or what it calls, reads or writes; by label. */
  readonly tables: readonly string[];
  /** Whether it sends a NOTIFY. */
  readonly notifies: boolean;
  /** What cannot be read of it, each in words that follow "it". */
  readonly unread: readonly string[];
}

const RELATIONS: ReadonlySet<string> = new Set(['table', 'view', 'materialized view', 'foreign table']);
const ROUTINES: ReadonlySet<string> = new Set(['function', 'procedure']);

/** Reads the bodies of functions of one catalog. Pure, once `loadParser()` was awaited. */
export function reachOf(catalog: Catalog): (routine: string) => Reach {
  const objects = [...catalog.objects.values()];
  const bodies = new Map<string, string[]>();
  for (const { kind, schema, name, definition } of objects) {
    const sql = definition['definition'];
    if (!ROUTINES.has(kind) || typeof sql !== 'string') continue;
    const key = `${schema}.${name}`;
    bodies.set(key, [...(bodies.get(key) ?? []), sql]);
  }
  const relations = finder(
    objects.flatMap(({ kind, schema = '', name }) => (RELATIONS.has(kind) ? [{ schema, name }] : [])),
  );
  const routines = finder(
    objects.flatMap(({ kind, schema = '', name }) => (ROUTINES.has(kind) ? [{ schema, name }] : [])),
  );
  return (routine) => {
    const found = { tables: new Set<string>(), notifies: false, unread: new Set<string>() };
    const seen = new Set<string>();
    const follow = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const body of bodies.get(name) ?? []) {
        const { queries, unread } = queriesOf(body);
        for (const one of unread) found.unread.add(one);
        for (const query of queries) {
          const nodes = parse(query);
          if (nodes === undefined) {
            found.unread.add('holds a statement that does not parse');
            continue;
          }
          for (const relation of relationsIn(nodes)) {
            for (const label of relations(relation.schemaname, relation.relname ?? ''))
              found.tables.add(label);
          }
          if ([...each(nodes, 'NotifyStmt')].length > 0) found.notifies = true;
          for (const { funcname } of each(nodes, 'FuncCall')) {
            const called = strings(funcname).at(-1) ?? '';
            if (called === 'pg_notify') found.notifies = true;
            const { schema, name: bare } = nameFrom(funcname);
            for (const key of routines(schema, bare)) follow(key);
          }
        }
      }
    };
    follow(routine);
    return {
      tables: [...found.tables].toSorted(),
      notifies: found.notifies,
      unread: [...found.unread],
    };
  };
}

/** Labels by name; without a schema all that have it, for which one is meant depends on a search path. */
function finder(all: readonly TableName[]): (schema: string | undefined, name: string) => readonly string[] {
  const labels = new Map<string, Set<string>>();
  for (const one of all) labels.set(one.name, (labels.get(one.name) ?? new Set()).add(labelOf(one)));
  return (schema, name) => {
    const found = [...(labels.get(name) ?? [])];
    return schema === undefined ? found : found.filter((label) => label === labelOf({ schema, name }));
  };
}

/** The SQL in a CREATE FUNCTION. */
function queriesOf(definition: string): {
  readonly queries: readonly string[];
  readonly unread: readonly string[];
} {
  const [parsed] = each(parse(definition), 'CreateFunctionStmt');
  const options = [...each(parsed?.options, 'DefElem')];
  const argumentOf = (name: string): readonly string[] => {
    const argument = options.find(({ defname }) => defname === name)?.arg;
    return [...each([argument], 'String')].flatMap(({ sval }) => sval ?? []);
  };
  const [language = 'sql'] = argumentOf('language');
  if (language === 'sql') {
    const [body] = argumentOf('as');
    return { queries: [body ?? definition], unread: [] };
  }
  if (language !== 'plpgsql') return { queries: [], unread: [`is written in ${language}`] };
  const reading = parsePlpgsql(definition);
  if (reading === undefined) return { queries: [], unread: ['does not parse as PL/pgSQL'] };
  return {
    queries: [...reading.statements, ...reading.expressions],
    unread: reading.dynamic.length > 0 ? ['runs SQL that it puts together as text (EXECUTE)'] : [],
  };
}

function parse(sql: string): ReturnType<typeof parseSql> | undefined {
  try {
    return parseSql(sql);
  } catch {
    return undefined;
  }
}
