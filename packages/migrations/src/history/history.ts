import type { Client } from '@agora/postgres';

import { matchesChecksum, sameChecksum } from '../project/checksum.ts';
import { type DirectiveOf, directivesOf } from '../project/directives.ts';
import type { Migration, MigrationsFolder } from '../project/folder.ts';
import { type PrismaRow, readLockHolder, readPrismaRows } from './prisma-table.ts';
import { type Compatible, readCompatible } from './runs-table.ts';
import { type Progress, parseProgress } from '../script/progress.ts';
import { findRenamed } from './renamed.ts';
import * as violation from './violations.ts';
import type { Violation } from './violations.ts';

/**
 * Where a migration stands in a database.
 * `interrupted`: a script that runs statement by statement stopped on the way; the next run goes on.
 * `failed`: Prisma's runner began it and did not finish.
 */
export type EntryState = 'applied' | 'pending' | 'interrupted' | 'failed';

/** A migration that stands in the folder, in the database, or in both. */
export interface HistoryEntry {
  readonly name: string;
  readonly state: EntryState;
  /** Undefined when it is not on disk. */
  readonly migration?: Migration;
  /** The row that decides the state; undefined for one that is pending. */
  readonly row?: PrismaRow;
  /** Of an `interrupted` one. */
  readonly progress?: Progress;
  /** When it was last rolled back, if it ever was. */
  readonly rolledBackAt?: Date;
}

/** Disk and database, read together. */
export interface History {
  readonly folder: MigrationsFolder;
  /** The schema that holds the history table. */
  readonly schema: string;
  /** Whether the history table exists. */
  readonly initialized: boolean;
  /** In the order of the folder; those that are not on disk in between, by name. */
  readonly entries: readonly HistoryEntry[];
  /** Applied after all that the folder has, by somebody whose folder has more, and marked compatible. */
  readonly ahead: readonly string[];
  /** Everything that is wrong, at once. */
  readonly violations: readonly Violation[];
  /** The session that is migrating this very moment. */
  readonly running?: { readonly pid: number; readonly application: string; readonly query: string };
}

export interface ReadHistoryOptions {
  /** Schema of the history table: the `schema` parameter of the URL. Default `public`. */
  readonly schema?: string | undefined;
  /** Migrations that may be missing on disk (`migrations.forgotten` of agora.config.ts). */
  readonly forgotten?: readonly string[] | undefined;
  /** Tables that others manage, by name or `schema.name`: a database with these alone counts as empty. */
  readonly externalTables?: readonly string[] | undefined;
}

/**
 * Reads the history of a database and compares it with a folder. Never writes, and needs no more than
 * the right to read.
 */
export async function readHistory(
  client: Client,
  folder: MigrationsFolder,
  options: ReadHistoryOptions = {},
): Promise<History> {
  const schema = options.schema ?? 'public';
  const rows = await readPrismaRows(client, schema);
  const external = new Set(options.externalTables);
  const found = rows === undefined ? await readTables(client, schema) : [];
  const tables = found.filter((name) => !external.has(name) && !external.has(`${schema}.${name}`));
  const running = await readLockHolder(client);
  const onDisk = new Set(folder.migrations.map(({ name }) => name));
  const compatible = rows?.some(({ name }) => !onDisk.has(name))
    ? await readCompatible(client, schema)
    : UNMARKED;
  return Object.freeze({
    ...makeHistory(folder, options, { rows, tables, compatible }),
    ...(running ? { running } : {}),
  });
}

const UNMARKED: Compatible = { ids: new Set(), isClosed: false };

/** The history of a database that does not exist yet: everything is pending. */
export function emptyHistory(folder: MigrationsFolder, options: ReadHistoryOptions = {}): History {
  return Object.freeze(makeHistory(folder, options, { rows: undefined, tables: [], compatible: UNMARKED }));
}

function makeHistory(
  folder: MigrationsFolder,
  { schema = 'public', forgotten = [] }: ReadHistoryOptions,
  found: {
    readonly rows: readonly PrismaRow[] | undefined;
    readonly tables: readonly string[];
    readonly compatible: Compatible;
  },
): History {
  const entries = makeEntries(folder, found.rows ?? []);
  const { tables, compatible } = found;
  const { ahead, violations } = findViolations({ folder, schema, entries, tables, forgotten, compatible });
  return {
    folder,
    schema,
    initialized: found.rows !== undefined,
    entries,
    ahead: Object.freeze(ahead),
    violations: Object.freeze(violations),
  };
}

