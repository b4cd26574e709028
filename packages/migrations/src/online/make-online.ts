import path from 'node:path';

import { readCatalog } from '@agora/catalog';
import { loadParser, parseStatements } from '@agora/postgres/parser';

import { throwIfInterrupted } from '../apply/interrupted.ts';
import type { Finding, SeverityOverrides } from '../lint/finding.ts';
import { renderBackfill } from '../project/backfill-file.ts';
import { makeScript, type Migration } from '../project/folder.ts';
import { replay } from '../proof/replay.ts';
import { applyStatement } from '../script/model/apply-statement.ts';
import { SchemaModel } from '../script/model/schema-model.ts';
import { type Scratch, type ScratchOptions, withScratch } from '../proof/scratch/scratch.ts';
import type { MigrationReport } from '../proof/verify/findings.ts';
import { walkHistory } from '../proof/verify/verify.ts';
import type { NamedMigration } from './online-migration.ts';
import { type Equality, proveEqual } from './prove-equal.ts';
import { readExpansions } from './read-expansions.ts';
import { readFacts } from './read-facts.ts';
import { readRebuilds } from './read-rebuilds.ts';
import type { Facts } from './rewrite/facts.ts';
import { leave, type LeftFinding } from './rewrite/left.ts';
import { renamesLast } from './rewrite/renames-last.ts';
import { rewriteMigration, type RewrittenMigration } from './rewrite/rewrite-migration.ts';

