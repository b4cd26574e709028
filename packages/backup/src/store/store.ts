import type { Readable } from 'node:stream';
import { AgoraError } from '@agora/core';

/** Where backups are kept: a folder, or a bucket. */
export interface BackupStore {
  /** For people; holds no secret. */
  readonly name: string;
  /** Names of whole backups, the oldest first. What is not ours is passed over. */
  list(): Promise<readonly string[]>;
  /** @throws AgoraError `backup.not_found` */
  open(name: string): Promise<StoredBackup>;
  /** Begins one that is none until it is finished. */
  begin(name: string): Promise<Draft>;
  /**
   * Begins one of exactly that name, or goes on with what a killed or failed process has left of it.
   * @throws AgoraError `backup.store` where somebody works on it
   */
  goOn(name: string): Promise<Draft>;
  /** Removes a whole backup, its manifest first: half a backup must not look whole. */
  remove(name: string): Promise<void>;
  /** Removes what killed processes left unfinished. @returns what it was, for people */
  clean(): Promise<readonly string[]>;
}

/** A whole backup. */
export interface StoredBackup {
  readonly name: string;
  /** For people, and for the proof of a backup. */
  readonly location: string;
  /** Sizes in bytes, by name. */
  files(): Promise<ReadonlyMap<string, number>>;
  /** @throws AgoraError `backup.store` */
  read(file: string): Promise<Readable>;
  /** A small file; undefined where there is none. */
  readText(file: string): Promise<string | undefined>;
  /** A small file, at once or not at all. */
  writeText(file: string, text: string): Promise<void>;
}

/** A backup that is being made. */
export interface Draft {
  /** Files that are there already, with their sizes in bytes; each may be cut off. */
  readonly there: ReadonlyMap<string, number>;
  /** One of those. */
  read(file: string): Promise<Readable>;
  /** Takes a file whole, durably. */
  write(file: string, content: Readable): Promise<void>;
  /** Writes the manifest, the last file, and gives the backup its name. */
  finish(manifest: string): Promise<StoredBackup>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
  /** Leaves all where it is, for who goes on. */
  leave(): Promise<void>;
}

/** Names of backups: of a database and a time. Nothing else in a store is touched. */
export const BACKUP_NAME = /^[\w.%-]+-\d{8}T\d{6}Z(?:-\d+)?$/;

/** A name of its own, from which people see what it is: `shop-20261130T081500Z`. */
export function backupName(database: string, at: Date): string {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${encodeURIComponent(database).replaceAll(/[^\w.%-]/g, '_')}-${time}`;
}

/** Whether a name is one of a database's from a moment on. Names are cut to characters that files may have: others fit too. */
export function mayBeOf(name: string, database: string, since: Date): boolean {
  const first = backupName(database, since);
  const end = first.length - timeOf(first).length;
  return name.startsWith(first.slice(0, end)) && timeOf(name) >= timeOf(first);
}

const timeOf = (name: string): string => /-(\d{8}T\d{6}Z(?:-\d+)?)$/.exec(name)?.[1] ?? '';

/** Orders names, the oldest first. */
export function byTime(a: string, b: string): number {
  if (timeOf(a) === timeOf(b)) return 0;
  return timeOf(a) < timeOf(b) ? -1 : 1;
}

/** The error for one that somebody else makes. */
export function busy(name: string, store: string): AgoraError {
  return new AgoraError({
    code: 'backup.store',
    message: `Somebody makes ${name} in ${store}.`,
    why: 'Its process is alive, or works on another machine.',
    fix: 'Wait for its end. What another machine has left counts as left behind after two days.',
  });
}

/** The error for a name that there is not. */
export function notFound(name: string, store: string): AgoraError {
  return new AgoraError({
    code: 'backup.not_found',
    message: `There is no backup ${name} in ${store}.`,
    why: 'No whole backup has that name.',
    fix: 'agora backup list shows those there are.',
  });
}
