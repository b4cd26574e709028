import type { IndexStmt } from 'libpg-query';

import { quoteIdentifier } from '@agora/postgres';
import { as, each, type Name, type ParsedStatement, quoted } from '@agora/postgres/parser';

import type { Facts, TableState } from '../facts.ts';
import { freeName, madeName, slugOf } from '../names.ts';
import type { Draft, Rewriting } from '../step.ts';
import { endOfName, tokensOf } from '../text.ts';

/** An index of a partitioned table. */
export interface PartitionedIndex {
  readonly statement: ParsedStatement;
  readonly index: IndexStmt;
  readonly table: Name;
  readonly state: TableState | undefined;
  readonly facts: Facts;
}

/** The index of the whole without its parts, each part built CONCURRENTLY, and attached. */
export function indexByPartitions(given: PartitionedIndex): Rewriting {
  const { statement, index, table, state, facts } = given;
  const leaves = state && leavesOf(state, facts);
  if (leaves === undefined)
    return {
      left: 'partitions that are partitioned themselves, or that no migration before this one makes, are left to you',
    };
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
  const parts = leaves.map((part) => {
    const name = freeName(
      (label) => madeName(part.name, columns.join('_'), label),
      'idx',
      (one) => facts.taken.has(`${schemaOf(part, table)}.${one}`),
    );
    return {
      name: { ...part, name },
      build: {
        kind: 'build',
        sql: `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quoteIdentifier(name)} ON ${quoted(part)}${tail}`,
        suffix: slugOf(name),
      } satisfies Draft,
    };
  });
  const whole = quoted(
    table.schema === undefined ? { name: index.idxname } : { ...table, name: index.idxname },
  );
  return {
    drafts: [
      parent,
      ...parts.map(({ build }) => build),
      ...parts.map(({ name }): Draft => ({
        kind: 'change',
        sql: `ALTER INDEX ${whole} ATTACH PARTITION ${quoted(name)}`,
      })),
    ],
  };
}

/** The partitions, unless one is partitioned itself. */
export function leavesOf(state: TableState, facts: Facts): readonly Name[] | undefined {
  const isLeaf = (part: Name): boolean => {
    const known = facts.tables.get(`${part.schema ?? 'public'}.${part.name}`);
    return known !== undefined && !known.partitioned;
  };
  return state.partitions.every(isLeaf) ? state.partitions : undefined;
}

function schemaOf(part: Name, table: Name): string {
  return part.schema ?? table.schema ?? 'public';
}

function withoutConcurrently(text: string): string {
  const word = tokensOf(text).find(({ start, end }) => /^concurrently$/i.test(text.slice(start, end)));
  return word === undefined ? text : text.slice(0, word.start) + text.slice(word.end).trimStart();
}
