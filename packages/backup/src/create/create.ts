import { randomUUID } from 'node:crypto';
import { AgoraError } from '@agora/core';
import { readCatalog } from '@agora/catalog';
import { type Client, describeSqlError, parseDatabaseUrl, sqlState } from '@agora/postgres';
import { renderCatalog } from '../format/catalog-file.ts';
import type { Manifest, ManifestFile, ManifestTable } from '../format/manifest.ts';
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
import { readStructure } from '../structure/read-structure.ts';
import { workOff } from '../work/crew.ts';
import type { OnProgress } from '../work/progress.ts';
import { dumpTable } from './dump-rows.ts';
import { joinSnapshot, withSnapshot } from './snapshot.ts';

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
    await refuseLargeObjects(client);
    const server = await readServer(client);
    const sources = await readSourceTables(client);
    await lockAll(client, sources);
    const catalog = await readCatalog(client);
    const { structure, roles, leftOut } = await readStructure(client, catalog);
    const database = await readDatabase(client);
    const files: ManifestFile[] = [
      await packInto(draft, 'structure.json', textStream(JSON.stringify(structure)), packing),
      await packInto(draft, 'catalog.json', textStream(renderCatalog(catalog)), packing),
    ];
    const [structureFile, catalogFile] = files;
    const purgesFile =
      options.purges === undefined
        ? undefined
        : await packInto(draft, 'purges.json', textStream(await readList(url, options.purges)), packing);
    if (purgesFile !== undefined) files.push(purgesFile);
    const tables: ManifestTable[] = [];
    const total = sources.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    await workOff(
      sources,
      { url, count: jobs, open: (use) => joinSnapshot(url, snapshot, use) },
      signal,
      async (session, source, index) => {
        const dumped = await dumpTable(session, source, index + 1, { draft, packing });
        tables[index] = dumped.table;
        files.push(dumped.file);
        done += source.size;
        onProgress?.({ stage: 'rows', done, total, label: tableSql(source) });
      },
    );
    return {
      format: 'agora-backup',
      version: FORMAT_VERSION,
      id: randomUUID(),
      tool: { name: 'agora', version: options.toolVersion },
      database,
      server,
      history: await readHistory(client),
      begun: begun.toISOString(),
      compression: packing.compression,
      ...(fileKey === undefined ? {} : { fileKey }),
      structure: structureFile!.name,
      catalog: catalogFile!.name,
      ...(purgesFile === undefined ? {} : { purges: purgesFile.name }),
      tables,
      sequences: await readSequences(client),
      roles: await readRoles(client, [...new Set([...roles, database.owner])]),
      leftOut: [...leftOut],
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

async function refuseLargeObjects(client: Client): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_largeobject_metadata',
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) return;
  throw new AgoraError({
    code: 'backup.not_modelled',
    message: `The database holds ${count} large object(s), which the built-in way does not copy.`,
    why: 'They lie outside of all tables.',
    fix: 'Take the backup by pg_dump, or keep such data in a column of type bytea.',
  });
}
