import { type Catalog, readTables } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import type { LateColumns } from '@agora/seeding/fill';

import { directivesOf } from '../../project/directives.ts';
import type { Migration, Script } from '../../project/folder.ts';
import { downCandidates } from '../down/generate-down.ts';
import { deleteInserted, type MigrationRows, readMigrationRows } from '../down/inserted-rows.ts';
import type { FailedAttempt } from '../down/types.ts';
import { replayFailed, runForwards } from '../replay.ts';
import { convertsColumns, zoneFor } from '../sample/index.ts';
import type { Scratch } from '../scratch/scratch.ts';
import { findBestDown, notFoundScript, stayingRows } from './best-down.ts';
import { lateColumns } from './late-columns.ts';
import { differsFrom, type Finding, type MigrationReport, reportOf } from './findings.ts';
import {
  describeFailure,
  type Proof,
  type ProofContent,
  type ProofRows,
  proveMigration,
  readSnapshot,
  type Snapshot,
} from './round-trip/prove.ts';
import { countRows, type RowCounts, rowsMore } from './round-trip/row-counts.ts';

/** What is left to try when rows stop the way forward. */
const FEWER: Readonly<Record<ProofRows, { readonly rows: ProofRows; readonly words: string } | undefined>> = {
  unusual: { rows: 'ordinary', words: 'ordinary rows' },
  ordinary: { rows: 'none', words: 'empty tables' },
  none: undefined,
};

/** What is proven, and from where. */
interface RoundTrip {
  readonly migration: Migration;
  readonly down: Script;
  readonly before: Snapshot;
  /** Makes a database that stands before the migration. */
  readonly source: () => Promise<Scratch>;
}

/** Errors that are no fault of the one migration: of the history, of the role that proves, of whoever stops it. */
const ENDS_ALL: ReadonlySet<string> = new Set([
  'migrations.interrupted',
  'migrations.replay_failed',
  'migrations.rows_hidden',
]);

/** What a walk stands on. */
interface WalkGround {
  /** A database that stands before the first migration that is walked. */
  readonly straight: Scratch;
  /** Another database that stands before a migration. */
  readonly before: (migration: Migration) => Promise<Scratch>;
  /** For which migrations to generate a new way back instead of reading down.sql. Default none. */
  readonly generate?: ((migration: Migration) => boolean) | undefined;
}

/**
 * Goes over a history in order, on two databases: one is only migrated forward, and is the measure; the other goes up,
 * down and up over each migration that is proven.
 */
export class Walk {
  readonly #straight: Scratch;
  readonly #before: (migration: Migration) => Promise<Scratch>;
  readonly #generates: (migration: Migration) => boolean;
  /** The database that goes to and fro; undefined when it has to be copied from the straight one anew. */
  #proof: Scratch | undefined;
  /** What that one looks like now, if nothing was done to it since it was read. */
  #standing: Catalog | undefined;
  /** The catalog when it was last filled. */
  #filled: Catalog | undefined;
  /** Columns that came since. */
  #late: readonly LateColumns[] = [];
  /** What the straight one looks like now. */
  #current: Snapshot | undefined;
  /** The rows that it has now, where they have been read. */
  #rows: Rows | undefined;
  /** The zone of both databases. */
  #zone: string | undefined;
  /** The last one that the straight one has had. */
  #applied: Migration | undefined;

  constructor(ground: WalkGround) {
    this.#straight = ground.straight;
    this.#before = ground.before;
    this.#generates = ground.generate ?? (() => false);
  }

  /** Forward only. */
  async pass(migration: Migration): Promise<void> {
    await this.#setZone(migration);
    await this.#straight.connect((client) => this.#apply(client, migration));
    await this.#discard();
  }

