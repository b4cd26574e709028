import { type Catalog, compareCatalogs, readCatalog, scopeOf, withinScope } from '@agora/catalog';
import { withConnection } from '@agora/postgres';

import type { MigrationsFolder } from '../project/folder.ts';
import type { Project } from '../prisma/project.ts';
import { replay } from '../proof/replay.ts';
import type { CatalogMatch } from './catalog-differs.ts';
import { withScratch } from '../proof/scratch/scratch.ts';

export interface MatchInput {
  /** The existing database. Only read. */
  readonly url: string;
  readonly folder: MigrationsFolder;
  /** The migration the database is said to be at; undefined for the state before the first. */
  readonly target: string | undefined;
  /** A server of the same major version on which databases may be made; that of `url` unless given. */
  readonly adminUrl?: string | undefined;
  readonly schema?: string | undefined;
  /** What is there before the first migration, and what others manage. */
  readonly project?: Pick<Project, 'initSql' | 'external'> | undefined;
  /** Schemas to leave out. */
  readonly ignore?: readonly string[] | undefined;
}

/**
 * Finds out to which migration an existing database belongs: replays the history in a temporary database
 * and compares the whole catalog after each migration. Who owns what is left out, since the temporary
 * database is somebody else's.
 *
 * @throws AgoraError `migrations.replay_failed`
 */
export async function matchCatalog(input: MatchInput): Promise<CatalogMatch> {
  const { url, folder, target } = input;
  const within = (catalog: Catalog, made: Catalog): Catalog =>
    withinScope(catalog, scopeOf(made, { ...input, external: input.project?.external }));
  const live = await withConnection(url, readCatalog);
  let migration: string | undefined;
  let differences: readonly string[] = [];
  await withScratch(
    { adminUrl: input.adminUrl ?? url, like: url, schema: input.schema, initSql: input.project?.initSql },
    folder.migrations,
    async (make) => {
      const scratch = await make('stamp');
      const look = async (name: string | undefined): Promise<void> => {
        const made = await scratch.connect(readCatalog);
        const found = compareCatalogs(within(made, made), within(live, made), { owners: false });
        if (found.length === 0) migration = name;
        if (name === target) differences = found.map((difference) => difference.line);
      };
      if (target === undefined) await look(undefined);
      for (const one of folder.migrations) {
        // A connection for each, as replay leaves the session bare.
        await scratch.connect((client) => replay(client, [one]));
        await look(one.name);
      }
    },
  );
  return migration === undefined ? { differences } : { migration, differences };
}
