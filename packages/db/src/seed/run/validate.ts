import { AgoraError } from '@agora/core';
import { cancelledBy, type Client, withConnection, withTransaction } from '@agora/postgres';
import { assertUsable } from '../database/migrated.ts';
import { becomeLoader } from '../database/roles.ts';
import { rowsOf } from '../../sql/index.ts';
import { invariants } from '../validation/index.ts';
import { type InvariantProgress, type InvariantResult, runInvariants } from './run-invariants.ts';
import { unknownCommunitiesSql } from './unknown-communities.sql.ts';

export interface ValidateOptions {
  url: string;
  /** Ids of the communities to look at; all if absent. */
  communities?: readonly string[] | undefined;
  /** Names of invariants to check; all if absent. */
  only?: readonly string[] | undefined;
  /** The keys of providers' tokens (AES-256) by their version: with them, tokens are opened; the seeds' own are in any case. */
  tokenKeys?: ReadonlyMap<number, Uint8Array> | undefined;
  onProgress?: ((progress: ValidateProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface ValidateProgress extends InvariantProgress {
  /** Since validation began. */
  elapsedMs: number;
}

export interface ValidateResult {
  holds: boolean;
  invariants: readonly InvariantResult[];
  durationMs: number;
}

/** For each hash and sort of a query (hashes take twice as much): bounds the server's memory whatever the tables' size. */
const QUERY_MEMORY = '64MB';

/**
 * Checks every invariant against the live database, all in one snapshot and without writing. As `agora_loader`, so
 * that row-level security hides nothing. Each query reads its tables once and joins them by hash, in memory that does
 * not grow with them; what does not fit goes through temporary files.
 *
 * @throws seed.not_migrated, seed.no_rights, seed.unknown_community; `postgres.*`, what the server says; the signal's reason when it stops the validation
 */
export async function validateSeeds(options: ValidateOptions): Promise<ValidateResult> {
  const started = performance.now();
  const { only, signal } = options;
  const chosen = invariants.filter(({ name }) => only === undefined || only.includes(name));
  const connection = { url: options.url, applicationName: 'agora-seed-validate' };
  return withConnection(connection, (client) =>
    cancelledBy(signal, connection, client, () =>
      withTransaction(
        client,
        async () => {
          await assertUsable(client);
          await client.query(`SET LOCAL work_mem = '${QUERY_MEMORY}'`);
          // Where offending rows are many, or a table has no statistics yet, the planner expects few rows and would
          // look for each by itself: hours instead of seconds.
          if (options.communities === undefined) await client.query('SET LOCAL enable_nestloop = off');
          // A plan that has to use one all the same looks dear enough to be compiled, which takes longer than it runs.
          await client.query('SET LOCAL jit = off');
          await becomeLoader(client);
          if (options.communities !== undefined) await assertCommunities(client, options.communities);
          const results = await runInvariants(client, chosen, {
            communities: options.communities ?? null,
            tokenKeys: options.tokenKeys ?? new Map<number, Uint8Array>(),
            onQuery(progress) {
              signal?.throwIfAborted();
              options.onProgress?.({ ...progress, elapsedMs: performance.now() - started });
            },
          });
          return {
            holds: results.every(({ offending }) => offending === 0),
            invariants: results,
            durationMs: performance.now() - started,
          };
        },
        { isolation: 'repeatable read', readOnly: true },
      ),
    ),
  );
}

/** A misspelt id would find no fault. */
async function assertCommunities(client: Client, ids: readonly string[]): Promise<void> {
  const [unknown] = await rowsOf(client, unknownCommunitiesSql({ ids }));
  if (unknown === undefined) return;
  throw new AgoraError({
    code: 'seed.unknown_community',
    message: `There is no community "${unknown.id}".`,
    fix: 'List them: SELECT id, slug, name FROM communities',
  });
}
