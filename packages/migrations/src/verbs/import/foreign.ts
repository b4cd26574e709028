import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';

/** What another runner has for one migration. */
export interface ForeignMigration {
  /** As its table names it: a version, a file name, a revision. */
  readonly key: string;
  /** The digits that stand in front of the folder's name, if its own are fit for that. */
  readonly number: string | undefined;
  /** What it is called, without the number. */
  readonly title: string;
  /** The file that it comes from, for messages. */
  readonly file: string;
  /** SQL, to be written as it is. */
  readonly up: string;
  readonly down?: string | undefined;
  /** The bytes that the other runner takes its checksum of; undefined where it keeps none. */
  readonly bytes?: Buffer | undefined;
}

/** A file that cannot be taken over, and why. */
export interface ImportFault {
  readonly file: string;
  readonly reason: string;
}

/** What was found in the other runner's files. */
export interface ForeignFolder {
  /** In the order in which the other runner applies them. */
  readonly migrations: readonly ForeignMigration[];
  readonly faults: readonly ImportFault[];
  /** Names of files that lie beside the migrations and are none. */
  readonly leftAlone: readonly string[];
}

/** A line of the other runner's table: one migration that it has applied. */
export interface ForeignRow {
  readonly key: string;
  readonly at: Date | null;
  /** Milliseconds. */
  readonly took: number | null;
  readonly checksum: string | null;
  /** What the runner says went wrong; a migration that failed is not taken over. */
  readonly failed: boolean;
}

/** A migration runner whose files and table can be read. */
export interface ForeignRunner {
  readonly name: string;
  /** Its table, where nobody has renamed it. */
  readonly table: string;
  /** Whether a line of it stands for everything before it, too. */
  readonly cumulative?: true;
  /** @param directory the folder of its files */
  readonly readFiles: (directory: string) => Promise<ForeignFolder>;
  /** What it has applied, oldest first. @param table with its schema, quoted */
  readonly readTable: (client: Client, table: string) => Promise<readonly ForeignRow[]>;
  /** Checksums as the runner may have computed them, by algorithm; empty where it keeps none. */
  readonly checksums: (bytes: Buffer) => Readonly<Record<string, string>>;
}

/** Everything that cannot be taken over, at once. */
export function cannotImport(message: string, faults: readonly ImportFault[], fix: string): AgoraError {
  return new AgoraError({
    code: 'migrations.cannot_import',
    message,
    why: faults.map(({ file, reason }) => `${file}: ${reason}`).join('\n'),
    fix,
  });
}
