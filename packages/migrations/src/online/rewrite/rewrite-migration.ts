import { loadParser } from '@agora/postgres/parser';

import type { Finding, SeverityOverrides } from '../../lint/finding.ts';
import type { Migration, Script } from '../../project/folder.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import type { NamedMigration } from '../online-migration.ts';
import type { Facts } from './facts.ts';
import { isFelt, leave, type LeftFinding } from './left.ts';
import { directiveLines, obstacle, withoutFrame } from './files/frame.ts';
import { type LintedText, lintText } from './lint-text.ts';
import { renderParts } from './files/render-parts.ts';
import { rewriteScript } from './rewrite-script.ts';
import type { Part } from './step.ts';

interface MigrationToRewrite {
  /** The schema that the history before it makes, with the number of the migration. */
  readonly model: SchemaModel;
  readonly migration: Migration;
  /** The script in whose lines findings are told, where it is another. */
  readonly written?: Script;
  /** The name of the one after it. */
  readonly next?: string | undefined;
  readonly facts: Facts;
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
  const { migration } = given;
  const directives = directiveLines(migration.up);
  const { body, timeOuts } = withoutFrame(migration.up);
  const work: Work = { ...given, directives };
  const asItStands = placedIn(work);
  const blocked = obstacle(migration.up, body);
  let parts: readonly Part[] = [{ kind: 'change', body, after: [] }];
  let found: readonly Finding[] = [];
  const reordered: string[] = [];
  let left: readonly LeftFinding[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const went = goOver(parts, work);
    left = went.flatMap((one) => one.left);
    const now = went.flatMap((one) => one.rewritten);
    if (blocked !== undefined) {
      const findings = [...now, ...left.map(({ finding }) => finding)].map(asItStands);
      return nothing(findings.map((finding) => ({ finding, reason: blocked })));
    }
    if (now.length === 0) break;
    if (round === 0) found = [...now, ...left.map(({ finding }) => finding)];
    reordered.push(...went.flatMap((one) => one.reordered));
    parts = went.flatMap((one) => one.parts);
  }
  const stays = left.map(({ finding, reason }) => ({ finding: asItStands(finding), reason }));
  // A later round may take what the first one left, and leave what was only carried along.
  const gone = without(
    found,
    left.map(({ finding }) => finding),
  );
  if (gone.length === 0) return nothing(stays);
  const withDirectives = lintParts(parts, work).map((linted) => ({
    part: linted.part,
    directives: directives.filter((line) => isNeeded(line, linted)),
  }));
  return {
    parts: renderParts({ parts: withDirectives, migration, timeOuts, next: given.next }),
    rewritten: gone.map(asItStands),
    left: stays,
    reordered,
  };
}

/** Findings without others that say the same, perhaps in other words, one for one. */
function without(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const rest = [...findings];
  for (const { rule, message } of others) {
    const same = rest.findIndex((one) => one.rule === rule && one.message === message);
    const at = same === -1 ? rest.findIndex((one) => one.rule === rule) : same;
    if (at !== -1) rest.splice(at, 1);
  }
  return rest;
}

interface Work extends MigrationToRewrite {
  readonly directives: readonly string[];
}

const nothing = (left: readonly LeftFinding[]): RewrittenMigration => ({
  parts: [],
  rewritten: [],
  left,
  reordered: [],
});

/** Finds the place of a finding in the file as it stands, by what it says. */
function placedIn({ migration, written, model, severities = {} }: Work): (finding: Finding) => Finding {
  const text = (written ?? migration.up).sql;
  const { findings } = lintText({ migration, text, directives: [], model: model.fork(), severities });
  const open = [...findings];
  return (finding) => {
    const same = open.findIndex(({ rule, message }) => rule === finding.rule && message === finding.message);
    // In a part of its own it may be told in other words.
    const at =
      same === -1
        ? open.findIndex((one) => one.rule === finding.rule && one.severity === finding.severity)
        : same;
    return at === -1 ? finding : (open.splice(at, 1)[0] ?? finding);
  };
}

/** A suppression stays where it has something to allow, and the mark of compatible ones where the part by itself is one. */
function isNeeded(directive: string, { part, rules, findings }: LintedPart): boolean {
  if (directive === '-- agora: compatible')
    return part.backfill === undefined && findings.every(({ rule }) => rule !== 'not-compatible');
  const rule = /^-- agora: allow (\S+) because/.exec(directive)?.[1];
  return rule === undefined || rules.has(rule);
}

interface LintedPart extends LintedText {
  readonly part: Part;
  /** The schema before it. */
  readonly before: SchemaModel;
}

/** Each part linted as the migration that it will be, in its place. */
function lintParts(parts: readonly Part[], work: Work): readonly LintedPart[] {
  const model = work.model.fork();
  const { migration, directives, severities = {} } = work;
  return parts.map((part, index) => {
    model.migration = work.model.migration + index;
    model.searchPath = [model.defaultSchema];
    const before = model.fork();
    return { part, before, ...lintText({ migration, text: part.body, directives, model, severities }) };
  });
}

type Gone = ReturnType<typeof rewriteScript>;

/** One round. */
function goOver(parts: readonly Part[], work: Work): readonly Gone[] {
  return lintParts(parts, work).map(({ part, findings, before }) => {
    if (part.whole !== undefined) {
      // Of an expansion all is said.
      const left =
        part.whole.placeholder === undefined ? findings.filter(isFelt).map((one) => leave(one)) : [];
      return { parts: [part], rewritten: [], reordered: [], left };
    }
    const given = { sql: part.body, findings, model: before, facts: work.facts };
    const gone = rewriteScript({ ...given, first: work.model.migration });
    return { ...gone, parts: carryOver(part, gone.parts) };
  });
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
