import { type QualifiedName, TokenReader } from '@agora/postgres';

/** Data that a statement takes away. */
export interface Loss {
  readonly table: QualifiedName;
  readonly column?: string;
  /** Only the rows for which this holds. */
  readonly where?: string;
}

/** Tables and columns that a statement drops or empties. */
export function lossesOf(text: string): readonly Loss[] {
  const reader = new TokenReader(text);
  if (reader.take('drop', 'table')) {
    reader.take('if', 'exists');
    return names(reader).map((table) => ({ table }));
  }
  if (reader.take('truncate')) {
    reader.take('table');
    reader.take('only');
    return names(reader).map((table) => ({ table }));
  }
  if (reader.take('delete', 'from')) {
    reader.take('only');
    const where = conditionOf(text);
    return names(reader).map((table) => ({ table, ...(where === undefined ? {} : { where }) }));
  }
  const altered = alteredTable(text);
  return altered ? droppedColumns(text).map((column) => ({ table: altered, column })) : [];
}

const PLAIN_DELETE =
  /^\s*DELETE\s+FROM\s+(?:ONLY\s+)?(?:"(?:[^"]|"")+"|[\w$])+(?:\.(?:"(?:[^"]|"")+"|[\w$]+))?\s+WHERE\s+(.+?);?\s*$/is;

/** Which rows a DELETE takes, where its condition can stand in a SELECT of that table alone. */
function conditionOf(text: string): string | undefined {
  const condition = PLAIN_DELETE.exec(text)?.[1];
  return condition === undefined || /\b(?:returning|current\s+of)\b|--|\/\*|;/i.test(condition)
    ? undefined
    : condition;
}

function alteredTable(text: string): QualifiedName | undefined {
  const reader = new TokenReader(text);
  if (!reader.take('alter', 'table')) return undefined;
  reader.take('if', 'exists');
  reader.take('only');
  return reader.name();
}

/** DROP [COLUMN] in the actions of an ALTER TABLE; DROP CONSTRAINT, DEFAULT and the like are others. */
function droppedColumns(text: string): string[] {
  const reader = new TokenReader(text);
  const columns: string[] = [];
  while (reader.peek() !== undefined) {
    if (!reader.take('drop')) {
      reader.next();
      continue;
    }
    if (['constraint', 'default', 'not', 'expression', 'identity'].includes(reader.peek() ?? '')) continue;
    reader.take('column');
    reader.take('if', 'exists');
    const column = reader.name();
    if (column) columns.push(column.name);
  }
  return columns;
}

function names(reader: TokenReader): QualifiedName[] {
  const found: QualifiedName[] = [];
  do {
    reader.take('only');
    const name = reader.name();
    if (name) found.push(name);
    reader.take('*');
  } while (reader.take(','));
  return found;
}
