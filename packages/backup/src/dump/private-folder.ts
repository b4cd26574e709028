import type { Stats } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { undefinedIfMissing } from '@agora/core';

import { isLeftBehind, ownerOf } from '../store/owner.ts';

const PREFIX = 'agora-dump-';
const OWNER = 'agora-owner.json';

/** Brackets a folder that its owner alone may enter. What killed processes have left goes first: it holds rows. */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  await removeLeftovers();
  // Only its owner may enter what mkdtemp makes.
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  await writeFile(path.join(folder, OWNER), JSON.stringify(ownerOf(process.pid)), { mode: 0o600 });
  try {
    return await use(path.join(folder, 'dump'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    const found = await lstat(folder).catch(undefinedIfMissing);
    if (found === undefined || !isOwn(found)) continue;
    const owner = await readFile(path.join(folder, OWNER), 'utf8').catch(undefinedIfMissing);
    if (!isLeftBehind(owner, found.mtimeMs)) continue;
    // One that cannot be removed is in nobody's way.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Anybody may make a folder of this name there, and a pipe in it that is never written to. */
function isOwn(found: Stats): boolean {
  return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
}
