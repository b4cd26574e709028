import path from 'node:path';

import { isAgoraError } from '@agora/core';
import type { Migration, Script } from '../project/folder.ts';
import { planScript } from '../script/script-plan.ts';
import type { Direction, Finding, SeverityOverrides } from './finding.ts';
import type { Linted } from './linted.ts';
import { makeFinding } from './make-finding.ts';
import { applyStatement } from '../script/model/apply-statement.ts';
import { LineIndex, nameOf, type ParsedStatement, parseStatements, type Span } from '@agora/postgres/parser';
import type { SchemaModel } from '../script/model/schema-model.ts';
import type { Report, Rule, ScriptUnderLint } from './rule.ts';
import { rules } from './rules/index.ts';

interface LintScriptOptions {
  readonly migration: Migration;
  /** The migrations before it. */
  readonly earlier: readonly Migration[];
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
  model.searchPath = [model.defaultSchema];
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
    backfill: migration.backfill,
    earlier: options.earlier,
  };
  const active = rules.filter(
    (rule) => (rule.directions?.includes(direction) ?? true) && severities[rule.name] !== 'off',
  );
  const lines = new LineIndex(script.sql);
  const file = path.relative(options.root, script.path).split(path.sep).join('/');
  const findings: Finding[] = [];
  const newTables = new Set<number>();
  const add = (rule: Rule, report: Report, whole: Span): void => {
    findings.push(makeFinding(rule, report, { target, file, lines, span: report.span ?? whole, severities }));
  };
  const before = { ...target, model: model.fork() };
  for (const rule of active) {
    for (const report of rule.script?.(before) ?? []) add(rule, report, { start: 0, end: 0 });
  }
  const now = { ...target, model };
  for (const statement of statements) {
    for (const rule of active) {
      for (const report of rule.statement?.(statement, now) ?? []) add(rule, report, statement);
    }
    if (altersNewTable(statement, model)) newTables.add(statement.start);
    applyStatement(model, statement);
  }
  return [{ target, file, lines, findings, newTables }];
}

function runsInTransaction(script: Script): boolean {
  try {
    return planScript(script).mode === 'transaction';
  } catch (error) {
    // Its transactions do not pair, as own-transaction says; or it is cut off, as parse-error does.
    return isAgoraError(error) && error.code === 'migrations.not_whole';
  }
}

function altersNewTable({ node }: ParsedStatement, model: SchemaModel): boolean {
  return 'AlterTableStmt' in node && model.isNew(nameOf(node.AlterTableStmt.relation));
}