interface OnlineInput extends ScratchOptions {
  /** The whole history, in order, with what is to be rewritten. */
  readonly migrations: readonly Migration[];
  readonly isChosen: (migration: Migration) => boolean;
  readonly severities?: SeverityOverrides | undefined;
  /** Told of each step as it begins. */
  readonly onStep?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What became of one migration that a live database would feel. */
export interface OnlineReport {
  readonly original: Migration;
  /** What stands in its place, with ways back; the original alone where nothing was rewritten. */
  readonly parts: readonly Migration[];
  readonly rewritten: readonly Finding[];
  readonly left: readonly LeftFinding[];
  /** Undefined where nothing was rewritten. */
  readonly equality?: Equality;
  /** How each part went up, down and up. */
  readonly proofs: readonly MigrationReport[];
}

interface OnlineResult {
  /** Of the chosen in which the linter found anything. */
  readonly reports: readonly OnlineReport[];
  /** The history with the parts in the place of their originals. */
  readonly migrations: readonly Migration[];
}

/**
 * Writes migrations anew as ones that a live database does not feel, and proves on filled scratch databases that they end in
 * the same as the originals, and lead back. What cannot be rewritten, or does not come out equal, stays with the reason.
 * Nothing is written.
 * @throws AgoraError `migrations.replay_failed` when the history does not run from nothing
 */
export async function makeOnline(input: OnlineInput): Promise<OnlineResult> {
  const { migrations, onStep = () => {} } = input;
  const reports = await rewriteChosen(input);
  const history = migrations.flatMap(
    (migration) => reports.find(({ original }) => original === migration)?.parts ?? [migration],
  );
  const made = new Set(reports.flatMap(({ rewritten, parts }) => (rewritten.length === 0 ? [] : parts)));
  if (made.size === 0) return { reports, migrations: history };
  onStep('Planning the ways back and proving them on filled tables');
  const proofs = await walkHistory(history, {
    ...input,
    select: (migration) => made.has(migration),
    generate: ({ down }) => down === undefined,
  });
  const proven = reports.map((report): OnlineReport => {
    if (report.rewritten.length === 0) return report;
    const own = proofs.filter((one) => report.parts.some(({ name }) => name === one.migration));
    return { ...report, proofs: own, parts: report.parts.map((part) => withDown(part, own)) };
  });
  return {
    reports: proven,
    migrations: history.map(
      (one) => proven.flatMap(({ parts }) => parts).find(({ name }) => name === one.name) ?? one,
    ),
  };
}

/** The same without ways back: each of the chosen rewritten, and compared with its original. */
export function rewriteChosen(input: OnlineInput): Promise<readonly OnlineReport[]> {
  const { migrations, isChosen, onStep = () => {} } = input;
  return withScratch(input, migrations, async (make) => {
    const ground = await make('online');
    const found: OnlineReport[] = [];
    await loadParser();
    const model = new SchemaModel(input.schema ?? 'public');
    const last = migrations.findLastIndex((one) => isChosen(one));
    for (const [index, migration] of migrations.slice(0, last + 1).entries()) {
      throwIfInterrupted(input.signal);
      model.migration = index;
      model.searchPath = [model.defaultSchema];
      if (isChosen(migration)) {
        onStep(migration.name);
        const report = await rewriteOne(
          { ground, model, original: migration, next: migrations[index + 1]?.name },
          input,
        );
        if (report.rewritten.length + report.left.length > 0) found.push(report);
      }
      await ground.connect((client) => replay(client, [migration]));
      for (const statement of parseStatements(migration.up.statements).statements)
        applyStatement(model, statement);
    }
    return found;
  });
}

function withDown(part: Migration, proofs: readonly MigrationReport[]): Migration {
  const down = proofs.find(({ migration }) => migration === part.name)?.generated;
  return down === undefined ? part : { ...part, down };
}

/** One of the chosen, and what stands before it. */
interface Chosen {
  readonly ground: Scratch;
  readonly model: SchemaModel;
  readonly original: Migration;
  /** The name of the one after it. */
  readonly next: string | undefined;
}

async function rewriteOne(
  { ground, model, original, next }: Chosen,
  { schema = 'public', severities }: OnlineInput,
): Promise<OnlineReport> {
  const factsFor = (migration: Migration): Promise<Facts> =>
    ground.connect(async (client) => {
      const rebuilds = await readRebuilds(client, { migration, model });
      const given = { migration, model, severities: severities ?? {}, prepared: rebuilds };
      const expansions = await readExpansions(client, given);
      return { ...(await readFacts(client, await readCatalog(client))), expansions, rebuilds };
    });
  const facts = await factsFor(original);
  const given = { model, migration: original, next, facts, severities };
  const rewriting = await rewriteMigration(given);
  const base: OnlineReport = { original, parts: [original], rewritten: [], left: rewriting.left, proofs: [] };
  const later = renamesLast(original.up.sql);
  const turned = later === undefined ? original : { ...original, up: makeScript(original.up.path, later) };
  const renamed =
    turned === original
      ? []
      : [
          await rewriteMigration({
            ...given,
            migration: turned,
            written: original.up,
            facts: await factsFor(turned),
          }),
        ];
  const ways = [rewriting, ...renamed]
    .filter(({ parts }) => parts.length > 0)
    .toSorted((a, b) => b.rewritten.length - a.rewritten.length);
  const [best] = ways;
  if (best === undefined) return base;
  if (original.backfill !== undefined) return stay(base, best, 'it has a backfill of its own');
  if (isHandWritten(original))
    return stay(
      base,
      best,
      'its down.sql was written by hand: remove it, and a way back is found for each part',
    );
  const parentFolder = path.dirname(original.directory);
  const compared = async ({
    parts,
    reordered,
    rewritten,
    left,
  }: RewrittenMigration): Promise<OnlineReport> => {
    const made = parts.map((part) => migrationOf(parentFolder, part));
    const equality = await proveEqual({ ground, original, parts: made, schema, reordered });
    return { ...base, parts: made, rewritten, left, equality };
  };
  const unequal: OnlineReport[] = [];
  for (const way of ways) {
    const report = await compared(way);
    if (report.equality?.equal) return report;
    unequal.push(report);
  }
  const [first] = unequal;
  const reason = `what it would become does not end in the same: ${first?.equality?.differences.slice(0, 3).join('; ')}`;
  // With others, or without, the rest may well do: a later statement may be about what one of them stands in for.
  for (const less of lesser(facts, reason)) {
    const other = await rewriteMigration({ ...given, facts: { ...facts, ...less } });
    const report = other.parts.length === 0 ? undefined : await compared(other);
    if (report?.equality?.equal) return report;
  }
  return { ...stay(base, best, reason), ...(first?.equality && { equality: first.equality }) };
}

/** What else can be tried: expansions as if each stood alone, then none. */
function lesser(
  { expansions, rebuilds }: Pick<Facts, 'expansions' | 'rebuilds'>,
  reason: string,
): readonly Pick<Facts, 'expansions' | 'rebuilds'>[] {
  const made = [...expansions.values()];
  const without = new Map([...expansions].map(([text, one]) => [text, { ...one, expansion: { reason } }]));
  const alone = new Map([...expansions].map(([text, one]) => [text, one.alone ?? one]));
  const isNone =
    made.every(({ expansion }) => 'reason' in expansion) &&
    [...rebuilds.values()].every(({ becomes }) => 'reason' in becomes);
  return [
    ...(made.some((one) => one.alone !== undefined) ? [{ expansions: alone, rebuilds }] : []),
    ...(isNone ? [] : [{ expansions: without, rebuilds: new Map() }]),
  ];
}

function stay(base: OnlineReport, { rewritten, left }: RewrittenMigration, reason: string): OnlineReport {
  return { ...base, left: [...rewritten.map((finding) => leave(finding, reason)), ...left] };
}

/** A way back that was generated is found anew; another is somebody's work. */
function isHandWritten({ down }: Migration): boolean {
  return down !== undefined && !/^-- The way back from .*, generated from the catalog/m.test(down.sql);
}

function migrationOf(parent: string, { name, up, down, backfill }: NamedMigration): Migration {
  const directory = path.join(parent, name);
  return {
    name,
    directory,
    up: makeScript(path.join(directory, 'migration.sql'), up),
    ...(down === undefined ? {} : { down: makeScript(path.join(directory, 'down.sql'), down) }),
    ...(backfill === undefined
      ? {}
      : {
          backfill: {
            kind: 'sql',
            script: makeScript(path.join(directory, 'backfill.sql'), renderBackfill(backfill)),
          },
        }),
  };
}
