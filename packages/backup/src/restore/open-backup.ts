import type { Readable } from 'node:stream';
import { type Catalog } from '@agora/catalog';
import { parseCatalog } from '../format/catalog-file.ts';
import { damaged } from '../format/damage.ts';
import { type Manifest, MANIFEST_FILE, OWNER_FILE, VERIFIED_FILE } from '../format/manifest.ts';
import { inspect, type Packing, readAll, storedName, unpack } from '../format/pack.ts';
import { readManifest } from '../format/read-manifest.ts';
import { fileCipher } from '../key/cipher.ts';
import type { BackupKey } from '../key/key.ts';
import type { StoredBackup } from '../store/store.ts';
import type { Structure } from '../structure/structure.ts';
import type { OnProgress } from '../work/progress.ts';

/** A backup that can be read. */
export interface OpenBackup {
  readonly location: string;
  readonly manifest: Manifest;
  structure(): Promise<Structure>;
  catalog(): Promise<Catalog>;
  /** What was purged until it was made, each as the text of a JSON object; none where no list is kept. */
  purges(): Promise<readonly string[]>;
  /** The files of a dump by the names that pg_dump gave them; none where the built-in way made the backup. */
  readonly dump: readonly { readonly name: string; readonly read: () => Promise<Readable> }[];
  /** What a file of rows holds, as COPY takes it. */
  rows(file: string): Promise<Readable>;
}

/**
 * Opens a backup: its manifest is read, with the key where it is encrypted.
 * @throws AgoraError `backup.damaged`, `backup.newer_format`, `backup.key_needed`, `backup.wrong_key`
 */
export async function openBackup(stored: StoredBackup, key: BackupKey | undefined): Promise<OpenBackup> {
  const { location } = stored;
  const text = await stored.readText(MANIFEST_FILE);
  if (text === undefined) throw damaged(location, ['manifest.json is missing']);
  const manifest = await readManifest(text, location, key);
  const packing: Packing = {
    compression: manifest.compression,
    cipher: manifest.fileKey === undefined ? undefined : await fileCipher(manifest.fileKey),
  };
  const content = async (file: string): Promise<Readable> => unpack(await stored.read(file), packing);
  const json = async <T>(file: string, parse: (text: string) => T): Promise<T> => {
    try {
      return parse(await readAll(await content(file)));
    } catch (error) {
      throw damaged(location, [`${file}: ${error instanceof Error ? error.message : String(error)}`]);
    }
  };
  return {
    location,
    manifest,
    structure: () => json(manifest.structure, (one): Structure => JSON.parse(one)),
    catalog: () => json(manifest.catalog, parseCatalog),
    purges: () =>
      manifest.purges === undefined
        ? Promise.resolve([])
        : json(manifest.purges, (text): readonly string[] => JSON.parse(text)),
    rows: content,
    dump: (manifest.dump?.files ?? []).map((file) => ({
      name: storedName(file),
      read: async () => {
        const sealed = await stored.read(file);
        return packing.cipher === undefined ? sealed : packing.cipher.decrypt(sealed);
      },
    })),
  };
}

/**
 * Compares every file with the manifest, and reads nothing of what they hold.
 * @throws AgoraError `backup.damaged`, which names every fault
 */
export async function checkFiles(
  stored: StoredBackup,
  manifest: Manifest,
  {
    signal,
    onProgress,
    others = false,
  }: {
    /** Whether there may be files that the manifest does not list. */
    readonly others?: boolean;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: OnProgress | undefined;
  },
): Promise<void> {
  const faults: string[] = [];
  const there = new Map(await stored.files());
  const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const file of manifest.files) {
    signal?.throwIfAborted();
    const size = there.get(file.name);
    if (size === undefined) faults.push(`${file.name} is missing`);
    else if (size !== file.size) faults.push(`${file.name} has ${size} bytes; there should be ${file.size}`);
    else {
      const seen = await inspect(await stored.read(file.name));
      if (seen.sha256 !== file.sha256 || seen.size !== file.size)
        faults.push(`${file.name} was changed: its SHA-256 is another`);
    }
    there.delete(file.name);
    done += file.size;
    onProgress?.({ stage: 'check', done, total, label: file.name });
  }
  for (const name of others ? [] : there.keys())
    if (![MANIFEST_FILE, VERIFIED_FILE, OWNER_FILE].includes(name))
      faults.push(`${name} does not belong to it`);
  if (faults.length > 0) throw damaged(stored.location, faults);
}
