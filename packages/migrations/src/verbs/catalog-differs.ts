import { AgoraError } from '@agora/core';

/** What a comparison of the live catalog with the replayed history says. */
export interface CatalogMatch {
  /** The last migration whose catalog equals the database's; undefined when none does. */
  readonly migration?: string;
  /** How the database differs from the migration that was asked for, a line each. */
  readonly differences: readonly string[];
}

const SHOWN = 12;

/** That a database is not what is to be recorded of it, with the first differences. */
export function catalogDiffers(message: string, { differences }: CatalogMatch, fix: string): AgoraError {
  const shown = differences.slice(0, SHOWN);
  const rest = differences.length - shown.length;
  return new AgoraError({
    code: 'migrations.catalog_differs',
    message,
    why: [...shown, ...(rest > 0 ? [`and ${rest} more differences`] : [])].join('\n'),
    fix,
  });
}
