import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { undefinedIfMissing } from '@agora/core';
import { type Client, withConnection, withTransaction } from '@agora/postgres';
import { lockContentSql } from '../../features/media/uploading/lock-content.sql.ts';
import type { MediaStore } from '../../media/stores/store.ts';
import { rowsOf } from '@agora/db/sql';
import { namedContentSql } from './named-content.sql.ts';

/** What a collection found and did. */
export interface Collected {
  /** Objects in the store. */
  readonly stored: number;
  /** Content ids that no row of any community named; removed, unless it was a rehearsal. */
  readonly orphans: readonly string[];
  /** Files of uploads that a process left behind when it died. */
  readonly leftovers: number;
}

/** Milliseconds after which a file in the spool belongs to nobody: far longer than an upload may take. */
const leftoverAgeMs = 24 * 3_600_000;
/** Ids that the database is asked about at once. */
const batch = 500;

/**
 * Removes bytes that no row refers to: of deleted media and posts, and of uploads that failed at the last step. An upload
 * holds a lock on its content from before it looks for the bytes until its row is there; bytes are removed only under that
 * lock, after another look for rows.
 * @param options.url `postgresql://` address; the login must be a member of `agora_loader`, who sees all communities
 * @param options.rehearse only say what would be removed
 */
export async function collectMedia(options: {
  readonly url: string;
  readonly store: MediaStore;
  readonly rehearse?: boolean | undefined;
  readonly now?: number | undefined;
}): Promise<Collected> {
  const { store, rehearse = false, now = Date.now() } = options;
  return withConnection({ url: options.url, applicationName: 'agora-media' }, async (client) => {
    let stored = 0;
    const orphans: string[] = [];
    const sweep = async (cids: readonly string[]): Promise<void> => {
      stored += cids.length;
      for (const cid of await unnamed(client, cids))
        if (rehearse || (await removeIfUnnamed(client, store, cid))) orphans.push(cid);
    };
    let cids: string[] = [];
    for await (const { cid } of store.list()) {
      if (cids.push(cid) < batch) continue;
      await sweep(cids);
      cids = [];
    }
    await sweep(cids);
    return { stored, orphans, leftovers: await removeLeftovers(store.spool, now, rehearse) };
  });
}

/** Those of some content ids that no row names. */
async function unnamed(client: Client, cids: readonly string[]): Promise<string[]> {
  if (cids.length === 0) return [];
  return withTransaction(client, async () => {
    await client.query('SET LOCAL ROLE agora_loader');
    const rows = await rowsOf(client, namedContentSql({ cids }));
    const named = new Set(rows.map(({ cid }) => cid));
    return cids.filter((cid) => !named.has(cid));
  });
}

async function removeIfUnnamed(client: Client, store: MediaStore, cid: string): Promise<boolean> {
  return withTransaction(client, async () => {
    await client.query('SET LOCAL ROLE agora_loader');
    // A statement before the look, which then sees whatever the wait was for.
    await rowsOf(client, lockContentSql({ cid, alone: true }));
    const [named] = await rowsOf(client, namedContentSql({ cids: [cid] }));
    if (named !== undefined) return false;
    await store.delete(cid);
    return true;
  });
}

async function removeLeftovers(spool: string, now: number, rehearse: boolean): Promise<number> {
  const names = (await readdir(spool).catch(undefinedIfMissing)) ?? [];
  let removed = 0;
  for (const name of names) {
    if (!/^[0-9a-f-]{36}\.upload$/.test(name)) continue;
    const file = path.join(spool, name);
    const found = await stat(file).catch(undefinedIfMissing);
    if (found === undefined || now - found.mtimeMs < leftoverAgeMs) continue;
    if (!rehearse) await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
