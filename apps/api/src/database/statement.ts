import type { SqlCall } from './sql.ts';

/** What a parameter of a statement may be; a date or an array travels as text or JSON text. */
export type SqlValue = string | number | boolean | null | Uint8Array;

declare const answer: unique symbol;

/**
 * A prepared statement whose every row is one JSON value, built by PostgreSQL. Its text may not depend on a request:
 * what varies is a parameter.
 */
export interface Statement<Parameters extends readonly SqlValue[], Answer> {
  /** Unique in the process: the server keeps the plan under it. */
  readonly name: string;
  readonly text: string;
  /** For the type checker alone. */
  readonly [answer]?: (parameters: Parameters) => Answer;
}

/** A statement with its parameters. */
export interface Call<Answer> {
  readonly statement: Statement<never, Answer>;
  readonly parameters: readonly SqlValue[];
}

const texts = new Map<string, string>();

/**
 * Declares a statement. `Answer` is what its JSON holds: the type of the zod schema that the route answers with, so
 * that the tests, which check every answer against its schema, check this promise too.
 * @param name unique; a second text under one name is a mistake in the program
 */
export function statement<Parameters extends readonly SqlValue[], Answer>(
  name: string,
  text: string,
): Statement<Parameters, Answer> {
  if ((texts.get(name) ?? text) !== text) throw new TypeError(`Two statements are called ${name}.`);
  texts.set(name, text);
  return { name, text };
}

/** Joins a statement with its parameters. */
export function call<Parameters extends readonly SqlValue[], Answer>(
  statement: Statement<Parameters, Answer>,
  ...parameters: Parameters
): Call<Answer> {
  return { statement, parameters };
}

/** Every statement declared so far, by name. */
export function declaredStatements(): ReadonlyMap<string, string> {
  return texts;
}

/** A call as the pool takes it: its row's only value is JSON, as text. */
export function statementOf(call: SqlCall<object> | Call<unknown>): SqlCall<object> {
  if ('text' in call) return call;
  const { statement: own, parameters } = call;
  const values = parameters.map((value) =>
    value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
  );
  return { name: own.name, text: own.text, values, types: asText };
}

const asText = { getTypeParser: () => (text: string) => text };

/** What rows of a call answer. */
export function read(call: SqlCall<object> | Call<unknown> | undefined, rows: readonly object[]): unknown[] {
  if (call === undefined || 'text' in call) return [...rows];
  return rows.map((row): unknown => {
    const [json] = Object.values(row);
    return typeof json === 'string' ? JSON.parse(json) : null;
  });
}
