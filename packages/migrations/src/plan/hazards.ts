import { type QualifiedName, splitStatements, TokenReader } from '@agora/postgres';

import { directivesOf } from '../project/directives.ts';
import type { Migration } from '../project/folder.ts';
import { builtinVolatile } from '../script/model/builtin-volatility.ts';

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
 * The hazards of migrations that are about to run, by the words of their statements: a light check that
 * needs no parser, so that the deployer has it too. It names what the linter calls an error of the
 * categories data-loss, breaks-code and blocks, DO blocks included; the linter also knows the types and
 * constraints of the history, and so keeps silent about a varchar that only grows or a SET NOT NULL that a
 * validated check covers. What happens to a table made by the same migrations harms nobody.
 *
 * @param migrations in the order in which they would run
 */
export function findHazards(migrations: readonly Migration[]): readonly Hazard[] {
  const made = new Set<string>();
  return migrations.flatMap((migration) => {
    const allowed = new Set(
      directivesOf(migration.up.directives, 'allow').flatMap(({ rule }) => [rule, ...(COVERS[rule] ?? [])]),
    );
    /** Constraints that this migration adds without looking at the rows. */
    const unchecked = new Set<string>();
    return migration.up.statements.flatMap((statement) => {
      const found = [statement.text, ...statementsInside(statement.text)].flatMap((text) => {
        const created = createdTable(text);
        if (created) made.add(created.name);
        return hazardsOf(text, made, unchecked);
      });
      return found
        .filter((hazard) => !allowed.has(hazard.rule))
        .map((hazard) => ({ ...hazard, migration: migration.name, line: statement.line }));
    });
  });
}

/** Rules of the linter that say more of the same hazard: who allows them has allowed it. */
const COVERS: Readonly<Record<string, readonly string[]>> = {
  'drop-add-column': ['drop-column'],
  'drop-add-table': ['drop-table'],
};

