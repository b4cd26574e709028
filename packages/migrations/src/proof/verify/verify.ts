import { availableParallelism } from 'node:os';

import type { Client } from '@agora/postgres';

import { throwIfInterrupted } from '../../apply/interrupted.ts';
import { downCandidates } from '../down/generate-down.ts';
import { deleteInserted, readMigrationRows } from '../down/inserted-rows.ts';
import { lossName } from '../down/losses.ts';
import { renderDown, renderNotFound } from '../down/render.ts';
import type { DownCandidate } from '../down/types.ts';
import { directivesOf } from '../../project/directives.ts';
import { makeScript, type Migration, type Script } from '../../project/folder.ts';
import { replay, replayFailed, runScript } from '../replay.ts';
import {
  compareSnapshots,
  type Proof,
  type ProofRows,
  proveMigration,
  readSnapshot,
  type Snapshot,
} from './prove.ts';
import { type Scratch, type ScratchOptions, withScratch } from '../scratch.ts';
import { countRows, type RowCounts, rowsMore } from './row-counts.ts';

/** What the walk found out about one migration. */
export interface MigrationReport {
  readonly migration: string;
  readonly outcome:
    | 'proven'
    | 'proven with data loss'
    /** Both ways run and the catalogs are equal, but a table that changes had no row to show what becomes of it. */
    | 'unproven on rows'
    | 'irreversible'
    /** No way back was found; there may be one. */
    | 'not found'
    | 'failed'
    | 'no down.sql';
  /** `schema.table` or `schema.table.column`: what the way back does not bring back. */
  readonly lost: readonly string[];
  /** Why it failed or has no way back. */
  readonly reason?: string;
  /** Differences of the catalogs, if that is what failed. */
  readonly differences: readonly string[];
  readonly notes: readonly string[];
  readonly durationMs: number;
  /** A way back that was generated in this walk, ready to be written. */
  readonly generated?: Script;
}

