import { AgoraError } from '@agora/core';

import type { ApplyOptions } from '../apply/options.ts';
import { recordApplied } from '../apply/record-applied.ts';
import { readSessionHistory, withMigrationLock, withSession } from '../apply/session.ts';
import { readFolder } from '../project/folder.ts';
import type { History } from '../history/history.ts';
import { resolveTarget } from '../project/target.ts';
import { catalogDiffers, type CatalogMatch } from './catalog-differs.ts';

export interface StampInput {
  readonly url: string;
  readonly directory: string;
  /** Record everything up to and including this one, or all. */
  readonly target: { readonly to: string } | { readonly all: true };
  readonly forgotten?: readonly string[] | undefined;
  readonly dryRun?: boolean | undefined;
  /** Record even though the catalog does not match. */
  readonly force?: boolean | undefined;
  /**
   * Compares an existing database with the history, replayed up to a migration.
   * @param names the migrations of the folder, in order
   * @param target the last one that is to be recorded
   */
  readonly compare?: ((names: readonly string[], target: string) => Promise<CatalogMatch>) | undefined;
  readonly options?: ApplyOptions | undefined;
}

export interface StampReport {
  readonly history: History;
  /** What was recorded, or would be; in order. */
  readonly recorded: readonly string[];
  readonly match?: CatalogMatch;
}

/**
 * Records migrations as applied without running them, as `prisma migrate resolve --applied` does one by
 * one. Unfinished rows of theirs are marked as rolled back.
 *
 * @throws AgoraError `migrations.catalog_differs` when the comparison says the database is not what the
 * history would have made; `migrations.unknown_target`; the first violation that is not about to be mended
 */
export async function stamp(input: StampInput): Promise<StampReport> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, (session) =>
    withMigrationLock(session, input.options ?? {}, async () => {
      const history = await readSessionHistory(session, folder, input);
      refuseViolations(history);
      const names = folder.migrations.map((migration) => migration.name);
      const last = 'all' in input.target ? names.at(-1) : resolveTarget(names, input.target.to);
      const wanted = folder.migrations.filter(
        (migration) =>
          last !== undefined &&
          migration.name.localeCompare(last) <= 0 &&
          history.entries.some((entry) => entry.name === migration.name && entry.state !== 'applied'),
      );
      const match =
        last === undefined || wanted.length === 0 ? undefined : await input.compare?.(names, last);
      if (match && match.differences.length > 0 && !input.force) throw differs(last ?? '', match);
      if (!input.dryRun && wanted.length > 0) await recordApplied(session, wanted, input.options);
      return { history, recorded: wanted.map((migration) => migration.name), ...(match ? { match } : {}) };
    }),
  );
}

/** Stamping mends a missing history, failed rows and late migrations; nothing else. */
function refuseViolations(history: History): void {
  const found = history.violations.find(
    (violation) =>
      violation.code !== 'migrations.unmanaged_database' &&
      violation.kind !== 'failed' &&
      violation.kind !== 'out-of-order',
  );
  if (found)
    throw new AgoraError({ code: found.code, message: found.message, why: found.why, fix: found.fix });
}

function differs(target: string, match: CatalogMatch): AgoraError {
  return catalogDiffers(
    `The database is not what the history makes up to ${target}.`,
    match,
    match.migration === undefined
      ? 'It matches no migration. Check the URL; write what the database has beyond it into the migration, or drop it; or record it all the same with --force: agora migrate drift then prints the SQL that mends the rest.'
      : `It matches ${match.migration}: agora migrate stamp ${match.migration}, then agora migrate deploy.`,
  );
}
