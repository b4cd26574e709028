import { randomUUID } from 'node:crypto';
import { readCatalog } from '@agora/catalog';
import { type Client, describeSqlError, parseDatabaseUrl, sqlState } from '@agora/postgres';
import { renderCatalog } from '../format/catalog-file.ts';
import type { Manifest } from '../format/manifest.ts';
import { FORMAT_VERSION } from '../format/manifest.ts';
import { bestCompression, type Packing, packInto, textStream } from '../format/pack.ts';
import { renderManifest } from '../format/read-manifest.ts';
import { fileCipher, makeFileKey } from '../key/cipher.ts';
import type { BackupKey } from '../key/key.ts';
import { readDatabase, readHistory, readRoles, readServer } from '../source/database.ts';
import { type Purges, readPurges } from '../purges/purges.ts';
import { hiddenRows, withSession } from '../source/session.ts';
import { readSequences } from '../source/sequences.ts';
import { readSourceTables, type SourceTable, tableSql } from '../source/tables.ts';
import { backupName, type BackupStore, type Draft, type StoredBackup } from '../store/store.ts';
import type { OnProgress } from '../work/progress.ts';
import { builtIn } from './built-in.ts';
import { byPgDump } from './by-pg-dump.ts';
import { withSnapshot } from './snapshot.ts';

/** What to back up, and where to. */
export interface CreateOptions {
  readonly url: string;
  readonly store: BackupStore;
  /** Encrypts; a recipient will do. */
  readonly key?: BackupKey | undefined;
  /** Sessions that copy rows side by side; 2 unless given. */
  readonly jobs?: number | undefined;
  /** The query of what was purged by law: no restore may bring it back. */
  readonly purges?: Pick<Purges, 'list'> | undefined;
  /** `pg_dump` makes structure and rows where that is wanted; it knows every kind of object. */
  readonly way?: 'built-in' | 'pg_dump' | undefined;
  /** What the database was called before a recovery put it aside. */
  readonly formerly?: string | undefined;
  /** Of this program, for the manifest. */
  readonly toolVersion: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** A backup that was made. */
export interface Created {
  readonly backup: StoredBackup;
  readonly manifest: Manifest;
  /** Left behind by killed processes, and removed now. */
  readonly cleaned: readonly string[];
}

/**
 * Makes a backup: the structure, the rows of one snapshot, sequences and what belongs to the database as a whole. Nothing
 * is left of one that fails or is stopped.
 * @throws AgoraError `backup.purges`, `backup.rows_hidden`, `backup.locked`, `backup.not_modelled`, `backup.store`, `backup.no_age`
 */
export async function createBackup(options: CreateOptions): Promise<Created> {
  const { store, url } = options;
  const begun = new Date();
  const cleaned = await store.clean();
  const draft = await store.begin(backupName(parseDatabaseUrl(url).database, begun));
  try {
    const manifest = await fill(draft, begun, options);
    options.signal?.throwIfAborted();
    const backup = await draft.finish(await renderManifest(manifest, options.key));
    return { backup, manifest, cleaned };
  } catch (error) {
    // The first error is told; the next backup removes what stays.
    await draft.discard().catch(() => undefined);
    throw sqlState(error) === undefined ? error : describeSqlError(error);
  }
}

async function fill(draft: Draft, begun: Date, options: CreateOptions): Promise<Manifest> {
  const { url, key, jobs = 2, signal, onProgress } = options;
  const fileKey = key === undefined ? undefined : await makeFileKey();
  const packing: Packing = {
    compression: bestCompression(),
    cipher: fileKey === undefined ? undefined : await fileCipher(fileKey),
  };
  return withSnapshot(url, async (client, snapshot) => {
    const server = await readServer(client);
    const sources = await readSourceTables(client);
    await lockAll(client, sources);
    const catalog = await readCatalog(client);
    const database = await readDatabase(client);
    const catalogFile = await packInto(draft, 'catalog.json', textStream(renderCatalog(catalog)), packing);
    const purgesFile =
      options.purges === undefined
        ? undefined
        : await packInto(draft, 'purges.json', textStream(await readList(url, options.purges)), packing);
    const around = { client, snapshot, url, jobs, signal, onProgress };
    const content =
      options.way === 'pg_dump'
        ? await byPgDump({ draft, packing }, sources, { ...around, version: server.version })
        : await builtIn({ draft, packing }, sources, { ...around, catalog });
    const files = [catalogFile, ...(purgesFile === undefined ? [] : [purgesFile]), ...content.files];
    return {
      format: 'agora-backup',
      version: FORMAT_VERSION,
      id: randomUUID(),
      tool: { name: 'agora', version: options.toolVersion },
      database,
      ...(options.formerly === undefined ? {} : { formerly: options.formerly }),
      server,
      history: await readHistory(client),
      begun: begun.toISOString(),
      compression: packing.compression,
      ...(fileKey === undefined ? {} : { fileKey }),
      structure: content.structure,
      ...(content.dump === undefined ? {} : { dump: content.dump }),
      catalog: catalogFile.name,
      ...(purgesFile === undefined ? {} : { purges: purgesFile.name }),
      tables: [...content.tables],
      sequences: await readSequences(client),
      roles: await readRoles(client, [...new Set([...content.roles, database.owner])]),
      leftOut: [...content.leftOut],
      files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      completed: new Date().toISOString(),
    };
  });
}

/** Read after the snapshot was taken: what it knows to be purged is all that the rows lack. */
async function readList(url: string, purges: Pick<Purges, 'list'>): Promise<string> {
  return JSON.stringify(await withSession(url, (client) => readPurges(client, purges)));
}

/** What is locked so may be read and written by all; only its form must not change. */
async function lockAll(client: Client, tables: readonly SourceTable[]): Promise<void> {
  for (let at = 0; at < tables.length; at += LOCKED_AT_ONCE) {
    const list = tables
      .slice(at, at + LOCKED_AT_ONCE)
      .map((table) => `ONLY ${tableSql(table)}`)
      .join(', ');
    await client.query(`LOCK TABLE ${list} IN ACCESS SHARE MODE`).catch((error: unknown) => {
      throw hiddenRows(error, list);
    });
  }
}

const LOCKED_AT_ONCE = 500;