export interface WalkOptions extends ScratchOptions {
  /** Which migrations to prove; those before the first and between them are only applied. Default all. */
  readonly select?: ((migration: Migration) => boolean) | undefined;
  /** For which of them to generate a new way back instead of reading down.sql. Default none. */
  readonly generate?: ((migration: Migration) => boolean) | undefined;
  /** Told of each migration when it is done. */
  readonly onMigration?: ((report: MigrationReport, place: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Into how many shares a long history is divided, proven side by side. Default: the processors, at most 4. */
  readonly concurrency?: number | undefined;
}

/** Far from UTC and without summer time: what depends on the zone of a session shows itself. */
const ZONE = 'Asia/Kathmandu';

const MOST_SHARES = 4;
/** Fewer migrations than this are not worth a walk of their own. */
const SMALLEST_SHARE = 6;

/** What is left to try when rows stop the way forward. */
const FEWER: Readonly<Record<ProofRows, { readonly rows: ProofRows; readonly words: string } | undefined>> = {
  unusual: { rows: 'ordinary', words: 'ordinary rows' },
  ordinary: { rows: 'none', words: 'empty tables' },
  none: undefined,
};

/**
 * Walks a history once, on two scratch databases: one is only migrated forward, and is the measure; the other
 * goes up, down and up over every migration, with two rows in each table. Each migration costs the same,
 * however long the history: nothing is replayed twice.
 *
 * @throws AgoraError `migrations.replay_failed` when the history does not run from nothing
 */
export async function walkHistory(
  migrations: readonly Migration[],
  options: WalkOptions,
): Promise<readonly MigrationReport[]> {
  const chosen = migrations.filter((migration) => options.select?.(migration) ?? true);
  let done = 0;
  const told: WalkOptions = {
    ...options,
    onMigration: (report) => options.onMigration?.(report, (done += 1), chosen.length),
  };
  return withScratch({ ...options, timeZone: ZONE }, async (make) => {
    const parts = await Promise.all(
      shares(chosen, options.concurrency ?? availableParallelism()).map((share) =>
        walkShare(migrations, share, told, make),
      ),
    );
    return parts.flat();
  });
}

/** Neighbours stay together: each share replays what is before it, which costs little, and proves its own. */
function shares(chosen: readonly Migration[], most: number): (readonly Migration[])[] {
  const count = Math.max(1, Math.min(most, MOST_SHARES, Math.floor(chosen.length / SMALLEST_SHARE)));
  const size = Math.ceil(chosen.length / count);
  return Array.from({ length: count }, (_, index) => chosen.slice(index * size, (index + 1) * size));
}

async function walkShare(
  migrations: readonly Migration[],
  share: readonly Migration[],
  options: WalkOptions,
  make: (label: string) => Promise<Scratch>,
): Promise<readonly MigrationReport[]> {
  const walk = new Walk(migrations, await make('walk'), make, options);
  const reports: MigrationReport[] = [];
  for (const migration of migrations) {
    throwIfInterrupted(options.signal);
    if (reports.length === share.length) break;
    if (!share.includes(migration)) {
      await walk.pass(migration);
      continue;
    }
    const report = await walk.prove(migration);
    reports.push(report);
    options.onMigration?.(report, reports.length, share.length);
  }
  return reports;
}

class Walk {
  readonly #migrations: readonly Migration[];
  readonly #straight: Scratch;
  readonly #make: (label: string) => Promise<Scratch>;
  readonly #options: WalkOptions;
  /** The database that goes to and fro; undefined when it has to be copied from the straight one anew. */
  #proof: Scratch | undefined;
  /** What the straight one looks like now. */
  #current: Snapshot | undefined;

  constructor(
    migrations: readonly Migration[],
    straight: Scratch,
    make: (label: string) => Promise<Scratch>,
    options: WalkOptions,
  ) {
    this.#migrations = migrations;
    this.#straight = straight;
    this.#make = make;
    this.#options = options;
  }

  /** Forward only. */
  async pass(migration: Migration): Promise<void> {
    await this.#straight.connect((client) => this.#apply(client, migration));
    this.#current = undefined;
    await this.#discard();
  }

  async prove(migration: Migration): Promise<MigrationReport> {
    const started = performance.now();
    const before = this.#current ?? (await this.#straight.connect(readSnapshot));
    const result =
      this.#options.generate?.(migration) === true
        ? await this.#generate(migration, before)
        : await this.#judge(migration, before);
    return Object.freeze({
      migration: migration.name,
      lost: [],
      differences: [],
      notes: [],
      ...result,
      durationMs: Math.round(performance.now() - started),
    });
  }

  /** Another database at the state before: replayed, which is rare enough to cost less than a copy of each state. */
  async #standBefore(migration: Migration): Promise<Scratch> {
    const scratch = await this.#make('proof');
    const earlier = this.#migrations.slice(0, this.#migrations.indexOf(migration));
    await scratch.connect((client) => replay(client, earlier));
    return scratch;
  }

  /** The migration on the straight database, which then is the measure. */
  async #advance(migration: Migration): Promise<Snapshot> {
    return this.#straight.connect(async (client) => {
      await this.#apply(client, migration);
      return (this.#current = await readSnapshot(client));
    });
  }

  async #apply(client: Client, migration: Migration): Promise<void> {
    try {
      await runScript(client, migration.up);
    } catch (error) {
      throw replayFailed(migration.name, error);
    }
  }

  async #discard(): Promise<void> {
    await this.#proof?.drop();
    this.#proof = undefined;
  }

  async #judge(migration: Migration, before: Snapshot): Promise<Finding> {
    const down = migration.down;
    if (down === undefined) {
      await this.pass(migration);
      return { outcome: 'no down.sql' };
    }
    for (const [kind, outcome] of [
      ['irreversible', 'irreversible'],
      ['not-found', 'not found'],
    ] as const) {
      const [directive] = directivesOf(down.directives, kind);
      if (directive === undefined) continue;
      await this.pass(migration);
      return { outcome, reason: directive.reason };
    }
    const result = await this.#run(migration, down, before, () => this.#straight.copy('proof'));
    return reportOf(differsFrom(await this.#advance(migration), await this.#settle(result)));
  }

  /** Keeps the database that went to and fro only while it is as good as new. */
  async #settle(result: Proof): Promise<Proof> {
    if (!result.proven || result.emptied) await this.#discard();
    return result;
  }

  /**
   * On tables with rows, unusual ones among them; when these stop the way forward, on a fresh copy with
   * fewer.
   * @param source makes a database that stands before the migration
   */
  async #run(
    migration: Migration,
    down: Script,
    before: Snapshot,
    source: () => Promise<Scratch>,
    rows: ProofRows = 'unusual',
  ): Promise<Proof> {
    this.#proof ??= await source();
    const result = await this.#proof.connect((client) =>
      proveMigration(client, migration.up, down, before, rows),
    );
    const fewer = FEWER[rows];
    if (result.proven || result.stage !== 'up' || fewer === undefined) return result;
    await this.#discard();
    const second = await this.#run(migration, down, before, source, fewer.rows);
    const note = `proven on ${fewer.words} only: on rows the way forward fails (${result.reason})`;
    return { ...second, notes: [note, ...second.notes] };
  }

  async #generate(migration: Migration, before: Snapshot): Promise<Finding> {
    const failures: string[] = [];
    this.#proof ??= await this.#straight.copy('proof');
    const rowsBefore = await this.#straight.connect(readMigrationRows);
    const counts = await this.#straight.connect(countRows);
    const after = await this.#advance(migration);
    const staying = stayingRows(rowsMore(counts, await this.#straight.connect(countRows)));
    let best: Found | undefined;
    await this.#straight.connect(async (client) => {
      const states = {
        before: before.catalog,
        beforeFacts: before.facts,
        after: after.catalog,
        afterFacts: after.facts,
        up: migration.up.sql,
        user: await currentUser(client),
      };
      const deletes = deleteInserted(rowsBefore, await readMigrationRows(client));
      const plans = downCandidates(client, states, (failure) =>
        failures.push(`${failure.strategy}: ${failure.reason}`),
      );
      search: for await (const plain of plans) {
        // A row that is put in only where it is missing may be older than the migration: then it stays.
        for (const candidate of deletes.length === 0 ? [plain] : [withDeletes(plain, deletes), plain]) {
          if (best !== undefined && candidate.needless.length > best.needless) continue;
          const result = differsFrom(
            after,
            await this.#run(migration, document(migration, candidate), before, () =>
              this.#standBefore(migration),
            ),
          );
          await this.#settle(result);
          if (!result.proven) {
            failures.push(
              `${candidate.strategy}: ${result.stage}: ${[result.reason, ...result.differences.slice(0, 3)].join('; ')}`,
            );
            continue;
          }
          const found = {
            finding: withNotes(
              { ...reportOf(result), generated: document(migration, candidate, result.lost) },
              candidate === plain ? staying : [],
            ),
            needless: candidate.needless.length,
            lost: result.lost.length,
          };
          if (best === undefined || isBetter(found, best)) best = found;
          const more = candidate !== plain && result.lost.length > 0;
          if (best.needless === 0 && !more) break search;
          // It works and destroys what could be kept: perhaps another one does better.
          await this.#discard();
        }
      }
    });
    if (best !== undefined) return best.finding;
    await this.#discard();
    return {
      outcome: 'not found',
      reason: failures.join('\n'),
      generated: scriptOf(migration, renderNotFound(migration.name, failures[0] ?? 'no plan was found')),
    };
  }
}

