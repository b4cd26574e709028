import type { DeleteStmt, InsertStmt, UpdateStmt } from 'libpg-query';

import { ownWords } from '@agora/postgres';
import { as, each, type ParsedStatement } from '@agora/postgres/parser';

import type { SchemaModel } from '../../../script/model/schema-model.ts';
import { isTimeOrVolatile } from './volatile.ts';

/** A statement that changes rows, in pieces of its text. */
export interface ChangeText {
  /** Without RETURNING, which nobody reads in a migration. */
  readonly text: string;
  /** `WITH a AS (...) `, or nothing. */
  readonly withText: string;
  /** Where a node stands in the text, by its location. */
  readonly at: (location: number | undefined) => number;
}

type Change = Pick<UpdateStmt & DeleteStmt & InsertStmt, 'withClause' | 'returningClause'>;

/** @param verb its own, below those of a WITH in front of it */
export function readChangeText(statement: ParsedStatement, change: Change, verb: string): ChangeText {
  const words = ownWords(statement.text);
  const returning =
    change.returningClause === undefined ? undefined : words.findLast(({ word }) => word === 'returning');
  const text = statement.text.slice(0, returning?.start).trim();
  const begin = change.withClause === undefined ? undefined : words.find(({ word }) => word === verb);
  return {
    text,
    withText: begin === undefined ? '' : text.slice(0, begin.start),
    at: (location) => statement.at(location) - statement.start,
  };
}

/** Why the queries of a WITH cannot be asked again for each batch; undefined where they can. */
export function withObstacle(
  clauses: readonly (UpdateStmt['withClause'] | undefined)[],
  model: SchemaModel,
): string | undefined {
  for (const query of each(clauses, 'CommonTableExpr')) {
    if (as(query.ctequery, 'SelectStmt') === undefined)
      return 'its WITH changes rows too, which is not done again for each batch: write each change by itself';
    if (isTimeOrVolatile(query.ctequery, model))
      return 'its WITH makes values that are others each time: write backfill.sql by hand';
  }
  return undefined;
}

/** The texts of a list of expressions that begin at these places, their aliases and commas left out. */
export function listTexts(
  text: string,
  items: readonly { readonly start: number; readonly alias: boolean }[],
  end: number,
  tokens: readonly { readonly start: number; readonly end: number }[],
): readonly string[] {
  return items.map(({ start, alias }, index) => {
    const stop = items[index + 1]?.start ?? end;
    const own = tokens.filter((one) => one.start >= start && one.end <= stop);
    const word = (place: number): string => {
      const token = own.at(place);
      return token === undefined ? '' : text.slice(token.start, token.end).toLowerCase();
    };
    if (word(-1) === ',') own.pop();
    if (alias) own.pop();
    if (alias && word(-1) === 'as') own.pop();
    return text.slice(start, own.at(-1)?.end ?? start);
  });
}
