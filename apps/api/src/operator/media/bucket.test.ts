import { afterAll, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { uniquePng } from '../../testing/media/media-files.fixture.ts';
import { logIn } from '../../testing/forum/member.fixture.ts';
import { startS3 } from '../../testing/servers/s3.fixture.ts';
import { medium } from '../../domain/content.ts';
import { collectMedia } from './collect.ts';
import { openStore } from '../../media/stores/open-store.ts';

// The whole way with a store that is a server of its own, and that goes away.

const s3 = await startS3();
const forum = useForum({ MEDIA_STORE: s3.url });
let running = true;
afterAll(async () => {
  if (running) await s3.close();
});

it('keeps media in a bucket, collects them there, and says so when it cannot be reached', async () => {
  const bob = await logIn(forum, 'bob@example.com');
  const attach = (bytes: Buffer) =>
    bob.ask('POST', `/posts/${ids.firstPost}/media`, bytes, { 'content-type': 'image/png' });
  const get = (cid: string) => forum.app.inject({ url: `/c/techcorp/media/${cid}` });
  const bytes = uniquePng({ padding: 1_000_000 });
  const [kept, gone] = [
    medium.parse((await attach(bytes)).json()),
    medium.parse((await attach(uniquePng())).json()),
  ];
  expect((await get(kept.cid)).rawPayload.equals(bytes)).toBe(true);
  await bob.ask('DELETE', `/posts/${ids.firstPost}/media/${gone.id}`);
  const store = await openStore(forum.config.media.store);
  const collected = await collectMedia({ url: forum.config.database.directUrl, store });
  expect(collected).toMatchObject({ stored: 2, orphans: [gone.cid] });
  expect([await store.has(kept.cid), await store.has(gone.cid)]).toEqual([true, false]);

  const another = medium.parse((await attach(uniquePng())).json());
  await s3.close();
  running = false;
  const refused = await attach(uniquePng());
  expect(refused.json()).toMatchObject({ status: 503, code: 'media.store_unavailable' });
  expect(refused.headers['retry-after']).toBe('5');
  expect(refused.body).not.toContain('S3RVER');
  // What was checked before is still at hand; what was not is said to be out of reach, not to be gone.
  expect((await get(kept.cid)).statusCode).toBe(200);
  expect((await get(another.cid)).json()).toMatchObject({ code: 'media.store_unavailable' });
  const rows = await forum.asOwner((client) => client.query('SELECT cid FROM media'));
  expect(rows.rowCount).toBe(2);
});
