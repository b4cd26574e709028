import { loadParser, parseStatements } from '@agora/postgres/parser';

import type { Finding, SeverityOverrides } from '../../lint/finding.ts';
import { lintScript } from '../../lint/lint-script.ts';
import { sortFindings } from '../../lint/sort-findings.ts';
import { makeScript, type Migration } from '../../project/folder.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import { SchemaModel } from '../../script/model/schema-model.ts';
import type { NamedMigration } from '../online-migration.ts';
import type { Facts } from './facts.ts';
import { IN_TRANSACTION, isFelt, leave, type LeftFinding } from './left.ts';
import { directiveLines, obstacle, withoutFrame } from './frame.ts';
import { renderParts } from './render-parts.ts';
import { rewriteScript } from './rewrite-script.ts';
import type { Part } from './step.ts';

export interface MigrationToRewrite {
  /** The history before it, in order. */
  readonly before: readonly Migration[];
  readonly migration: Migration;
  /** The name of the one after it. */
  readonly next?: string | undefined;
  readonly facts: Facts;
  /** Schema of unqualified names. */
  readonly defaultSchema: string;
  readonly severities?: SeverityOverrides | undefined;
}

export interface RewrittenMigration {
  /** Empty where nothing was rewritten. */
  readonly parts: readonly NamedMigration[];
  readonly rewritten: readonly Finding[];
  readonly left: readonly LeftFinding[];
  /** Columns, as `schema.table.column`, whose values come in another order of rows. */
  readonly reordered: readonly string[];
}

/** What one row makes may be a hazard that another takes: a key of a column that may be NULL, say. */
const MOST_ROUNDS = 6;

/**
 * Writes a migration anew as those that a live database does not feel: a pure function of the history, the migration and the
 * facts of the database before it. What it makes is gone over again until nothing is left to be rewritten.
 */
export async function rewriteMigration(given: MigrationToRewrite): Promise<RewrittenMigration> {
  await loadParser();
  const { migration, before, defaultSchema } = given;
  const directives = directiveLines(migration.up);
  const body = withoutFrame(migration.up);
  const base = new SchemaModel(defaultSchema);
  for (const [index, { up }] of before.entries()) {
    base.migration = index;
    base.searchPath = [defaultSchema];
    for (const statement of parseStatements(up.statements).statements) applyStatement(base, statement);
  }
  const blocked = obstacle(migration.up, body);
  let parts: readonly Part[] = [{ kind: 'change', body, after: [] }];
  const rewritten: Finding[] = [];
  const reordered: string[] = [];
  let left: readonly LeftFinding[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const went = goOver(parts, given, base, directives);
    left = went.flatMap((one) => one.left);
    if (blocked !== undefined) {
      const findings = [...went.flatMap((one) => one.rewritten), ...left.map(({ finding }) => finding)];
      return {
        parts: [],
        rewritten: [],
        reordered: [],
        left: findings.map((finding) => ({ finding, reason: blocked })),
      };
    }
    if (went.every((one) => one.rewritten.length === 0)) break;
    if (round === 0) rewritten.push(...went.flatMap((one) => one.rewritten));
    reordered.push(...went.flatMap((one) => one.reordered));
    parts = went.flatMap((one) => one.parts);
  }
  if (rewritten.length === 0) return { parts: [], rewritten, left, reordered };
  return {
    parts: renderParts({ parts, migration, next: given.next, directives }),
    rewritten,
    left,
    reordered,
  };
}

type Gone = ReturnType<typeof rewriteScript>;

/** One round: each part linted in its place and rewritten. */
function goOver(
  parts: readonly Part[],
  { migration, before, facts, defaultSchema, severities = {} }: MigrationToRewrite,
  base: SchemaModel,
  directives: readonly string[],
): readonly Gone[] {
  const model = base.fork();
  return parts.map((part, index) => {
    model.migration = before.length + index;
    model.searchPath = [defaultSchema];
    const start = model.fork();
    const top = directives.length === 0 ? '' : `${directives.join('\n')}\n`;
    const script = makeScript(migration.up.path, top + part.body);
    const [linted] = lintScript({
      migration: { ...migration, up: script },
      earlier: before,
      script,
      direction: 'up',
      model,
      root: '',
      severities,
      wanted: true,
    });
    const found = linted === undefined ? [] : sortFindings(linted, [], severities, false).findings;
    const below = directives.length;
    const findings = found
      .filter(({ line }) => line > below)
      .map((one) => ({ ...one, line: one.line - below, endLine: one.endLine - below }));
    if (part.whole !== undefined) return wholeAsItIs(part, findings);
    const gone = rewriteScript({ sql: part.body, findings, model: start, facts });
    return { ...gone, parts: carryOver(part, gone.parts) };
  });
}

/** Nobody takes it apart; what is felt in it stays. */
function wholeAsItIs(part: Part, findings: readonly Finding[]): Gone {
  const felt = part.whole?.of === 'transaction' ? findings.filter((one) => isFelt(one)) : [];
  return { parts: [part], rewritten: [], reordered: [], left: felt.map((one) => leave(one, IN_TRANSACTION)) };
}

/** What surrounded a part surrounds those that it became. */
function carryOver(whole: Part, parts: readonly Part[]): readonly Part[] {
  const [only] = parts;
  if (parts.length === 1 && only?.backfill === undefined && only?.body === whole.body) return [whole];
  const first = parts.map((part, index) =>
    index === 0 ? { ...part, after: [...new Set([...whole.after, ...part.after])] } : part,
  );
  if (whole.backfill === undefined) return first;
  const last = first.at(-1);
  if (last?.kind === 'change' && last.backfill === undefined)
    return [...first.slice(0, -1), { ...last, backfill: whole.backfill }];
  return [...first, { kind: 'backfill', body: '', after: [], backfill: whole.backfill }];
}
