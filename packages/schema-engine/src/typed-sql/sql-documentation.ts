/** What the comments of a TypedSQL file say: `-- @description ...` and `-- @param {Int?} $1:name description`. */
interface SqlDocumentation {
  readonly description: string | null;
  readonly parameters: ReadonlyMap<number, ParameterDocumentation>;
}

interface ParameterDocumentation {
  readonly name?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly description?: string;
}

/** Types of @param and the engine's names for them; anything else is the name of an enum. */
const typeNames: Readonly<Record<string, string>> = {
  int: 'int',
  bigint: 'bigint',
  float: 'float',
  decimal: 'decimal',
  boolean: 'bool',
  string: 'string',
  datetime: 'datetime',
  json: 'json',
  bytes: 'bytes',
  uuid: 'uuid',
};

/** Source: https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/typedsql */
export function parseSqlDocumentation(sql: string): SqlDocumentation {
  const parameters = new Map<number, ParameterDocumentation>();
  let description: string | null = null;
  for (const [, tag, text] of sql.matchAll(/^\s*--\s*@(description|param)\s+(.*?)\s*$/gm)) {
    if (tag === 'description') description = text || null;
    else addParameter(parameters, text ?? '');
  }
  return { description, parameters };
}

function addParameter(parameters: Map<number, ParameterDocumentation>, text: string): void {
  const match = /^(?:\{\s*(\w+)(\[\])?(\?)?\s*\}\s*)?\$(\d+)(?::(\w+))?(\?)?\s*(.*)$/.exec(text);
  if (match === null) return;
  const [, type, array, optional, number, name, optionalAfter, description] = match;
  const nullable = Boolean(optional ?? optionalAfter);
  parameters.set(Number(number), {
    ...(name ? { name } : {}),
    ...(type ? { type: `${typeNames[type.toLowerCase()] ?? type}${array ? '-array' : ''}` } : {}),
    ...(nullable ? { nullable } : {}),
    ...(description ? { description } : {}),
  });
}
