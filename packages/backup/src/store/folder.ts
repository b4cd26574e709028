import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AgoraError, isMissing, systemCode, undefinedIfMissing } from '@agora/core';
import { MANIFEST_FILE, OWNER_FILE } from '../format/manifest.ts';
import { isLeftBehind, ownerOf } from './owner.ts';
import {
  BACKUP_NAME,
  type BackupStore,
  busy,
  byTime,
  type Draft,
  notFound,
  type StoredBackup,
} from './store.ts';

const UNFINISHED = '.unfinished';
/** Backups in a folder, each a folder that its owner alone may enter. @param directory absolute */
export function folderStore(directory: string): BackupStore {
  const place = (name: string): string => path.join(directory, name);
  return {
    name: directory,
    list: () =>
      told(directory, async () =>
        (await subfolders(directory, (name) => BACKUP_NAME.test(name))).toSorted(byTime),
      ),
    open: async (name) => {
      if (path.basename(name) !== name) throw notFound(name, directory);
      if (!(await exists(path.join(place(name), MANIFEST_FILE)))) throw notFound(name, directory);
      return storedFolder(name, place(name));
    },
    begin: (name) => told(directory, () => beginFolder(directory, name)),
    goOn: (name) => told(directory, () => goOnFolder(directory, name)),
    remove: (name) =>
      told(place(name), async () => {
        await rm(path.join(place(name), MANIFEST_FILE), { force: true });
        await rm(place(name), { recursive: true, force: true });
      }),
    clean: () => told(directory, () => cleanFolder(directory)),
  };
}

function storedFolder(name: string, folder: string): StoredBackup {
  return {
    name,
    location: folder,
    files: () =>
      told(folder, async () => {
        const names = await readdir(folder);
        const sizes = await Promise.all(names.map(async (one) => (await stat(path.join(folder, one))).size));
        return new Map(names.map((one, index) => [one, sizes[index] ?? 0]));
      }),
    read: (file) => Promise.resolve(createReadStream(path.join(folder, file), { highWaterMark: 256 * 1024 })),
    readText: (file) =>
      readFile(path.join(folder, file), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw unusable(folder, error);
      }),
    writeText: (file, text) => told(folder, () => writeWhole(path.join(folder, file), text)),
  };
}

async function beginFolder(directory: string, name: string): Promise<Draft> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  let free = name;
  for (let number = 2; !(await take(directory, free)); number += 1) free = `${name}-${number}`;
  await own(path.join(directory, `${free}${UNFINISHED}`), process.pid);
  return draftFolder(directory, free, new Map());
}

/** Two may begin in one second: the name is whose folder it was first. */
async function take(directory: string, name: string): Promise<boolean> {
  const folder = path.join(directory, `${name}${UNFINISHED}`);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  if (!(await exists(path.join(directory, name)))) return true;
  await rmdir(folder);
  return false;
}

async function goOnFolder(directory: string, name: string): Promise<Draft> {
  const folder = path.join(directory, `${name}${UNFINISHED}`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (await exists(folder)) {
    const owner = await readFile(path.join(folder, OWNER_FILE), 'utf8').catch(undefinedIfMissing);
    if (!isLeftBehind(owner, (await stat(folder)).mtimeMs)) throw busy(name, directory);
  } else await mkdir(folder, { mode: 0o700 });
  await own(folder, process.pid);
  const there = new Map(await storedFolder(name, folder).files());
  there.delete(OWNER_FILE);
  return draftFolder(directory, name, there);
}

async function own(folder: string, pid: number): Promise<void> {
  await writeFile(path.join(folder, OWNER_FILE), JSON.stringify(ownerOf(pid)), { mode: 0o600 });
}

function draftFolder(directory: string, free: string, there: ReadonlyMap<string, number>): Draft {
  const folder = path.join(directory, `${free}${UNFINISHED}`);
  return {
    there,
    read: (file) => storedFolder(free, folder).read(file),
    leave: () => own(folder, 0),
    write: (file, content) => told(folder, () => writeDurably(path.join(folder, file), content)),
    finish: (manifest) =>
      told(folder, async () => {
        await writeWhole(path.join(folder, MANIFEST_FILE), manifest);
        // Last of all: without an owner the next backup waits a minute before it cleans up.
        await rm(path.join(folder, OWNER_FILE));
        await rename(folder, path.join(directory, free));
        await syncFolder(directory);
        return storedFolder(free, path.join(directory, free));
      }),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

async function cleanFolder(directory: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await subfolders(directory, (one) => one.endsWith(UNFINISHED))) {
    if (!BACKUP_NAME.test(name.slice(0, -UNFINISHED.length))) continue;
    const folder = path.join(directory, name);
    const owner = await readFile(path.join(folder, OWNER_FILE), 'utf8').catch(undefinedIfMissing);
    if (!isLeftBehind(owner, (await stat(folder)).mtimeMs)) continue;
    await rm(folder, { recursive: true, force: true });
    removed.push(name);
  }
  // One that was removed halfway has lost its manifest.
  for (const name of await subfolders(directory, (one) => BACKUP_NAME.test(one))) {
    if (await exists(path.join(directory, name, MANIFEST_FILE))) continue;
    const files = await readdir(path.join(directory, name));
    if (!files.every((file) => OUR_FILE.test(file))) continue;
    await rm(path.join(directory, name), { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

const OUR_FILE = /^(?:rows-\d{6}|purges|structure|catalog|verified|toc|\d+|blobs?(?:_\d+)?)\.[\w.]+$/;

async function writeDurably(file: string, content: Readable): Promise<void> {
  await pipeline(content, createWriteStream(file, { mode: 0o600, flush: true }));
}

async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  await writeFile(part, text, { mode: 0o600, flush: true });
  await rename(part, file);
  await syncFolder(path.dirname(file));
}

/** So that names survive a crash of the machine too. Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function subfolders(directory: string, counts: (name: string) => boolean): Promise<string[]> {
  const entries = (await readdir(directory, { withFileTypes: true }).catch(undefinedIfMissing)) ?? [];
  return entries.filter((entry) => entry.isDirectory() && counts(entry.name)).map(({ name }) => name);
}

/** @throws AgoraError `backup.store` when it cannot be told */
async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isMissing(error) || systemCode(error) === 'ENOTDIR') return false;
    throw unusable(file, error);
  }
}

async function told<T>(place: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    // What fails on the way into a file, such as the database, says so itself.
    throw error instanceof Error && 'syscall' in error && systemCode(error) !== undefined
      ? unusable(place, error)
      : error;
  }
}

function unusable(place: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'backup.store',
    message: `${place} cannot be used.`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: 'See that the folder is there, has room, and belongs to who runs this.',
    cause,
  });
}
