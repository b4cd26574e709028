import type { Statement } from '@agora/postgres';

import { directivesOf } from './directives.ts';
import type { Migration } from './folder.ts';
import { type QualifiedName, TokenReader } from './names.ts';

/** Something in a script that loses data or keeps a live site waiting. */
export interface Hazard {
  /** The name under which the linter knows it and by which it is allowed. */
  readonly rule: string;
  readonly migration: string;
  readonly line: number;
  readonly message: string;
}

/** Data that a statement takes away. */
export interface Loss {
  readonly table: QualifiedName;
  readonly column?: string;
  /** Only the rows for which this holds. */
  readonly where?: string;
}

/**
 * The hazards of migrations that are about to run, by the first words of their statements: a light check
 * that needs no parser, so that the deployer has it too. The linter knows more. What happens to a table
 * made by the same migrations harms nobody.
 *
 * @param migrations in the order in which they would run
 */
export function findHazards(migrations: readonly Migration[]): readonly Hazard[] {
  const made = new Set<string>();
  return migrations.flatMap((migration) => {
    const allowed = new Set(
      directivesOf(migration.up.directives, 'allow').map((directive) => directive.rule),
    );
    return migration.up.statements.flatMap((statement) => {
      const created = createdTable(statement.text);
      if (created) made.add(created.name);
      return hazardsOf(statement, made)
        .filter((hazard) => !allowed.has(hazard.rule))
        .map((hazard) => ({ ...hazard, migration: migration.name, line: statement.line }));
    });
  });
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

function hazardsOf(statement: Statement, made: ReadonlySet<string>): { rule: string; message: string }[] {
  const { text } = statement;
  const reader = new TokenReader(text);
  const found: { rule: string; message: string }[] = [];
  const add = (rule: string, message: string): void => {
    found.push({ rule, message });
  };
  for (const loss of lossesOf(text)) {
    if (made.has(loss.table.name)) continue;
    if (loss.column !== undefined) add('drop-column', `drops the column ${loss.table.name}.${loss.column}`);
    else if (reader.peek() === 'drop') add('drop-table', `drops the table ${loss.table.name}`);
    else if (reader.peek() === 'truncate') add('truncate', `empties the table ${loss.table.name}`);
  }
  if (reader.take('drop', 'schema')) add('drop-schema', 'drops a schema');
  else if (reader.take('drop', 'database')) add('drop-database', 'drops a database');
  else if (reader.take('create')) {
    reader.take('unique');
    if (reader.take('index') && !reader.take('concurrently') && reader.skipPast('on')) {
      reader.take('only');
      const table = reader.name();
      if (table && !made.has(table.name)) {
        add('index-not-concurrent', `builds an index on ${table.name}, which blocks its writers`);
      }
    }
  }
  const altered = alteredTable(text);
  if (altered && !made.has(altered.name)) {
    const words = new TokenReader(text);
    while (words.peek() !== undefined) {
      if (words.take('rename', 'to')) add('rename-table', `renames the table ${altered.name}`);
      else if (words.take('rename', 'constraint')) words.next();
      else if (words.take('rename')) add('rename-column', `renames a column of ${altered.name}`);
      else if (words.take('set', 'data', 'type'))
        add('change-column-type', `changes a column type of ${altered.name}`);
      else if (words.take('set', 'not', 'null'))
        add('set-not-null', `makes a column of ${altered.name} NOT NULL`);
      else words.next();
    }
  }
  return found;
}

function createdTable(text: string): QualifiedName | undefined {
  const reader = new TokenReader(text);
  if (!reader.take('create')) return undefined;
  while (['unlogged', 'temp', 'temporary', 'global', 'local'].includes(reader.peek() ?? '')) reader.next();
  if (!reader.take('table')) return undefined;
  reader.take('if', 'not', 'exists');
  return reader.name();
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
