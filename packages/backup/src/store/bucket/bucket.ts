import { Readable } from 'node:stream';
import { MANIFEST_FILE, OWNER_FILE } from '../../format/manifest.ts';
import { isLeftBehind, ownerOf } from '../owner.ts';
import {
  BACKUP_NAME,
  type BackupStore,
  busy,
  byTime,
  type Draft,
  notFound,
  type StoredBackup,
} from '../store.ts';
import { BucketClient, type BucketSettings, element } from './client.ts';
import { upload } from './upload.ts';

/** An object as a listing names it, without the prefix. */
interface Listed {
  readonly key: string;
  readonly size: number;
  readonly storedAt: number;
}

/**
 * Backups in a bucket that speaks S3, under a prefix: a backup's files under its name. There are no folders that could be
 * renamed: a backup is whole when it has its manifest, which comes last.
 * @param prefix without slashes at its ends; may be empty
 */
export function bucketStore(settings: BucketSettings, prefix: string): BackupStore {
  const client = new BucketClient(settings);
  const keyOf = (name: string, file: string): string =>
    [prefix, name, file].filter((part) => part !== '').join('/');
  const name = prefix === '' ? client.name : `${client.name}/${prefix}`;
  const listAll = (below = ''): Promise<readonly Listed[]> =>
    listObjects(client, prefix === '' ? below : `${prefix}/${below}`, prefix);
  const backup = (own: string): StoredBackup => ({
    name: own,
    location: `${name}/${own}`,
    files: async () =>
      new Map((await listAll(`${own}/`)).map(({ key, size }) => [key.slice(own.length + 1), size])),
    read: (file) => Promise.resolve(Readable.from(client.bytes(keyOf(own, file)), { objectMode: false })),
    readText: (file) => client.text({ method: 'GET', key: keyOf(own, file), statuses: [200, 404] }),
    writeText: async (file, text) => {
      await client.text({ method: 'PUT', key: keyOf(own, file), body: Buffer.from(text) });
    },
  });
  const removeFile = async (own: string, file: string): Promise<void> => {
    await client.text({ method: 'DELETE', key: keyOf(own, file), statuses: [200, 204, 404] });
  };
  const removeAll = async (own: string): Promise<void> => {
    await removeFile(own, MANIFEST_FILE);
    for (const { key } of await listAll(`${own}/`)) await removeFile(own, key.slice(own.length + 1));
  };
  const own = async (free: string): Promise<void> => {
    await backup(free).writeText(OWNER_FILE, JSON.stringify(ownerOf(process.pid)));
  };
  /** Two may begin in one second. */
  const take = async (free: string): Promise<boolean> => {
    const body = Buffer.from(JSON.stringify(ownerOf(process.pid)));
    const key = keyOf(free, OWNER_FILE);
    const answer = await client.ask({ method: 'PUT', key, body, onlyNew: true, statuses: [200, 412, 501] });
    await answer.body?.cancel();
    if (answer.status === 501) await own(free);
    return answer.status !== 412;
  };
  const draft = (free: string, there: ReadonlyMap<string, number>): Draft => ({
    there,
    read: (file) => backup(free).read(file),
    write: (file, content) => upload(client, keyOf(free, file), content),
    finish: async (manifest) => {
      await backup(free).writeText(MANIFEST_FILE, manifest);
      await removeFile(free, OWNER_FILE);
      return backup(free);
    },
    discard: () => removeAll(free),
    leave: () => removeFile(free, OWNER_FILE),
  });
  return {
    name,
    list: async () => [...wholeOnes(await listAll()).whole].toSorted(byTime),
    open: async (own) => {
      if (!BACKUP_NAME.test(own) || (await backup(own).readText(MANIFEST_FILE)) === undefined)
        throw notFound(own, name);
      return backup(own);
    },
    begin: async (wanted) => {
      const taken = new Set((await listAll()).map(({ key }) => key.split('/', 1)[0]));
      let free = wanted;
      for (let number = 2; taken.has(free) || !(await take(free)); number += 1) free = `${wanted}-${number}`;
      return draft(free, new Map());
    },
    goOn: async (wanted) => {
      const objects = await listAll(`${wanted}/`);
      const owner = await backup(wanted).readText(OWNER_FILE);
      const changedAt = Math.max(...objects.map(({ storedAt }) => storedAt));
      // It is written first: what has none was left for who goes on.
      if (owner !== undefined && !isLeftBehind(owner, changedAt)) throw busy(wanted, name);
      await own(wanted);
      const there = new Map(await backup(wanted).files());
      there.delete(OWNER_FILE);
      return draft(wanted, there);
    },
    remove: removeAll,
    clean: async () => {
      const removed: string[] = [];
      for (const [own, files] of wholeOnes(await listAll()).others) {
        const changedAt = Math.max(...files.map(({ storedAt }) => storedAt));
        if (!isLeftBehind(await backup(own).readText(OWNER_FILE), changedAt)) continue;
        await removeAll(own);
        removed.push(own);
      }
      return removed;
    },
  };
}

/** Names with a manifest, and what lies under names of backups without one. */
function wholeOnes(objects: readonly Listed[]): {
  readonly whole: ReadonlySet<string>;
  readonly others: ReadonlyMap<string, readonly Listed[]>;
} {
  const whole = new Set<string>();
  const others = new Map<string, Listed[]>();
  for (const object of objects) {
    const [own = '', file, ...more] = object.key.split('/');
    if (file === undefined || more.length > 0 || !BACKUP_NAME.test(own)) continue;
    if (file === MANIFEST_FILE) whole.add(own);
    others.set(own, [...(others.get(own) ?? []), object]);
  }
  for (const own of whole) others.delete(own);
  return { whole, others };
}

/** By the first version of the listing, whose pages go on after a key: every service knows it. */
async function listObjects(client: BucketClient, below: string, prefix: string): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let after: string | undefined;
  do {
    const query = { prefix: below, ...(after === undefined ? {} : { marker: after }) };
    const xml = (await client.text({ method: 'GET', query }, 'ListBucketResult')) ?? '';
    let last: string | undefined;
    for (const [, contents = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
      last = element(contents, 'Key') ?? '';
      found.push({
        key: prefix === '' ? last : last.slice(prefix.length + 1),
        size: Number(element(contents, 'Size') ?? 0),
        storedAt: Date.parse(element(contents, 'LastModified') ?? ''),
      });
    }
    after = element(xml, 'IsTruncated') === 'true' ? last : undefined;
  } while (after !== undefined);
  return found;
}
