import { makeConfig } from '@agora/core/config';

import { holdBackfills, runBackfills } from '../backfill.ts';
import { deploy } from '../deploy.ts';
import { purgeParked } from '../parked/purge-parked.ts';
import { rollback } from '../rollback/rollback.ts';

interface Place {
  readonly url: string;
  readonly directory: string;
}

/** Parks, and waits for nobody: rows of few batches are the more. */
const policy = makeConfig({
  environments: { development: { park: '1h', backfill: { maxRows: 20, minFreeMb: 0, share: 1 } } },
}).environments.development;

/**
 * Runs a verb: `deploy`, `rollback` or `rollback all`, `purge`, `backfill run`, `pause`, `resume` or `cancel`.
 * @returns what did not succeed, in words
 */
export async function runVerb(verb: string, { url, directory }: Place): Promise<readonly string[]> {
  // The session of a client that was killed may live until its server notices.
  const options = { waitMs: 60_000 };
  const held = async (state: 'paused' | 'cancelled'): Promise<readonly string[]> => {
    await holdBackfills({ url, directory }, state);
    return [];
  };
  switch (verb) {
    case 'deploy':
      return failures((await deploy({ url, directory, policy })).results);
    case 'deploy, backfills later':
      return failures((await deploy({ url, directory, policy, backfills: 'later' })).results);
    case 'rollback':
      return failures((await rollback({ url, directory, policy, target: { steps: 1 } })).results);
    case 'purge': {
      const database = new URL(url).pathname.slice(1);
      const purged = await purgeParked({ url, now: true, database, policy });
      return purged.flatMap(({ outcome, item }) =>
        outcome === 'purged' ? [] : [`${item.name}: ${outcome}`],
      );
    }
    case 'backfill run':
      return unfinished(await runBackfills({ url, directory, policy, options }));
    case 'backfill resume':
      return unfinished(
        await runBackfills({
          url,
          directory,
          policy,
          migration: '20240102000000_b',
          options: { ...options, resume: true },
        }),
      );
    case 'backfill pause':
      return held('paused');
    case 'backfill cancel':
      return held('cancelled');
    default:
      return [`there is no verb ${verb}`];
  }
}

function failures(
  results: readonly { readonly name: string; readonly outcome: string; readonly error?: Error }[],
): readonly string[] {
  return results
    .filter(({ outcome }) => outcome !== 'succeeded')
    .map(({ name, outcome, error }) => `${name} ${outcome}: ${String(error)}`);
}

function unfinished(
  results: readonly { readonly outcome: string; readonly error?: Error }[],
): readonly string[] {
  return results
    .filter(({ outcome }) => outcome !== 'done')
    .map(({ outcome, error }) => `${outcome}: ${String(error)}`);
}
