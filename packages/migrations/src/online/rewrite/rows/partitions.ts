import type { IndexStmt } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import { as, each, type Name, type ParsedStatement, quoted } from '@agora/postgres/parser';

import { madeName } from '../../../script/made-name.ts';
import type { Facts, TableState } from '../facts.ts';
import { distinctNames, freeName, suffixOf } from '../names.ts';
import type { Draft, Rewriting } from '../step.ts';
import { endOfName, tokensOf } from '../text.ts';

/** An index of a partitioned table. */
interface PartitionedIndex {
  readonly statement: ParsedStatement;
  readonly index: IndexStmt;
  readonly table: Name;
  readonly state: TableState | undefined;
  readonly facts: Facts;
}

/** The index of the whole without its parts, each part built CONCURRENTLY, and attached. */
export function indexByPartitions(given: PartitionedIndex): Rewriting {
  const { statement, index, table, state, facts } = given;
  const below = state && descendantsOf(table, state, facts);
  if (below === undefined)
    return { left: 'partitions that no migration before this one makes are left to you' };
  if (index.idxname === undefined)
    return { left: 'give the index a name: its parts are attached to it by name' };
  const text = statement.text;
  const at = statement.at(index.relation?.location) - statement.start;
  const end = endOfName(text, at);
  const before = text.slice(0, at).replace(/\bonly\s+$/i, '');
  const tail = text.slice(end);
  const parent: Draft = {
    kind: 'change',
    sql: `${withoutConcurrently(before)}ONLY ${text.slice(at, end)}${tail}`,
  };
  const columns = [...each(index.indexParams, 'IndexElem')].map((element) => {
    const call = as(element.expr, 'FuncCall')?.funcname?.at(-1);
    return element.name ?? as(call, 'String')?.sval ?? 'expr';
  });
  const names = distinctNames(
    below.map(({ part }) => part),
    (part, given) => {
      const schema = schemaOf(part, table);
      const isTaken = (name: string): boolean =>
        [facts.taken, given].some((taken) => taken.has(`${schema}.${name}`)) || name === index.idxname;
      return {
        schema,
        name: freeName((label) => madeName(part.name, columns.join('_'), label), 'idx', isTaken),
      };
    },
  );
  const nameIn = (part: Name): string => names.get(part) ?? '';
  const whole: Name =
    table.schema === undefined ? { name: index.idxname } : { ...table, name: index.idxname };
  const create = `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX`;
  const parts = below.map(({ part, of, isLeaf }) => {
    const name = nameIn(part);
    const draft: Draft = isLeaf
      ? {
          kind: 'build',
          sql: `${create} CONCURRENTLY ${quoteIdentifier(name)} ON ${quoted(part)}${tail}`,
          suffix: suffixOf(name),
        }
      : { kind: 'change', sql: `${create} ${quoteIdentifier(name)} ON ONLY ${quoted(part)}${tail}` };
    const parentIndex = of === table ? whole : { ...of, name: nameIn(of) };
    return { draft, isLeaf, attach: attachSql(parentIndex, { ...part, name }) };
  });
  return {
    drafts: [
      parent,
      ...parts.filter(({ isLeaf }) => !isLeaf).map(({ draft }) => draft),
      ...parts.filter(({ isLeaf }) => isLeaf).map(({ draft }) => draft),
      ...parts.toReversed().map(({ attach }): Draft => ({ kind: 'change', sql: attach })),
    ],
  };
}

/** The index of a partition becomes a part of that of the table above it. */
export function attachSql(index: Name, part: Name): string {
  return `ALTER INDEX ${quoted(index)} ATTACH PARTITION ${quoted(part)}`;
}

/** A partition at any depth. */
interface Descendant {
  readonly part: Name;
  /** The table that it is a partition of. */
  readonly of: Name;
  readonly isLeaf: boolean;
}

/** All partitions below a table, each before its own; undefined where one is not known. */
export function descendantsOf(
  table: Name,
  state: TableState,
  facts: Facts,
): readonly Descendant[] | undefined {
  const found: Descendant[] = [];
  for (const part of state.partitions) {
    const known = facts.tables.get(`${part.schema ?? 'public'}.${part.name}`);
    const below = known && descendantsOf(part, known, facts);
    if (known === undefined || below === undefined) return undefined;
    found.push({ part, of: table, isLeaf: !known.partitioned }, ...below);
  }
  return found;
}

function schemaOf(part: Name, table: Name): string {
  return part.schema ?? table.schema ?? 'public';
}

function withoutConcurrently(text: string): string {
  const word = tokensOf(text).find(({ start, end }) => /^concurrently$/i.test(text.slice(start, end)));
  return word === undefined ? text : text.slice(0, word.start) + text.slice(word.end).trimStart();
}
