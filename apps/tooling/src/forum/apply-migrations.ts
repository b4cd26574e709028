import { type Context, counted } from '@agora/cli';
import { migrationsDirectory } from '@agora/db/paths';
import type { ApplyEvent } from '@agora/migrations';
import { applyPending } from '@agora/operations';

import { environmentPolicy } from './environment-policy.ts';

/**
 * Applies what is pending of the forum's own history, as `agora migrate deploy` does.
 * @throws AgoraError the first thing that stands against it, or the failure of a migration
 */
export async function applyMigrations(context: Context, url: string, signal: AbortSignal): Promise<void> {
  const { forgotten, policy } = await environmentPolicy(context);
  const applied = await context.out.step('Migrations', (step) =>
    applyPending({
      url,
      directory: migrationsDirectory,
      forgotten,
      policy,
      options: { signal, onEvent: (event) => step.note(describe(event)) },
    }),
  );
  context.out.detail(
    applied.length === 0 ? 'Nothing was pending.' : `${counted(applied.length, 'migration')} applied.`,
  );
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
