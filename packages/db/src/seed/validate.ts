import { describeSqlError, withConnection, withTransaction } from '@agora/postgres';
import { invariants } from './validation/index.ts';

/** Offending rows listed for each invariant; the count goes on. */
const LISTED = 20;

export interface ValidateOptions {
  url: string;
  /** Ids of the communities to look at; all if absent. */
  communities?: readonly string[] | undefined;
  /** Names of invariants to check; all if absent. */
  only?: readonly string[] | undefined;
  onProgress?: ((progress: ValidateProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface ValidateProgress {
  invariant: string;
  done: number;
  total: number;
  durationMs: number;
  offending: number;
}

export interface InvariantResult {
  name: string;
  summary: string;
  offending: number;
  /** The first of them. */
  rows: readonly { communityId: string; row: string; detail: string }[];
  durationMs: number;
}

export interface ValidateResult {
  holds: boolean;
  invariants: readonly InvariantResult[];
  durationMs: number;
}

/**
 * Checks every invariant against the live database, each as one query, all in one snapshot and without writing.
 * As `agora_loader`, so that row-level security hides nothing.
 */
export async function validateSeeds(options: ValidateOptions): Promise<ValidateResult> {
  const started = performance.now();
  const { only } = options;
  const chosen = invariants.filter(({ name }) => only === undefined || only.includes(name));
  return withConnection({ url: options.url, applicationName: 'agora-seed-validate' }, (client) =>
    withTransaction(
      client,
      async () => {
        // The queries join and sort whole tables once: memory spares them the disk, and parallel workers the wait.
        await client.query(`SET LOCAL work_mem = '128MB'`);
        await client.query('SET LOCAL ROLE agora_loader');
        const results: InvariantResult[] = [];
        for (const { name, summary, sql } of chosen) {
          options.signal?.throwIfAborted();
          const begun = performance.now();
          const counted = `WITH offending AS (${sql}) SELECT community_id AS "communityId", row, detail,
            (SELECT count(*) FROM offending)::float8 AS total FROM offending LIMIT ${LISTED}`;
          const { rows } = await client
            .query<{ communityId: string; row: string; detail: string; total: number }>(counted, [
              options.communities ?? null,
            ])
            .catch((error: unknown) => {
              throw describeSqlError(error, counted);
            });
          const durationMs = performance.now() - begun;
          const offending = rows[0]?.total ?? 0;
          const listed = rows.map(({ communityId, row, detail }) => ({ communityId, row, detail }));
          results.push({ name, summary, offending, rows: listed, durationMs });
          const done = results.length;
          options.onProgress?.({ invariant: name, done, total: chosen.length, durationMs, offending });
        }
        return {
          holds: results.every(({ offending }) => offending === 0),
          invariants: results,
          durationMs: performance.now() - started,
        };
      },
      { isolation: 'repeatable read', readOnly: true },
    ),
  );
}