/** What a DO block runs, as far as it is written out: each statement without what leads to it. */
function statementsInside(text: string): string[] {
  const [, , body] = /^do\b[^$]*\$(\w*)\$(.*)\$\1\$/is.exec(text) ?? [];
  if (body === undefined) return [];
  return splitStatements(body).map(({ text: inner }) =>
    inner.replace(
      /^.*\b(?:begin|then|else|loop)\s+(?=(?:alter|create|drop|truncate|vacuum|cluster|reindex|refresh)\b)/is,
      '',
    ),
  );
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

interface Found {
  readonly rule: string;
  readonly message: string;
}

function hazardsOf(text: string, made: ReadonlySet<string>, unchecked: Set<string>): Found[] {
  const reader = new TokenReader(text);
  const found: Found[] = [];
  for (const loss of lossesOf(text)) {
    if (made.has(loss.table.name)) continue;
    if (loss.column !== undefined)
      found.push(hazard('drop-column', `drops the column ${loss.table.name}.${loss.column}`));
    else if (reader.peek() === 'drop') found.push(hazard('drop-table', `drops the table ${loss.table.name}`));
    else if (reader.peek() === 'truncate')
      found.push(hazard('truncate', `empties the table ${loss.table.name}`));
  }
  const altered = alteredTable(text);
  if (altered && !made.has(altered.name)) {
    for (const action of actionsOf(text)) found.push(...hazardsOfAction(action, altered.name, unchecked));
  }
  const whole = hazardOfStatement(reader, made);
  return whole === undefined ? found : [...found, whole];
}

const hazard = (rule: string, message: string): Found => ({ rule, message });

/** Of statements that are no ALTER TABLE. */
function hazardOfStatement(reader: TokenReader, made: ReadonlySet<string>): Found | undefined {
  if (reader.take('drop', 'schema')) return hazard('drop-schema', 'drops a schema');
  if (reader.take('drop', 'database')) return hazard('drop-database', 'drops a database');
  if (reader.take('vacuum'))
    return reader.skipPast('full')
      ? hazard('blocking-maintenance', 'writes a table anew (VACUUM FULL) while nobody can use it')
      : undefined;
  if (reader.take('cluster')) return hazard('blocking-maintenance', 'writes a table anew (CLUSTER)');
  if (reader.take('reindex'))
    return reader.skipPast('concurrently')
      ? undefined
      : hazard('blocking-maintenance', 'builds indexes anew, which blocks writers');
  if (reader.take('refresh', 'materialized', 'view')) {
    const name = reader.take('concurrently') ? undefined : reader.name()?.name;
    return name === undefined || made.has(name)
      ? undefined
      : hazard('blocking-maintenance', `fills ${name} while nobody can read it`);
  }
  if (reader.take('alter', 'type')) {
    reader.name();
    return reader.take('rename', 'value')
      ? hazard('rename-enum-value', 'renames a value of an enum')
      : undefined;
  }
  if (reader.take('alter', 'domain')) {
    reader.name();
    return reader.take('add')
      ? hazard('ban-alter-domain-with-add-constraint', 'checks every row that uses a domain')
      : undefined;
  }
  if (!reader.take('create')) return undefined;
  reader.take('unique');
  if (!reader.take('index') || reader.take('concurrently') || !reader.skipPast('on')) return undefined;
  reader.take('only');
  const table = reader.name();
  return table === undefined || made.has(table.name)
    ? undefined
    : hazard('index-not-concurrent', `builds an index on ${table.name}, which blocks its writers`);
}

/** Of one action of an ALTER TABLE; dropped columns are losses, and found as such. */
function hazardsOfAction(action: readonly string[], table: string, unchecked: Set<string>): Found[] {
  const words = new TokenReader(action.join(' '));
  if (words.take('rename', 'to') || words.take('set', 'schema'))
    return [hazard('rename-table', `renames the table ${table}`)];
  if (words.take('rename')) {
    return words.take('constraint') ? [] : [hazard('rename-column', `renames a column of ${table}`)];
  }
  if (words.take('validate', 'constraint')) {
    const name = words.name()?.name ?? '';
    return unchecked.has(name)
      ? [
          hazard(
            'validate-in-same-transaction',
            `checks every row of ${table} under the lock that it added ${name} with`,
          ),
        ]
      : [];
  }
  if (words.take('set', 'logged') || words.take('set', 'unlogged'))
    return [hazard('table-rewrite', `writes ${table} anew while nobody can use it`)];
  if (words.take('set', 'tablespace') || words.take('set', 'access', 'method'))
    return [hazard('table-rewrite', `writes ${table} anew while nobody can use it`)];
  if (words.take('detach', 'partition')) {
    return words.skipPast('concurrently')
      ? []
      : [
          hazard(
            'require-concurrent-partition-detach',
            `detaches a partition of ${table} under a lock on both`,
          ),
        ];
  }
  if (words.take('alter')) {
    words.take('column');
    words.name();
    if (words.take('set', 'not', 'null'))
      return [hazard('set-not-null', `makes a column of ${table} NOT NULL`)];
    return words.take('type') || words.take('set', 'data', 'type')
      ? [hazard('change-column-type', `changes a column type of ${table}`)]
      : [];
  }
  if (!words.take('add')) return [];
  return constraintHazards(action, table, unchecked) ?? columnHazards(action, table);
}

/** Of ADD with a constraint; undefined when it adds something else. */
function constraintHazards(
  action: readonly string[],
  table: string,
  unchecked: Set<string>,
): Found[] | undefined {
  const words = new TokenReader(action.join(' '));
  words.take('add');
  const name = words.take('constraint') ? (words.name()?.name ?? '') : '';
  const lazy = action.some((word, at) => word === 'not' && action[at + 1] === 'valid');
  const kind = words.peek() ?? '';
  if (!CONSTRAINTS.has(kind) || (kind === 'unique' && words.peek(1) === undefined)) return undefined;
  if (kind === 'foreign' || kind === 'check') {
    if (lazy) unchecked.add(name);
    if (lazy) return [];
    return kind === 'foreign'
      ? [hazard('foreign-key-not-valid', `checks every row of ${table} against another table`)]
      : [hazard('check-not-valid', `checks every row of ${table} while nobody can use it`)];
  }
  if (kind === 'not') return lazy ? [] : [hazard('set-not-null', `makes a column of ${table} NOT NULL`)];
  return action.some((word, at) => word === 'using' && action[at + 1] === 'index')
    ? []
    : [hazard('constraint-builds-index', `builds an index on ${table} while nobody can use it`)];
}

const CONSTRAINTS: ReadonlySet<string> = new Set(['primary', 'unique', 'exclude', 'foreign', 'check', 'not']);

/** Of ADD COLUMN. */
function columnHazards(action: readonly string[], table: string): Found[] {
  const has = (...wanted: readonly string[]): boolean =>
    action.some((_, at) => wanted.every((word, ahead) => action[at + ahead] === word));
  const isSerial = action.some((word) => /^(?:big|small)?serial[248]?$/.test(word));
  const isComputed = has('as', 'identity') || (has('generated') && has('stored'));
  const from = action.indexOf('default');
  const calls = action.filter(
    (word, at) => from >= 0 && at > from && action[at + 1] === '(' && /^\w/.test(word),
  );
  const isVolatile = calls.some((word) => builtinVolatile.has(word) || word.startsWith('uuid_generate_'));
  return [
    ...(isSerial || isComputed
      ? [hazard('generated-column', `computes a new column for every row of ${table}`)]
      : []),
    ...(isVolatile ? [hazard('volatile-default', `computes a default for every row of ${table}`)] : []),
    ...(has('check')
      ? [hazard('check-not-valid', `checks every row of ${table} while nobody can use it`)]
      : []),
    ...(has('references') && from >= 0
      ? [hazard('foreign-key-not-valid', `checks every row of ${table} against another table`)]
      : []),
    ...(has('primary', 'key') || has('unique')
      ? [hazard('constraint-builds-index', `builds an index on ${table} while nobody can use it`)]
      : []),
  ];
}

/** The actions of an ALTER TABLE, as tokens: what stands between the commas outside of parentheses. */
function actionsOf(text: string): string[][] {
  const reader = new TokenReader(text);
  reader.take('alter', 'table');
  reader.take('if', 'exists');
  reader.take('only');
  reader.name();
  reader.take('*');
  const actions: string[][] = [[]];
  let depth = 0;
  for (let token = reader.next(); token !== undefined; token = reader.next()) {
    if (token === '(' || token === '[') depth += 1;
    if (token === ')' || token === ']') depth -= 1;
    if (token === ',' && depth === 0) actions.push([]);
    else actions.at(-1)?.push(token);
  }
  return actions;
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
