import { createHash } from 'node:crypto';

import { type Client, cutName, NAME_BYTES, quoteIdentifier, quoteLiteral } from '@agora/postgres';

import type { RecoverStepName } from './steps.ts';

/** A step that is behind a recovery. */
export interface DoneStep {
  readonly name: RecoverStepName;
  readonly outcome: 'passed' | 'found' | 'skipped';
  readonly saw: string;
}

/** What the database was before, of what is not in its files. */
export interface OldDatabase {
  readonly comment: string | null;
  /** Whether anybody could connect. */
  readonly allowed: boolean;
  readonly limit: number;
}

/**
 * Where a recovery stands. It is the comment of a database that nobody can enter, and so lies outside of all that is renamed,
 * is written in the same transaction as a rename, and is found from any machine.
 */
export interface Journal {
  readonly version: 1;
  /** The database that is recovered. */
  readonly database: string;
  /** The name that it has while it is kept; null where there was none. */
  readonly old: string | null;
  readonly was: OldDatabase | null;
  /** The name that the restored database has until it takes its place. */
  readonly restored: string;
  /** The backup, by its name. */
  readonly backup: string;
  /** When that was begun, ISO 8601. */
  readonly asOf: string;
  /** ISO 8601. */
  readonly begun: string;
  readonly done: readonly DoneStep[];
}

/** A database that gave way to a restored one, and is kept. */
export interface KeptDatabase {
  readonly database: string;
  /** Which database it was. */
  readonly of: string;
  readonly was: OldDatabase;
  /** When the recovery began, ISO 8601. */
  readonly begun: string;
}

const JOURNAL = 'agora recovery ';
const KEPT = 'agora kept ';

/** The database that closes the place of another: empty, and nobody can enter it. */
export function holderOf(database: string): string {
  return `agora_recovery_${createHash('sha256').update(database).digest('hex').slice(0, 16)}`;
}

/** Such as `shop_before_20261130t081500z`. */
export function besideName(database: string, word: string, at: Date): string {
  const time = at
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')
    .toLowerCase();
  const end = `_${word}_${time}`;
  return cutName(database, NAME_BYTES - end.length) + end;
}

/** The comment of a kept database: without it nothing is ever dropped. */
export function keptComment({ database, was, begun }: Journal): string {
  return KEPT + JSON.stringify({ of: database, was, begun });
}

/** Writes the journal on the database that holds it. */
export async function writeJournal(client: Client, holder: string, journal: Journal): Promise<void> {
  await client.query(
    `COMMENT ON DATABASE ${quoteIdentifier(holder)} IS ${quoteLiteral(JOURNAL + JSON.stringify(journal))}`,
  );
}

/** What a server says of recoveries of a database. */
export interface Recorded {
  readonly journal: Journal | undefined;
  /** The database that holds it: while writers are kept out, it has the name of the one that is recovered. */
  readonly holder: string | undefined;
  /** Oldest first. */
  readonly kept: readonly KeptDatabase[];
}

/** Reads the marks of recoveries. Writes nothing. */
export async function readRecorded(client: Client, database: string): Promise<Recorded> {
  const { rows } = await client.query<{ name: string; open: boolean; comment: string }>(
    `SELECT d.datname AS name, d.datallowconn AS open, pg_catalog.shobj_description(d.oid, 'pg_database') AS comment
       FROM pg_catalog.pg_database d
      WHERE pg_catalog.shobj_description(d.oid, 'pg_database') ~ '^agora (recovery|kept) '`,
  );
  const journals = rows.flatMap(({ name, open, comment }) => {
    const journal = parse(comment, JOURNAL);
    const isHolder = !open && (name === database || name === holderOf(database));
    return isHolder && isJournal(journal) && isOwn(journal, database) ? [{ holder: name, journal }] : [];
  });
  const kept = rows.flatMap(({ name, comment }) => {
    const mark = parse(comment, KEPT);
    return isKept(mark) && mark.of === database ? [{ ...mark, database: name }] : [];
  });
  return Object.freeze({
    ...(journals[0] ?? { journal: undefined, holder: undefined }),
    kept: Object.freeze(kept.toSorted((a, b) => a.begun.localeCompare(b.begun))),
  });
}

function parse(comment: string, mark: string): object | undefined {
  if (!comment.startsWith(mark)) return undefined;
  try {
    const read: unknown = JSON.parse(comment.slice(mark.length));
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(read: object | undefined): read is Journal {
  return read !== undefined && 'version' in read && read.version === 1 && 'asOf' in read;
}

/**
 * Whether all that a journal names is what a recovery of the database makes: who owns any database may write a comment like
 * this, and what it names is renamed and dropped.
 */
function isOwn(journal: Journal, database: string): boolean {
  const at = new Date(journal.begun);
  return (
    journal.database === database &&
    !Number.isNaN(at.getTime()) &&
    journal.restored === besideName(database, 'restored', at) &&
    (journal.old === null || journal.old === besideName(database, 'before', at))
  );
}

function isKept(read: object | undefined): read is Omit<KeptDatabase, 'database'> {
  return read !== undefined && 'of' in read && 'was' in read && 'begun' in read;
}
