import { migrationsDirectory } from '@agora/db/paths';
import { AgoraError } from '@agora/core';
import { type ApplyEvent, deploy, type DeployReport } from '@agora/migrations';

import { type Context, counted, environmentPolicy } from '@agora/cli';

/**
 * Applies what is pending of the forum's own history, as `agora migrate deploy` does.
 * @returns the names of the migrations that were applied now
 * @throws AgoraError the first thing that stands against it, or the failure of a migration
 */
export async function applyMigrations(context: Context, url: string, signal: AbortSignal): Promise<string[]> {
  const { forgotten, policy } = await environmentPolicy(context);
  const applied = await context.out.step('Migrations', async (step) => {
    const report = await deploy({
      url,
      directory: migrationsDirectory,
      forgotten,
      policy,
      options: { signal, onEvent: (event) => step.note(describe(event)) },
    });
    throwIfStopped(report);
    return report.results.map((result) => result.name);
  });
  context.out.detail(
    applied.length === 0 ? 'Nothing was pending.' : `${counted(applied.length, 'migration')} applied.`,
  );
  return applied;
}

function throwIfStopped({ plan, refusals, results }: DeployReport): void {
  const against = [...plan.blockers, ...refusals];
  const [first] = against;
  if (first !== undefined) {
    const others = against.slice(1).map((one) => one.message);
    throw new AgoraError({ ...first, why: [first.why, ...others].join('\n') });
  }
  const last = results.at(-1);
  if (last === undefined || last.outcome === 'succeeded') return;
  if (last.outcome === 'interrupted') {
    throw new AgoraError({
      code: 'cli.interrupted',
      message: `Stopped in ${last.name}, which was rolled back.`,
    });
  }
  throw last.error ?? new TypeError(`${last.name} failed without an error.`);
}

function describe(event: ApplyEvent): string {
  switch (event.kind) {
    case 'waiting':
      return 'waiting for another run';
    case 'step':
      return `${event.index + 1}/${event.total} ${event.step.name}`;
    case 'lock-retry':
      return `${event.name} waits for a lock, attempt ${event.attempt}`;
    case 'notice':
      return event.message;
    default:
      return '';
  }
}
