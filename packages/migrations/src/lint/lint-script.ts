import path from 'node:path';

import type { Migration, Script } from '../project/folder.ts';
import { planScript } from '../script/script-plan.ts';
import type { Direction, Finding, Severity } from './finding.ts';
import { applyStatement } from '../script/model/apply-statement.ts';
import { LineIndex, nameOf, type ParsedStatement, parseStatements, type Span } from '@agora/postgres/parser';
import type { SchemaModel } from '../script/model/schema-model.ts';
import type { Report, Rule, ScriptUnderLint } from './rule.ts';
import { pageOf } from './rule-names.ts';
import { rules } from './rules/index.ts';

/** Severities other than the rules' own. */
export type SeverityOverrides = Readonly<Record<string, Severity | 'off'>>;

/** A script with what our rules say of it. */
export interface Linted {
  readonly target: ScriptUnderLint;
  /** Path relative to the root, with forward slashes. */
  readonly file: string;
  readonly lines: LineIndex;
  readonly findings: readonly Finding[];
  /** Offsets of the statements that touch only a table made by the same migration. */
  readonly newTables: ReadonlySet<number>;
}

export interface LintScriptOptions {
  readonly migration: Migration;
  readonly script: Script;
  readonly direction: Direction;
  /** The schema before the script; brought past it. */
  readonly model: SchemaModel;
  readonly root: string;
  readonly severities: SeverityOverrides;
  /** False only brings the model forward. */
  readonly wanted: boolean;
}

/** Parses one script and runs our rules over it, statement by statement, as the model goes along. */
export function lintScript(options: LintScriptOptions): readonly Linted[] {
  const { migration, script, direction, model, severities, wanted } = options;
  model.currentSchema = model.defaultSchema;
  const { statements, failures } = parseStatements(script.statements);
  if (!wanted) {
    for (const statement of statements) applyStatement(model, statement);
    return [];
  }
  const target: ScriptUnderLint = {
    migration: migration.name,
    direction,
    script,
    statements,
    failures,
    transactional: runsInTransaction(script),
    hasDown: migration.down !== undefined,
  };
  const active = rules.filter(
    (rule) => (rule.directions?.includes(direction) ?? true) && severities[rule.name] !== 'off',
  );
  const lines = new LineIndex(script.sql);
  const file = path.relative(options.root, script.path).split(path.sep).join('/');
  const findings: Finding[] = [];
  const newTables = new Set<number>();
  const add = (rule: Rule, report: Report, whole: Span): void => {
    findings.push(toFinding(rule, report, { target, file, span: report.span ?? whole, lines, severities }));
  };
  const before = { ...target, model: model.fork() };
  for (const rule of active) {
    for (const report of rule.script?.(before) ?? []) add(rule, report, { start: 0, end: 0 });
  }
  for (const statement of statements) {
    for (const rule of active) {
      for (const report of rule.statement?.(statement, { ...target, model }) ?? [])
        add(rule, report, statement);
    }
    if (altersNewTable(statement, model)) newTables.add(statement.start);
    applyStatement(model, statement);
  }
  return [{ target, file, lines, findings, newTables }];
}

interface Place {
  readonly target: ScriptUnderLint;
  readonly file: string;
  readonly span: Span;
  readonly lines: LineIndex;
  readonly severities: SeverityOverrides;
}

function toFinding(rule: Rule, report: Report, { target, file, span, lines, severities }: Place): Finding {
  const lock = report.lock ?? rule.lock;
  const override = severities[rule.name];
  const from = lines.positionOf(span.start);
  const to = lines.positionOf(Math.max(span.start, span.end));
  return {
    rule: rule.name,
    severity: override === undefined || override === 'off' ? severityOf(rule, report, target) : override,
    category: rule.category,
    source: 'agora',
    migration: target.migration,
    direction: target.direction,
    file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    message: report.message,
    why: report.why ?? rule.why,
    ...(report.rewrite === undefined || report.rewrite === '' ? {} : { rewrite: report.rewrite }),
    ...(lock === undefined ? {} : { lock }),
    page: pageOf(rule.name),
  };
}

/** A rollback is run in need: the locks it takes are worth knowing, and no reason to fail a build. */
function severityOf(rule: Rule, report: Report, { direction }: ScriptUnderLint): Severity {
  const severity = report.severity ?? rule.severity;
  return direction === 'down' && rule.category === 'blocks' && severity === 'error' ? 'warning' : severity;
}

function runsInTransaction(script: Script): boolean {
  try {
    return planScript(script).mode === 'transaction';
  } catch {
    // Its transactions do not pair; own-transaction says so.
    return false;
  }
}

function altersNewTable({ node }: ParsedStatement, model: SchemaModel): boolean {
  return 'AlterTableStmt' in node && model.isNew(nameOf(node.AlterTableStmt.relation));
}
