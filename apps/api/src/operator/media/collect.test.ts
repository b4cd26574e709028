import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { lockWaiters } from '../../testing/lock-waiters.fixture.ts';
import { uniquePng } from '../../testing/media/media-files.fixture.ts';
import { useMediaForum } from '../../testing/media/media-forum.fixture.ts';
import { medium } from '../../domain/content.ts';
import { collectMedia } from './collect.ts';
import { contentId } from '../../media/content-id.ts';
import { FolderStore } from '../../media/stores/folder.ts';

const media = useMediaForum();
afterAll(() => expectInvariants(media.forum));

const collect = (rehearse = false) =>
  collectMedia({
    url: media.forum.config.database.directUrl,
    store: new FolderStore(media.folder),
    rehearse,
  });

describe('collecting orphans', () => {
  it('removes what no row names, and nothing else', async () => {
    const post = await media.newPost(media.bob);
    const [kept, gone] = [
      medium.parse((await media.attach(media.bob, post, uniquePng())).json()),
      medium.parse((await media.attach(media.bob, post, uniquePng())).json()),
    ];
    await media.bob.ask('DELETE', `/posts/${post}/media/${gone.id}`);
    const leftover = path.join(media.folder, 'incoming', '00000000-0000-4000-8000-000000000000.upload');
    await writeFile(leftover, 'half');
    expect((await collect(true)).orphans).toContain(gone.cid);
    expect(await readdir(path.dirname(media.stored(gone.cid)))).toContain(gone.cid);
    const done = await collect();
    expect(done.orphans).toContain(gone.cid);
    expect(done.orphans).not.toContain(kept.cid);
    expect(done.leftovers).toBe(0);
    expect((await readFile(media.stored(kept.cid))).length).toBe(kept.bytes);
    await expect(readFile(media.stored(gone.cid))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await collect()).toMatchObject({ orphans: [] });
    const tomorrow = Date.now() + 25 * 3_600_000;
    const later = await collectMedia({
      url: media.forum.config.database.directUrl,
      store: new FolderStore(media.folder),
      now: tomorrow,
    });
    expect(later.leftovers).toBe(1);
    expect(await readdir(path.join(media.folder, 'incoming'))).toEqual([]);
  });

  it('waits for an upload of the same content, and an upload for it: both hold the lock of the content', async () => {
    const post = await media.newPost(media.bob);
    const bytes = uniquePng();
    const cid = contentId(bytes);
    const key = `hashtextextended('agora media ${cid}', 0)`;
    // As the collector: the upload waits, and has stored nothing before.
    const { statusCode } = await media.forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(${key})`);
      const upload = media.attach(media.bob, post, bytes);
      await expect.poll(() => lockWaiters(client)).toBe(1);
      await expect(readFile(media.stored(cid))).rejects.toMatchObject({ code: 'ENOENT' });
      await client.query('COMMIT');
      return upload;
    });
    expect(statusCode).toBe(201);
    // As an upload whose row is not there yet: the collector waits, looks again and leaves the bytes alone.
    await media.forum.asOwner((client) => client.query('DELETE FROM media WHERE cid = $1', [cid]));
    const { orphans } = await media.forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock_shared(${key})`);
      const collecting = collect();
      await expect.poll(() => lockWaiters(client)).toBe(1);
      await client.query(
        "INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes) VALUES ($1, gen_random_uuid(), $2, $3, 'image/png', $4)",
        [ids.techcorp, post, cid, bytes.length],
      );
      await client.query('COMMIT');
      return collecting;
    });
    expect(orphans).not.toContain(cid);
    expect((await readFile(media.stored(cid))).equals(bytes)).toBe(true);
  });

  it('never takes the bytes of an upload that goes on meanwhile', async () => {
    const post = await media.newPost(media.bob);
    const bytes = uniquePng();
    const uploading = new AbortController();
    const collector = (async () => {
      while (!uploading.signal.aborted) await collect();
    })();
    for (let round = 0; round < 15; round += 1) {
      const made = medium.parse((await media.attach(media.bob, post, bytes)).json());
      expect((await readFile(media.stored(made.cid))).equals(bytes)).toBe(true);
      expect((await media.bob.ask('DELETE', `/posts/${post}/media/${made.id}`)).statusCode).toBe(204);
    }
    uploading.abort();
    await collector;
    expect((await collect()).stored).toBeGreaterThan(0);
    await expect(readFile(media.stored(contentId(bytes)))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
