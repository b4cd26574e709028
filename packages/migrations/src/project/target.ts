import { AgoraError, isAgoraError } from '@agora/core';

import { directivesOf } from './directives.ts';
import type { Migration } from './folder.ts';

/**
 * Finds the migration a person means: its whole name, the name after the timestamp, or a beginning that
 * only one has. An empty one, as a script gives whose variable is not set, means none.
 * @throws AgoraError `migrations.unknown_target`, `migrations.ambiguous_target`
 */
export function resolveTarget(names: readonly string[], given: string): string {
  if (names.includes(given)) return given;
  const bySlug = names.filter((name) => name.replace(/^\d+_/, '') === given);
  const candidates =
    bySlug.length > 0 ? bySlug : names.filter((name) => given !== '' && name.startsWith(given));
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  if (candidates.length > 1) {
    throw new AgoraError({
      code: 'migrations.ambiguous_target',
      message: `"${given}" may mean ${candidates.length} migrations.`,
      why: candidates.slice(0, 5).join('\n'),
      fix: 'Write the whole name.',
    });
  }
  throw new AgoraError({
    code: 'migrations.unknown_target',
    message: `There is no migration "${given}".`,
    why: names.length === 0 ? 'There are none to choose from.' : `The last is ${names.at(-1)}.`,
    fix: 'agora migrate history lists them all.',
  });
}

/**
 * The migrations behind a baseline, which is left alone with all before it. One that a squash has replaced, as a
 * configuration still names it, means the squash.
 * @throws AgoraError `migrations.unknown_target`, `migrations.ambiguous_target`
 */
export function migrationsAfter(migrations: readonly Migration[], baseline: string): readonly Migration[] {
  const squash = migrations.findIndex(({ up }) =>
    directivesOf(up.directives, 'replaces').some(({ migration }) => migration === baseline),
  );
  const names = migrations.map(({ name }) => name);
  const last = squash === -1 ? names.indexOf(resolveBaseline(names, baseline)) : squash;
  return migrations.slice(last + 1);
}

/** Its name was hardly typed just now: a person must hear where it stands. */
function resolveBaseline(names: readonly string[], baseline: string): string {
  try {
    return resolveTarget(names, baseline);
  } catch (error) {
    if (!isAgoraError(error) || error.code !== 'migrations.unknown_target') throw error;
    throw new AgoraError({
      code: 'migrations.unknown_target',
      message: `There is no migration "${baseline}" to begin after.`,
      why: `It is named by --since, or by lint.since in agora.config.ts. ${error.why ?? ''}`.trim(),
      fix: 'Name a migration of the folder there, or none. agora migrate history lists them all.',
      cause: error,
    });
  }
}
