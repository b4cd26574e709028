import { quoteLiteral, scan, splitStatements } from '@agora/postgres';

import { directivesOf } from './directives.ts';
import type { Script } from './folder.ts';

/** backfill.sql, its parts. Names are SQL as they stand in a script: quoted where they need it, schema in front where given. */
export interface BackfillText {
  readonly table: string;
  /** Columns of a unique key, in its order. */
  readonly key: readonly string[];
  /** A query of one row and one boolean: whether no row is left to be changed. */
  readonly doneWhen: string;
  /** One statement with `:batch` where the condition on the key goes. */
  readonly statement: string;
}

/** What is wrong with a backfill.sql, at one place. */
export interface BackfillProblem {
  /** 1-based. */
  readonly line: number;
  readonly problem: string;
}

/** What is read of a backfill.sql: its parts, or everything that is wrong with it. */
type BackfillReading =
  | { readonly text: BackfillText; readonly line: number; readonly problems?: undefined }
  | { readonly problems: readonly BackfillProblem[]; readonly text?: undefined };

/** The file backfill.sql, as {@link readBackfill} reads it. */
export function renderBackfill(text: BackfillText): string {
  return [
    `-- agora: backfill ${text.table} by (${text.key.join(', ')})`,
    `-- agora: done when ${inOneLine(text.doneWhen)}`,
    `${withoutEnd(text.statement)};`,
    '',
  ].join('\n');
}

/**
 * A DO block that raises unless the query is true; stands in a later migration.sql under
 * `-- agora: after backfill <migration>`. It reads with row-level security off, and puts the setting back.
 */
export function renderBackfillGuard(migration: string, doneWhen: string): string {
  const query = inOneLine(doneWhen);
  let tag = '$agora$';
  for (let n = 1; query.includes(tag) || migration.includes(tag); n += 1) tag = `$agora${n}$`;
  return [
    `DO ${tag}`,
    'DECLARE',
    "  setting text := pg_catalog.current_setting('row_security');",
    'BEGIN',
    "  PERFORM pg_catalog.set_config('row_security', 'off', true);",
    `  IF (${query}) IS NOT TRUE THEN`,
    `    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`The backfill of ${migration} is not done.`)},`,
    `      HINT = ${quoteLiteral(`agora migrate backfill run ${migration}`)};`,
    '  END IF;',
    "  PERFORM pg_catalog.set_config('row_security', setting, true);",
    `END ${tag};`,
  ].join('\n');
}

/** Whether a statement is such a block: it reads, and changes nothing. */
export function isBackfillGuard(text: string): boolean {
  return /^do\s+\$agora\d*\$/i.test(text);
}

/** Reads the parts of a backfill.sql. */
export function readBackfill({ sql, directives, statements }: Script): BackfillReading {
  const problems: BackfillProblem[] = directivesOf(directives, 'invalid').map(({ line, problem }) => ({
    line,
    problem,
  }));
  for (const { kind, line } of directives) {
    if (!TOP.has(kind)) problems.push({ line, problem: `"${kind}" has no meaning in backfill.sql` });
  }
  const [target, ...targets] = directivesOf(directives, 'backfill');
  const [done, ...dones] = directivesOf(directives, 'done-when');
  if (target === undefined)
    problems.push({ line: 1, problem: 'expected at the top: -- agora: backfill <table> by (<key>)' });
  if (done === undefined)
    problems.push({ line: 1, problem: 'expected at the top: -- agora: done when SELECT NOT EXISTS (...)' });
  for (const { line } of [...targets, ...dones])
    problems.push({ line, problem: 'it stands here a second time' });
  const [statement, second] = statements;
  if (statement === undefined)
    problems.push({ line: countLines(sql), problem: 'expected: one statement with :batch' });
  else if (batchPlaces(statement.text).length === 0)
    problems.push({ line: statement.line, problem: 'the statement has no :batch in its condition' });
  if (second !== undefined)
    problems.push({ line: second.line, problem: 'expected: one statement, and here is a second' });
  if (problems.length > 0 || target === undefined || done === undefined || statement === undefined)
    return { problems: problems.toSorted((a, b) => a.line - b.line) };
  const { table, key } = target;
  return {
    line: statement.line,
    text: { table, key, doneWhen: withoutEnd(done.query), statement: statement.text },
  };
}

const TOP: ReadonlySet<string> = new Set(['backfill', 'done-when', 'allow', 'invalid']);

/** Offsets of the `:batch` of a statement: not in strings, names and comments, and not the type of a cast. */
export function batchPlaces(statement: string): readonly number[] {
  const places: number[] = [];
  let colons = 0;
  for (const { kind, start, end } of scan(statement)) {
    const colon = kind === 'symbol' && statement[start] === ':';
    if (colons === 1 && kind === 'word' && statement.slice(start, end) === 'batch') places.push(start - 1);
    colons = colon ? colons + 1 : 0;
  }
  return places;
}

/** A statement with the same condition for each `:batch`. */
export function withCondition(statement: string, condition: string): string {
  return batchPlaces(statement).reduceRight(
    (text, at) => text.slice(0, at) + condition + text.slice(at + ':batch'.length),
    statement,
  );
}

/** SQL with each comment and each run of white space between tokens as one space: what stands in strings is kept. */
export function inOneLine(sql: string): string {
  let line = '';
  for (const { kind, start, end } of scan(sql)) {
    if (kind !== 'gap') line += sql.slice(start, end);
    else if (!line.endsWith(' ')) line += ' ';
  }
  line = withoutEnd(line);
  if (/[\r\n]/.test(line)) throw new Error('A query that holds a line end inside of a string fits no line.');
  return line;
}

/** Without the semicolons at its end. */
function withoutEnd(sql: string): string {
  const statements = splitStatements(sql);
  const [only] = statements;
  return statements.length === 1 && only !== undefined ? only.text : sql.trim();
}

function countLines(text: string): number {
  return text.split(/\r\n|\n|\r/).length;
}
