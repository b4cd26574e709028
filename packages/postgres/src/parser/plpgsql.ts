/** What a body in PL/pgSQL runs, as far as it is written out. */
export interface PlpgsqlReading {
  /** Statements as they stand in the text, save that an INTO is taken out. */
  readonly statements: readonly string[];
  /** Expressions, each as a SELECT; an assignment by its right side. */
  readonly expressions: readonly string[];
  /** Those of the expressions whose values are run as statements: of EXECUTE and its like. */
  readonly dynamic: readonly string[];
}

/** Fields whose expression gives the text of a statement, by the node that they are of; `dynquery` is one anywhere. */
const DYNAMIC: ReadonlySet<string> = new Set(['PLpgSQL_stmt_dynexecute', 'PLpgSQL_stmt_dynfors']);

/** How the text of an expression is to be parsed (RawParseMode): 0 is a statement, 2 an expression, from 3 an assignment. */
const STATEMENT = 0;
const ASSIGNMENT = 3;

/** Collects what libpg-query's parser for PL/pgSQL found in a DO block or a CREATE FUNCTION. */
export function readPlpgsql(root: unknown): PlpgsqlReading {
  const reading = {
    statements: new Array<string>(),
    expressions: new Array<string>(),
    dynamic: new Array<string>(),
  };
  collect(root, '', '', reading);
  return reading;
}

function collect(
  value: unknown,
  node: string,
  field: string,
  reading: { statements: string[]; expressions: string[]; dynamic: string[] },
): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, node, field, reading);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key !== 'PLpgSQL_expr') {
      const isNode = key.startsWith('PLpgSQL_');
      collect(inner, isNode ? key : node, isNode ? field : key, reading);
      continue;
    }
    const { query, mode } = expression(inner);
    if (mode === STATEMENT) reading.statements.push(query);
    else if (mode < ASSIGNMENT) reading.expressions.push(`SELECT ${query}`);
    else reading.expressions.push(`SELECT ${query.replace(/^.*?:?=/s, '')}`);
    if (field === 'dynquery' || (field === 'query' && DYNAMIC.has(node)))
      reading.dynamic.push(`SELECT ${query}`);
  }
}

function expression(value: unknown): { readonly query: string; readonly mode: number } {
  if (typeof value !== 'object' || value === null) return { query: '', mode: STATEMENT };
  const query = 'query' in value && typeof value.query === 'string' ? value.query : '';
  const mode = 'parseMode' in value && typeof value.parseMode === 'number' ? value.parseMode : STATEMENT;
  return { query, mode };
}