  /** Proves the way back that is there, or one that it generates, and leaves the history after the migration. */
  async prove(migration: Migration): Promise<MigrationReport> {
    const started = performance.now();
    // Rows that earlier proofs have left would stand in its way: those that it takes come into empty tables.
    if (await convertsColumns(migration.up)) await this.#discard();
    await this.#setZone(migration);
    const before = this.#current ?? (await this.#straight.connect(readSnapshot));
    const filled = this.#filled;
    this.#late =
      filled === undefined
        ? []
        : await this.#straight.connect((client) => lateColumns(filled, before.catalog, client));
    const finding = this.#generates(migration)
      ? this.#generate(migration, before)
      : this.#judge(migration, before);
    const result = await finding.catch((error: unknown) => this.#giveUp(migration, error));
    return Object.freeze({
      migration: migration.name,
      lost: [],
      differences: [],
      notes: [],
      ...result,
      durationMs: Math.round(performance.now() - started),
    });
  }

  /** Before a migration, which both databases then run in the same zone. */
  async #setZone(migration: Migration): Promise<void> {
    const zone = await zoneFor(migration);
    if (zone === this.#zone) return;
    this.#zone = zone;
    await this.#straight.setTimeZone(zone);
    await this.#proof?.setTimeZone(zone);
  }

  /** What goes wrong while one migration is proven costs its proof, not those of the migrations after it. */
  async #giveUp(migration: Migration, error: unknown): Promise<Finding> {
    const code = error instanceof AgoraError ? error.code : undefined;
    if (code !== undefined && ENDS_ALL.has(code)) throw error;
    if (this.#applied !== migration) await this.pass(migration);
    else await this.#discard();
    const reason = error instanceof AgoraError ? describeFailure(error) : String(error);
    return { outcome: 'failed', reason };
  }

  /** The migration on the straight database, which then is the measure. */
  async #advance(migration: Migration): Promise<Snapshot> {
    return this.#straight.connect(async (client) => {
      await this.#apply(client, migration);
      return (this.#current = await readSnapshot(client));
    });
  }

  async #apply(client: Client, migration: Migration): Promise<void> {
    this.#current = undefined;
    this.#rows = undefined;
    try {
      await runForwards(client, migration);
      this.#applied = migration;
    } catch (error) {
      throw replayFailed(migration.name, error);
    }
  }

  async #discard(): Promise<void> {
    await this.#proof?.drop();
    this.#proof = undefined;
    this.#standing = undefined;
    this.#filled = undefined;
    this.#late = [];
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
    const result = await this.#run({ migration, down, before, source: () => this.#straight.copy('proof') });
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
   */
  async #run(given: RoundTrip, content: ProofContent = { rows: 'unusual', later: true }): Promise<Proof> {
    const { migration, down, before } = given;
    if (this.#proof === undefined) {
      this.#proof = await given.source();
      if (this.#zone !== undefined) await this.#proof.setTimeZone(this.#zone);
    }
    this.#filled = before.catalog;
    const ground = { ...content, lateColumns: this.#late, start: this.#standing };
    this.#standing = undefined;
    const result = await this.#proof.connect((client) =>
      proveMigration(client, { ...migration, down }, before, ground),
    );
    if (result.proven) this.#standing = result.after.catalog;
    if (!result.proven && result.hadLaterRows === true) {
      // It need not take back what only came later; it must stop there, and not destroy it.
      await this.#discard();
      const second = await this.#run(given, { ...content, later: false });
      const words = `the way back stops while rows that came later hold what it cannot take back (${result.reason})`;
      return { ...second, notes: [words, ...second.notes] };
    }
    const fewer = FEWER[content.rows];
    if (result.proven || result.stage !== 'up' || fewer === undefined) return result;
    await this.#discard();
    const second = await this.#run(given, { ...content, rows: fewer.rows });
    const note = `proven on ${fewer.words} only: on rows the way forward fails (${result.reason})`;
    return { ...second, notes: [note, ...second.notes] };
  }

  async #generate(migration: Migration, before: Snapshot): Promise<Finding> {
    const failures: string[] = [];
    const onFailure = ({ strategy, reason }: FailedAttempt): void => {
      failures.push(`${strategy}: ${reason}`);
    };
    this.#proof ??= await this.#straight.copy('proof');
    const rowsBefore = this.#rows ?? (await this.#straight.connect(readRows));
    const after = await this.#advance(migration);
    const rowsAfter = (this.#rows = await this.#straight.connect(readRows));
    const best = await this.#straight.connect(async (client) => {
      const states = {
        before: before.catalog,
        beforeFacts: before.facts,
        after: after.catalog,
        afterFacts: after.facts,
        ...(before.roles && after.roles ? { roles: { before: before.roles, after: after.roles } } : {}),
        up: migration.up.sql,
        user: await currentUser(client),
      };
      return findBestDown({
        migration,
        plans: downCandidates(client, states, onFailure),
        deletes: deleteInserted(rowsBefore.rows, rowsAfter.rows),
        staying: stayingRows(rowsMore(rowsBefore.counts, rowsAfter.counts)),
        prove: async (down) => {
          const proof = await this.#run({
            migration,
            down,
            before,
            // Replayed, which is rare enough to cost less than a copy of each state.
            source: () => this.#before(migration),
          });
          return this.#settle(differsFrom(after, proof));
        },
        startAnew: () => this.#discard(),
        onFailure,
      });
    });
    if (best !== undefined) return best;
    await this.#discard();
    return {
      outcome: 'not found',
      reason: failures.join('\n'),
      generated: notFoundScript(migration, failures[0] ?? 'no plan was found'),
    };
  }
}

/** What only migrations have written. */
interface Rows {
  readonly counts: RowCounts;
  readonly rows: MigrationRows;
}

async function readRows(client: Client): Promise<Rows> {
  const tables = await readTables(client);
  const counts = await countRows(client, tables);
  return { counts, rows: await readMigrationRows(client, tables, counts) };
}

async function currentUser(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
  return rows[0]?.name ?? '';
}
