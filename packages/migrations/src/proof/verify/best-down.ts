import { lossName } from '../down/losses.ts';
import { renderDown, renderNotFound } from '../down/render.ts';
import type { DownCandidate, FailedAttempt } from '../down/types.ts';
import { makeScript, type Migration, type Script } from '../../project/folder.ts';
import { type Finding, reportOf } from './findings.ts';
import type { Proof } from './round-trip/prove.ts';
import type { RowCounts } from './round-trip/row-counts.ts';

/** What a search for a way back goes by. */
interface DownSearch {
  readonly migration: Migration;
  readonly plans: AsyncIterable<DownCandidate>;
  /** Statements that delete the rows that the migration put in. */
  readonly deletes: readonly string[];
  /** Notes for a way back without `deletes`. */
  readonly staying: readonly string[];
  readonly prove: (down: Script) => Promise<Proof>;
  /** Called before another way back is tried although one works. */
  readonly startAnew: () => Promise<void>;
  readonly onFailure: (failure: FailedAttempt) => void;
}

/**
 * The way back that destroys least, as a finding with its script; undefined when none works. It ends at the first one
 * that destroys nothing needlessly.
 */
export async function findBestDown(search: DownSearch): Promise<Finding | undefined> {
  const { migration, deletes } = search;
  let best: Found | undefined;
  for await (const plain of search.plans) {
    // A row that is put in only where it is missing may be older than the migration: then it stays.
    for (const candidate of deletes.length === 0 ? [plain] : [withDeletes(plain, deletes), plain]) {
      if (best !== undefined && candidate.needless.length > best.needless) continue;
      const proof = await search.prove(downScript(migration, candidate));
      if (!proof.proven) {
        search.onFailure({ strategy: candidate.strategy, reason: reasonOf(proof) });
        continue;
      }
      const { lost } = proof;
      const finding = {
        ...withNotes(reportOf(proof), candidate === plain ? search.staying : []),
        generated: downScript(migration, candidate, proof),
      };
      const found = { finding, needless: candidate.needless.length, lost: lost.length };
      if (best === undefined || isBetter(found, best)) best = found;
      const keepsMore = candidate !== plain && lost.length > 0;
      if (best.needless === 0 && !keepsMore) return best.finding;
      await search.startAnew();
    }
  }
  return best?.finding;
}

/** What is written in place of a way back when none works. */
export function notFoundScript(migration: Migration, reason: string): Script {
  return scriptOf(migration, renderNotFound(migration.name, reason));
}

function reasonOf(proof: Extract<Proof, { proven: false }>): string {
  return `${proof.stage}: ${[proof.reason, ...proof.differences.slice(0, 3)].join('; ')}`;
}

/** A way back that works. */
interface Found {
  readonly finding: Finding;
  /** How much it destroys that the way forward had kept. */
  readonly needless: number;
  /** How much does not come back. */
  readonly lost: number;
}

const isBetter = (a: Found, b: Found): boolean =>
  a.needless === b.needless ? a.lost < b.lost : a.needless < b.needless;

/** Rows that the migration put in under keys of its own go first, while their table is as it was then. */
function withDeletes(candidate: DownCandidate, deletes: readonly string[]): DownCandidate {
  const statements = deletes.map((sql) => ({ sql, hazard: 'takes back the rows that the migration put in' }));
  return { ...candidate, statements: [...statements, ...candidate.statements] };
}

/** A line for each table into which the migration puts rows on a database without any. */
export function stayingRows(inserted: RowCounts): readonly string[] {
  return [...inserted].map(
    ([table, rows]) =>
      `${rows} row${rows === 1 ? '' : 's'} that the migration puts into ${table} where missing: the way back leaves what it put in`,
  );
}

const withNotes = (finding: Finding, notes: readonly string[]): Finding => ({
  ...finding,
  notes: [...new Set([...(finding.notes ?? []), ...notes])],
});

/** One table, or a column of it and all of it. */
const concern = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** @param proof absent before there is one */
function downScript(
  migration: Migration,
  candidate: DownCandidate,
  proof?: Pick<Extract<Proof, { proven: true }>, 'lost' | 'reasons'>,
): Script {
  const { lost, reasons = [] } = proof ?? {};
  const dropped = new Set(candidate.notRestored.map(lossName));
  const changed = lost?.filter((name) => !dropped.has(name));
  // What was dropped and stood there again, rows and all, was only moved.
  const notRestored = candidate.notRestored.filter(
    (loss) => lost?.some((name) => concern(name, lossName(loss))) ?? true,
  );
  return scriptOf(
    migration,
    renderDown({
      migration: migration.name,
      candidate: { ...candidate, notRestored },
      ...(changed === undefined ? {} : { changed }),
      notes: [...reasons, ...roleNotes(migration, candidate)],
    }),
  );
}

function scriptOf(migration: Migration, text: string): Script {
  return makeScript(`${migration.directory}/down.sql`, text);
}

/** What of roles is left alone where they were not read: on a server that others use. */
function roleNotes(migration: Migration, candidate: DownCandidate): string[] {
  if (candidate.rolesRead) return [];
  return /\bcreate\s+(?:role|user|group)\b/i.test(migration.up.sql)
    ? [
        'Roles that the migration makes stay: they belong to the whole server, and other databases may use them.',
      ]
    : [];
}
