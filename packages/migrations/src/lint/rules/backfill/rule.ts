import { type Name, plain, quoted } from '@agora/postgres/parser';
import { identifier, statementTokens } from '@agora/postgres';

import { readBackfill, renderBackfillGuard } from '../../../project/backfill-file.ts';
import { directivesOf } from '../../../project/directives.ts';
import type { Migration } from '../../../project/folder.ts';
import { alterationsOf } from '../../../script/alterations.ts';
import { isNamed } from '../../../script/model/constraints.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Report, Rule, StatementScope } from '../../rule.ts';

export const backfill: Rule = {
  name: 'backfill',
  severity: 'error',
  category: 'fails',
  summary: 'A backfill that cannot be read, or that a later migration does not wait for',
  why: 'A backfill runs beside the site, for hours perhaps, and a deploy may leave it for later. What counts on its rows says so: `-- agora: after backfill <migration>` stops agora, and a DO block that asks its query stops every other runner.',
  directions: ['up'],
  *script(scope) {
    yield* unreadable(scope);
    for (const { kind, line } of scope.script.directives) {
      if (kind !== 'backfill' && kind !== 'done-when') continue;
      const message = `Line ${line}: "${kind === 'backfill' ? 'backfill' : 'done when'}" has a meaning in backfill.sql alone.`;
      yield {
        message,
        fix: '-- move it, with the statement that it speaks of, into backfill.sql beside this file',
      };
    }
    for (const { migration } of directivesOf(scope.script.directives, 'after-backfill'))
      yield* guardOf(scope, migration);
  },
  *statement(statement, scope) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (scope.model.isNew(table)) continue;
      for (const earlier of awaitedBy(scope)) {
        const { name, text } = earlier;
        const target = tableOf(text.table);
        if (target.name !== table.name || (target.schema !== undefined && target.schema !== table.schema))
          continue;
        const validates =
          command.subtype === 'AT_ValidateConstraint' &&
          mayChange(text, columnsOf(table, command.name ?? '', scope.model));
        const requires = command.subtype === 'AT_SetNotNull' && mentions(text.doneWhen, command.name ?? '');
        if (!validates && !requires) continue;
        yield {
          span: alteration,
          message: `${plain(table)} is still being filled while the backfill of ${name} runs, and this does not wait for it.`,
          fix: `-- agora: after backfill ${name}\n${renderBackfillGuard(name, text.doneWhen)}\nALTER TABLE ${quoted(table)} ...`,
        };
      }
    }
  },
};

/** What a constraint looks at; empty where it is not known. */
function columnsOf(table: Name, name: string, model: SchemaModel): readonly string[] {
  const found = model.table(table)?.constraints.find((one) => isNamed(one, table, name));
  return [...(found?.columns ?? []), ...(found?.reads ?? [])];
}

/** Whether a backfill may change what a constraint looks at: it takes rows away, or speaks of a column. */
function mayChange({ statement, doneWhen }: Awaited['text'], columns: readonly string[]): boolean {
  if (columns.length === 0 || !/^\s*update\b/i.test(statement)) return true;
  return columns.some((one) => mentions(statement, one) || mentions(doneWhen, one));
}

function* unreadable({ backfill: source }: StatementScope): Generator<Report> {
  if (source?.kind !== 'sql') return;
  for (const { line, problem } of readBackfill(source.script).problems ?? [])
    yield {
      message: `backfill.sql, line ${line}: ${problem}.`,
      fix: '-- two directives, then one statement: "agora: backfill <table> by (<key>)", "agora: done when <query>"',
    };
}

/** What is wrong with one `after backfill`. */
function* guardOf({ earlier, script }: StatementScope, migration: string): Generator<Report> {
  const found = earlier.find(({ name }) => name === migration);
  if (found?.backfill === undefined) {
    const what = found === undefined ? 'is no migration before this one' : 'has no backfill';
    yield {
      message: `It waits for the backfill of ${migration}, which ${what}.`,
      fix: '-- name the migration whose folder holds the backfill',
    };
    return;
  }
  if (found.backfill.kind !== 'sql') return;
  const { text } = readBackfill(found.backfill.script);
  if (text === undefined) return;
  const guard = renderBackfillGuard(migration, text.doneWhen);
  const wanted = words(guard);
  if (script.statements.some((statement) => words(statement.text) === wanted)) return;
  yield {
    message: `Nothing in its SQL stops a runner that reads no directives while the backfill of ${migration} is not done.`,
    fix: guard,
  };
}

interface Awaited {
  readonly name: string;
  readonly text: NonNullable<ReturnType<typeof readBackfill>['text']>;
}

/** Backfills of earlier migrations that neither this one nor one in between waits for. */
function awaitedBy({ earlier, script }: StatementScope): readonly Awaited[] {
  const waited = new Set(
    [...earlier.map(({ up }) => up), script].flatMap(({ directives }) =>
      directivesOf(directives, 'after-backfill').map(({ migration }) => migration),
    ),
  );
  return earlier.flatMap(({ name, backfill: source }: Migration) => {
    if (source?.kind !== 'sql' || waited.has(name)) return [];
    const { text } = readBackfill(source.script);
    return text === undefined ? [] : [{ name, text }];
  });
}

function tableOf(sql: string): { readonly schema?: string; readonly name: string } {
  const names = sql.match(/"(?:[^"]|"")+"|[^.]+/gu)?.map((one) => identifier(one) ?? one) ?? [];
  const [first = '', second] = names;
  return second === undefined ? { name: first } : { schema: first, name: second };
}

function mentions(sql: string, column: string): boolean {
  return statementTokens(sql).some((token) => identifier(token) === column);
}

/** A statement without what makes no difference: its spaces, comments and closing semicolon. */
function words(sql: string): string {
  return statementTokens(sql.trim().replace(/;$/, '')).join(' ').replaceAll(/\s+/g, ' ');
}