async function currentUser(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
  return rows[0]?.name ?? '';
}

/** Rows that the migration put in under keys of its own go first, while their table is as it was then. */
function withDeletes(candidate: DownCandidate, deletes: readonly string[]): DownCandidate {
  if (deletes.length === 0) return candidate;
  const statements = deletes.map((sql) => ({ sql, hazard: 'takes back the rows that the migration put in' }));
  return { ...candidate, statements: [...statements, ...candidate.statements] };
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

/** A line for each table into which the migration puts rows on a database without any. */
function stayingRows(inserted: RowCounts): readonly string[] {
  return [...inserted].map(
    ([table, rows]) =>
      `${rows} row${rows === 1 ? '' : 's'} that the migration puts into ${table} where missing: the way back leaves what it put in`,
  );
}

const withNotes = (finding: Finding, notes: readonly string[]): Finding => ({
  ...finding,
  notes: [...new Set([...(finding.notes ?? []), ...notes])],
});

type Finding = Partial<MigrationReport> & Pick<MigrationReport, 'outcome'>;

/** The database that went to and fro must end where going straight ends. */
function differsFrom(after: Snapshot, result: Proof): Proof {
  if (!result.proven) return result;
  const differences = compareSnapshots(after, result.after);
  if (differences.length === 0) return result;
  return {
    proven: false,
    stage: 'catalog after up again',
    reason: 'going straight gives another catalog than going to and fro',
    differences,
    notes: result.notes,
  };
}

function reportOf(proof: Proof): Finding {
  if (proof.proven) {
    const { lost, unproven } = proof;
    const unseen = unproven.length === 0 ? [] : [`no row could be made up in ${unproven.join(', ')}`];
    if (lost.length > 0)
      return { outcome: 'proven with data loss', lost, notes: [...proof.notes, ...unseen] };
    return unproven.length > 0
      ? { outcome: 'unproven on rows', lost, notes: proof.notes, reason: unseen.join() }
      : { outcome: 'proven', lost, notes: proof.notes };
  }
  return {
    outcome: 'failed',
    reason: `${proof.stage}: ${proof.reason}`,
    differences: proof.differences,
    notes: proof.notes,
  };
}

function document(migration: Migration, candidate: DownCandidate, lost: readonly string[] = []): Script {
  const dropped = new Set(candidate.notRestored.map(lossName));
  const changed = lost.filter((name) => !dropped.has(name));
  return scriptOf(
    migration,
    renderDown({ migration: migration.name, candidate, changed, notes: roleNotes(migration) }),
  );
}

function scriptOf(migration: Migration, text: string): Script {
  return makeScript(`${migration.directory}/down.sql`, text);
}

/** Roles belong to the whole server: other databases may use them, so no way back drops one. */
function roleNotes(migration: Migration): string[] {
  return /\bcreate\s+(?:role|user|group)\b/i.test(migration.up.sql)
    ? [
        'Roles that the migration makes stay: they belong to the whole server, and other databases may use them.',
      ]
    : [];
}