/** Those that are applied, in the order in which they were. */
export function appliedEntries(history: History): readonly HistoryEntry[] {
  return history.entries
    .filter((entry) => entry.state === 'applied')
    .toSorted(
      (a, b) =>
        (a.row?.startedAt.getTime() ?? 0) - (b.row?.startedAt.getTime() ?? 0) || a.name.localeCompare(b.name),
    );
}

/** Tables in the schema that no extension brought: a database with any is not empty. */
async function readTables(client: Client, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c
      WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
        AND c.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1`,
    [schema],
  );
  return rows.map((row) => row.name);
}

function makeEntries(folder: MigrationsFolder, rows: readonly PrismaRow[]): readonly HistoryEntry[] {
  const byName = new Map<string, PrismaRow[]>();
  for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  const onDisk = new Map(folder.migrations.map((migration) => [migration.name, migration]));
  const lost = [...byName.keys()].filter((name) => !onDisk.has(name));
  return Object.freeze(
    [...onDisk.keys(), ...lost]
      .toSorted((a, b) => a.localeCompare(b))
      .map((name) => makeEntry(name, onDisk.get(name), byName.get(name) ?? []))
      // Rolled back and deleted: nothing of it is left anywhere.
      .filter((entry) => entry.migration !== undefined || entry.row !== undefined),
  );
}

function makeEntry(name: string, migration: Migration | undefined, rows: readonly PrismaRow[]): HistoryEntry {
  const live = rows.filter((row) => row.rolledBackAt === null);
  // A failed row blocks, whatever other rows say, as it does in Prisma.
  const row = live.findLast((one) => one.finishedAt === null) ?? live.at(-1);
  const rolledBackAt = rows.findLast((one) => one.rolledBackAt !== null)?.rolledBackAt;
  const progress = row && row.finishedAt === null ? parseProgress(row.logs) : undefined;
  const state = !row ? 'pending' : row.finishedAt !== null ? 'applied' : progress ? 'interrupted' : 'failed';
  return Object.freeze({
    name,
    state,
    ...(migration ? { migration } : {}),
    ...(row ? { row } : {}),
    ...(progress ? { progress } : {}),
    ...(rolledBackAt ? { rolledBackAt } : {}),
  });
}

interface Findings {
  readonly folder: MigrationsFolder;
  readonly schema: string;
  readonly entries: readonly HistoryEntry[];
  readonly tables: readonly string[];
  readonly forgotten: readonly string[];
  readonly compatible: Compatible;
}

function findViolations({
  folder,
  schema,
  entries,
  tables,
  forgotten,
  compatible,
}: Findings): Pick<History, 'ahead' | 'violations'> {
  const found: Violation[] = [];
  if (folder.lockProvider !== undefined && folder.lockProvider !== 'postgresql') {
    found.push(violation.lockFileMismatch(folder.lockProvider));
  }
  for (const bad of folder.badDirectories) found.push(violation.badDirectory(bad.name, bad.problem));
  if (tables.length > 0) found.push(violation.unmanaged(tables));

  const recorded = entries.filter((entry) => entry.row !== undefined);
  const replaced = new Set([...forgotten, ...entries.flatMap((entry) => replacedBy(entry.migration))]);
  // One that failed, and whose folder then got another name, tells nothing of whose database this is.
  const standing = recorded.filter((entry) => !neverApplied(entry));
  const renamed = findRenamed(entries);
  const newNames = new Set(renamed.values());
  const strange = standing.every(
    (entry) => !entry.migration && !replaced.has(entry.name) && !renamed.has(entry.name),
  );
  if (standing.length > 0 && strange && folder.migrations.length > 0) {
    const names = standing.map((entry) => entry.name);
    return { ahead: [], violations: [...found, violation.foreign(names, schema)] };
  }
  const lost = standing.filter((entry) => !entry.migration && !replaced.has(entry.name));
  // A name such as `init` sorts behind every timestamp and says nothing of time: nothing is late against it.
  const last = entries.findLast((entry) => entry.migration && entry.row && isNumbered(entry.name));
  const pending = entries.filter((entry) => entry.state === 'pending' && isNumbered(entry.name));
  const next = pending.filter((entry) => !last || entry.name.localeCompare(last.name) > 0);
  // Applied after the last that both know: what came before a squash, whatever its name, is no other head.
  const beyond = lost.filter(
    (entry) =>
      !last ||
      (entry.name.localeCompare(last.name) > 0 &&
        Number(entry.row?.startedAt) >= Number(last.row?.startedAt)),
  );
  const [disk = [], database = []] = [next, beyond].map((side) =>
    side.map(({ name }) => name).filter((name) => !renamed.has(name) && !newNames.has(name)),
  );
  if (disk.length > 0 && database.length > 0) found.push(violation.twoHeads(disk, database));
  // Where the folder goes on too, it is no older version of the same.
  const ahead = next.length > 0 ? [] : beyond.filter(({ row }) => row && compatible.ids.has(row.id));
  for (const entry of lost)
    if (!ahead.includes(entry)) {
      const now = renamed.get(entry.name);
      found.push(
        now === undefined
          ? violation.missingOnDisk(entry.name, compatible)
          : violation.renamed(entry.name, now),
      );
    }
  for (const entry of recorded) {
    if (!entry.migration && neverApplied(entry)) {
      const { progress, row } = entry;
      const logs = progress ? (progress.error ?? null) : (row?.logs ?? null);
      found.push(violation.failedAndGone(entry.name, logs, progress?.done));
    } else if (entry.state === 'failed') {
      found.push(violation.failed(entry.name, entry.row?.logs ?? null));
    }
    if (entry.state === 'applied' && entry.row && entry.migration) {
      const { up } = entry.migration;
      if (!matchesChecksum(up.raw, entry.row.checksum)) {
        found.push(violation.edited(entry.name, entry.row.checksum, up.checksum));
      }
    }
  }
  for (const entry of entries.filter(({ state }) => state === 'pending')) {
    found.push(...replacementFaults(entry, entries));
  }
  for (const entry of pending) {
    if (newNames.has(entry.name)) continue;
    if (last && entry.name.localeCompare(last.name) < 0 && !replacesApplied(entry, entries)) {
      found.push(violation.outOfOrder(entry.name, last.name));
    }
  }
  return { ahead: ahead.map(({ name }) => name), violations: found };
}

/** Whether a migration was begun and did not come to its end on the way up. */
function neverApplied({ state, progress }: HistoryEntry): boolean {
  return state === 'failed' || (state === 'interrupted' && progress?.direction === 'up');
}

/** Whether a name has a place in an order: a timestamp or a number stands in front. */
function isNumbered(name: string): boolean {
  return /^\d/.test(name);
}

/** The names of the migrations that a squashed one stands for, those of earlier squashes in it too. */
export function replacedBy(migration: Migration | undefined): readonly string[] {
  return directivesOf(migration?.up.directives ?? [], 'replaces').map((directive) => directive.migration);
}

/** What stands against recording a squashed migration where some of what it stands for is applied. */
function replacementFaults(entry: HistoryEntry, entries: readonly HistoryEntry[]): readonly Violation[] {
  const replaced = directivesOf(entry.migration?.up.directives ?? [], 'replaces');
  const rowOf = (name: string): PrismaRow | undefined =>
    entries.find((one) => one.name === name && one.state === 'applied')?.row;
  if (replaced.every(({ migration }) => rowOf(migration) === undefined)) return [];
  const missing = notApplied(replaced, (name) => rowOf(name) !== undefined);
  if (missing.length > 0)
    return [
      violation.halfReplaced(
        entry.name,
        missing.map(({ migration }) => migration),
      ),
    ];
  return replaced.flatMap(({ migration, checksum }) => {
    const stored = rowOf(migration)?.checksum;
    const same = stored === undefined || checksum === undefined || sameChecksum(stored, checksum);
    return same ? [] : [violation.replacedOther(entry.name, migration, stored)];
  });
}

/** Whether a pending migration stands for others that are all applied, so that it only needs recording. */
export function replacesApplied(entry: HistoryEntry, entries: readonly HistoryEntry[]): boolean {
  const replaced = directivesOf(entry.migration?.up.directives ?? [], 'replaces');
  const applied = new Set(entries.filter((one) => one.state === 'applied').map((one) => one.name));
  return replaced.length > 0 && notApplied(replaced, (name) => applied.has(name)).length === 0;
}

/** Those that a database lacks. An earlier squash is there, too, where all that it stood for are. */
function notApplied(
  replaced: readonly DirectiveOf<'replaces'>[],
  isApplied: (name: string) => boolean,
): readonly DirectiveOf<'replaces'>[] {
  // Each is looked at once, whatever a hand has written into `within`.
  const lacking = (
    within: string | undefined,
    left: readonly DirectiveOf<'replaces'>[],
  ): readonly DirectiveOf<'replaces'>[] => {
    const others = left.filter((one) => one.within !== within);
    return left
      .filter((one) => one.within === within && !isApplied(one.migration))
      .flatMap((one) => {
        const inside = others.filter((other) => other.within === one.migration);
        return inside.length > 0 ? lacking(one.migration, others) : [one];
      });
  };
  return lacking(undefined, replaced);
}
