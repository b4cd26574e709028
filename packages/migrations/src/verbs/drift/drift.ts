import { columnOrderDifferences, compareCatalogs, scopeOf } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import { type Client, parseDatabaseUrl, withConnection } from '@agora/postgres';

import { readBoth, within } from '../../proof/down/facts.ts';
import { readFolder } from '../../project/folder.ts';
import type { Project } from '../../prisma/project.ts';
import { readHistory, replacedBy } from '../../history/history.ts';
import { replay } from '../../proof/replay.ts';
import type { ScratchLimits } from '../../proof/scratch/limits.ts';
import { withScratch } from '../../proof/scratch/scratch.ts';
import { findMending, type Mending, type MendingStatement } from './mending.ts';

export interface DriftInput {
  /** The live database. Only read. */
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** A server on which databases may be made, of the same major version; that of `url` unless given. */
  readonly adminUrl?: string | undefined;
  readonly forgotten?: readonly string[] | undefined;
  readonly limits?: ScratchLimits | undefined;
  /** What is there before the first migration, and what others manage. */
  readonly project?: Pick<Project, 'initSql' | 'external'> | undefined;
  /** Schemas to leave out. */
  readonly ignore?: readonly string[] | undefined;
}

export interface DriftReport {
  /** What the live database has, lacks or has otherwise, a readable line each; empty without drift. */
  readonly differences: readonly string[];
  /**
   * The statements that would mend it, in order: run on a scratch copy of the schema, and nothing of the live one. Empty
   * also where none were found; a note says why.
   */
  readonly mend: readonly MendingStatement[];
  /**
   * The other way: the statements that a migration would hold to make all of it part of the history, in order. They have
   * run in a scratch database at the end of the history, and gave the catalog of the live one.
   */
  readonly keep: readonly MendingStatement[];
  /** How many migrations the database was compared with: those it says are applied. */
  readonly migrations: number;
  readonly notes: readonly string[];
}

/**
 * Compares a live database with what its history would have made: the applied migrations are replayed in a
 * temporary database, and the two whole catalogs compared. Who owns what is left out (the temporary
 * database is somebody else's), and so is the order of columns, which is only noted. Writes nothing.
 *
 * @throws AgoraError `migrations.replay_failed`, `migrations.foreign_history`
 */
export async function findDrift(input: DriftInput): Promise<DriftReport> {
  const folder = await readFolder(input.directory);
  const schema = parseDatabaseUrl(input.url).schema ?? 'public';
  const found = await withConnection({ url: input.url, applicationName: 'agora drift' }, async (client) => ({
    history: await readHistory(client, folder, { schema, forgotten: input.forgotten }),
    ...(await readBoth(client)),
    roles: await readRoles(client),
  }));
  // What would mend it would be to drop everything of the other project.
  const { history } = found;
  const foreign = history.violations.find(({ code }) => code === 'migrations.foreign_history');
  if (foreign !== undefined) throw new AgoraError(foreign);
  const applied = history.entries.filter((entry) => entry.state === 'applied');
  const gone = new Set([
    ...(input.forgotten ?? []),
    ...history.entries.flatMap((entry) => replacedBy(entry.migration)),
  ]);
  const present = applied.flatMap((entry) => (entry.migration === undefined ? [] : [entry.migration]));
  return withScratch(
    {
      adminUrl: input.adminUrl ?? input.url,
      like: input.url,
      schema,
      limits: input.limits,
      initSql: input.project?.initSql,
      // To mend it, a copy of the live schema is made, privileges and policies included.
      roles: found.roles,
    },
    present,
    async (make) => {
      const scratch = await make('drift');
      await scratch.connect((client) => replay(client, present));
      return scratch.connect(async (client) => {
        const made = await readBoth(client);
        const scope = scopeOf(made.catalog, {
          external: input.project?.external,
          ignore: input.ignore,
          schema,
        });
        const [expected, live] = [within(made, scope), within(found, scope)];
        const differences = compareCatalogs(expected.catalog, live.catalog, { owners: false });
        const mending: Mending =
          differences.length === 0
            ? { statements: [], keep: [] }
            : await findMending(client, expected, live, { scope, user: await currentUser(client) });
        return Object.freeze({
          differences: differences.map((difference) => difference.line),
          mend: mending.statements,
          keep: mending.keep,
          migrations: present.length,
          notes: [
            ...applied
              .filter((entry) => entry.migration === undefined && !gone.has(entry.name))
              .map((entry) => `${entry.name} is applied and not on disk: what it made shows as drift`),
            ...(differences.length === 0
              ? []
              : present
                  .filter(({ up }) => ASKS_FOR_NAME.test(up.sql))
                  .map(
                    ({ name }) =>
                      `${name} asks for the name of its database: what it does only under that name shows as drift`,
                  )),
            ...(history.initialized ? [] : ['The database has no history: everything in it shows as drift.']),
            ...(mending.reason !== undefined ? [`No SQL that mends it was found: ${mending.reason}`] : []),
            ...columnOrderDifferences(expected.catalog, live.catalog),
          ],
        });
      });
    },
  );
}

/** A temporary database has another name. */
const ASKS_FOR_NAME = /\bcurrent_(?:database\s*\(|catalog\b)/i;

/** Roles that own something in the database, or to which something of it is granted. */
async function readRoles(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT r.rolname::text AS name
       FROM pg_catalog.pg_shdepend d JOIN pg_catalog.pg_roles r ON r.oid = d.refobjid
      WHERE d.refclassid = 'pg_catalog.pg_authid'::regclass
        AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
  );
  return rows.map(({ name }) => name);
}

async function currentUser(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
  return rows[0]?.name ?? '';
}
