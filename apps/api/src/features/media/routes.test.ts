import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sampleMedium } from '@agora/db/sample-media';
import { beforeAll, describe, expect, it } from 'vitest';
import { foreign, ids } from '../../testing/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum.fixture.ts';
import { expectInvariants } from '../../testing/invariants.fixture.ts';
import { files, uniquePng } from '../../testing/media-files.fixture.ts';
import { logIn, type Member } from '../../testing/member.fixture.ts';
import { medium } from '../posts/schema.ts';
import { collectMedia } from './collect.ts';
import { contentId } from './content-id.ts';
import { FolderStore } from './stores/folder.ts';

const forum = useForum({ MEDIA_LIMIT_BYTES: '100000', MEDIA_QUOTA_BYTES: '400000' });
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});

const bin = { 'content-type': 'application/octet-stream' };
const attach = (
  who: Member,
  post: string,
  bytes: Buffer,
  query = '',
  headers: Record<string, string> = bin,
) => who.ask('POST', `/posts/${post}/media${query}`, bytes, headers);
const get = (address: string, headers: Record<string, string> = {}) =>
  forum.app.inject({ url: `/c/techcorp${address}`, headers });
const folder = (): string => {
  const { store } = forum.config.media;
  if (store.kind !== 'folder') throw new TypeError('tests use a folder');
  return store.folder;
};
const stored = (cid: string): string => path.join(folder(), cid.slice(-2), cid);
const collect = (rehearse = false) =>
  collectMedia({ url: forum.config.database.url, store: new FolderStore(folder()), rehearse });
/** Whether work is done within a moment. */
const settled = async (work: Promise<unknown>): Promise<boolean> => {
  const soon = new Promise((resolve) => setTimeout(() => resolve('waiting'), 400));
  return (await Promise.race([work, soon])) !== 'waiting';
};
const newPost = async (who: Member, status = 'PUBLISHED'): Promise<string> =>
  (
    await who.ask('POST', '/posts', { channel: 'general', title: 'With a picture', body: 'See.', status })
  ).json<{
    id: string;
  }>().id;

describe('uploading', () => {
  it('stores the bytes under their content id, and shows the medium with the post', async () => {
    const bytes = uniquePng({ size: [12, 8] });
    const answer = await attach(
      bob,
      ids.firstPost,
      bytes,
      `?altText=${encodeURIComponent(' Blue & yellow ')}`,
    );
    expect(answer.statusCode).toBe(201);
    const made = medium.parse(answer.json());
    expect(made).toMatchObject({
      cid: contentId(bytes),
      mimeType: 'image/png',
      width: 12,
      height: 8,
      bytes: bytes.length,
      altText: 'Blue & yellow',
    });
    expect(answer.headers.location).toBe(`/c/techcorp/media/${made.cid}`);
    expect((await readFile(stored(made.cid))).equals(bytes)).toBe(true);
    expect((await get(`/posts/${ids.firstPost}`)).json()).toMatchObject({ media: [made] });

    const again = await attach(bob, ids.firstPost, bytes);
    expect([again.statusCode, again.json()]).toEqual([200, made]);
    const better = await attach(bob, ids.firstPost, bytes, '?altText=Better');
    expect(better.json()).toEqual({ ...made, altText: 'Better' });
    expect((await attach(bob, await newPost(bob), bytes)).statusCode).toBe(201);
    expect(await readdir(path.dirname(stored(made.cid)))).toEqual([made.cid]);
    expect(await readdir(path.join(folder(), 'incoming'))).toEqual([]);
  });

  it('reads the type from the bytes, whatever is declared', async () => {
    const post = await newPost(bob);
    const declared = { 'content-type': 'image/svg+xml' };
    expect((await attach(bob, post, files.jpeg, '', declared)).json()).toMatchObject({
      mimeType: 'image/jpeg',
    });
    const html = Buffer.from('<script>alert(document.domain)</script>');
    const refused = await attach(bob, post, html, '', { 'content-type': 'image/png' });
    expect(refused.json()).toMatchObject({ code: 'media.malformed', status: 422 });
    const program = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(99)]);
    expect((await attach(bob, post, program)).json()).toMatchObject({
      code: 'media.type_refused',
      status: 415,
    });
    const bomb = await attach(bob, post, uniquePng({ size: [60_000, 60_000] }));
    expect(bomb.json()).toMatchObject({ code: 'media.too_many_pixels' });
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect((await attach(bob, post, uniquePng(), '', { 'content-type': type })).statusCode).toBe(201);
    const packed = { ...bin, 'content-encoding': 'gzip' };
    expect((await attach(bob, post, uniquePng(), '', packed)).statusCode).toBe(415);
  });

  it('checks the content id that the client reckons with', async () => {
    const post = await newPost(bob);
    const bytes = uniquePng();
    const other = contentId(files.text);
    expect((await attach(bob, post, bytes, `?cid=${other}`)).json()).toMatchObject({
      code: 'media.cid_mismatch',
    });
    await expect(readFile(stored(contentId(bytes)))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await attach(bob, post, bytes, `?cid=${contentId(bytes)}`)).statusCode).toBe(201);
    for (const cid of ['..%2F..%2Fetc%2Fpasswd', 'bafkrei', other.toUpperCase()])
      expect((await attach(bob, post, bytes, `?cid=${cid}`)).statusCode).toBe(400);
  });

  it('refuses what is too large or empty, and keeps nothing of it', async () => {
    const post = await newPost(bob);
    const large = await attach(bob, post, uniquePng({ padding: 100_001 }));
    expect(large.json()).toMatchObject({ code: 'request.too_large', status: 413 });
    expect((await attach(bob, post, Buffer.alloc(0))).statusCode).toBe(422);
    expect(await readdir(path.join(folder(), 'incoming'))).toEqual([]);
  });

  it('is for the author of a post that takes something', async () => {
    const draft = await newPost(bob, 'DRAFT');
    const bytes = uniquePng();
    expect((await attach(carol, ids.firstPost, bytes)).json()).toMatchObject({ code: 'auth.forbidden' });
    expect((await attach(moderator, ids.firstPost, bytes)).json()).toMatchObject({ code: 'auth.forbidden' });
    expect((await attach(carol, draft, bytes)).statusCode).toBe(404);
    expect((await attach(bob, ids.hidden, bytes)).statusCode).toBe(404);
    expect((await attach(carol, ids.hidden, bytes)).json()).toMatchObject({ code: 'post.closed' });
    expect((await attach(bob, foreign.post, bytes)).statusCode).toBe(404);
    const anonymous = await forum.app.inject({
      method: 'POST',
      url: `/c/techcorp/posts/${ids.firstPost}/media`,
      payload: bytes,
      headers: bin,
    });
    expect(anonymous.statusCode).toBe(401);
    await expect(readFile(stored(contentId(bytes)))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await attach(bob, draft, bytes)).statusCode).toBe(201);
  });

  it('counts a user’s bytes and a post’s files, also when many come at once', async () => {
    const post = await newPost(carol);
    const many = await Promise.all(
      Array.from({ length: 4 }, () => attach(carol, post, uniquePng({ padding: 95_000 }))),
    );
    expect(many.map((answer) => answer.statusCode)).toEqual([201, 201, 201, 201]);
    const [one, two] = await Promise.all([
      attach(carol, post, uniquePng({ padding: 12_000 })),
      attach(carol, post, uniquePng({ padding: 12_000 })),
    ]);
    expect(new Set([one.statusCode, two.statusCode])).toEqual(new Set([201, 409]));
    expect([one, two].find((answer) => answer.statusCode === 409)?.json()).toMatchObject({
      code: 'media.quota_exceeded',
    });
    const full = await newPost(moderator);
    for (let count = 0; count < 20; count += 1)
      expect((await attach(moderator, full, uniquePng())).statusCode).toBe(201);
    expect((await attach(moderator, full, uniquePng())).json()).toMatchObject({ code: 'media.too_many' });
  });
});

describe('downloading', () => {
  it('sends the bytes for good, with headers that let them do nothing', async () => {
    const post = await newPost(bob);
    const bytes = uniquePng();
    const { cid } = medium.parse((await attach(bob, post, bytes)).json());
    const answer = await get(`/media/${cid}`);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      etag: `"${cid}"`,
      'cache-control': 'public, max-age=31536000, s-maxage=300, immutable',
      'content-disposition': `inline; filename="${cid}.png"`,
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    });
    const head = await forum.app.inject({ method: 'HEAD', url: `/c/techcorp/media/${cid}` });
    expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([
      200,
      String(bytes.length),
      '',
    ]);
    const known = await get(`/media/${cid}`, { 'if-none-match': `"x", "${cid}"` });
    expect([known.statusCode, known.body]).toEqual([304, '']);

    const words = medium.parse((await attach(bob, post, files.text)).json());
    const text = await get(`/media/${words.cid}`);
    expect(text.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${words.cid}.txt"`,
    });
  });

  it('sends ranges', async () => {
    const bytes = uniquePng();
    const { cid } = medium.parse((await attach(bob, await newPost(bob), bytes)).json());
    const part = await get(`/media/${cid}`, { range: 'bytes=4-7' });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 4-7/${bytes.length}`]);
    expect(part.rawPayload.equals(bytes.subarray(4, 8))).toBe(true);
    const beyond = await get(`/media/${cid}`, { range: 'bytes=9999-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
    const stale = await get(`/media/${cid}`, { range: 'bytes=4-7', 'if-range': '"other"' });
    expect([stale.statusCode, stale.rawPayload.length]).toEqual([200, bytes.length]);
  });

  it('shows drafts and hidden posts’ media to those who see the post, and only privately', async () => {
    const draft = await newPost(bob, 'DRAFT');
    const { cid } = medium.parse((await attach(bob, draft, uniquePng())).json());
    expect((await get(`/media/${cid}`)).statusCode).toBe(404);
    expect((await carol.ask('GET', `/media/${cid}`)).statusCode).toBe(404);
    const own = await bob.ask('GET', `/media/${cid}`);
    expect([own.statusCode, own.headers['cache-control']]).toEqual([200, 'private, no-cache']);

    const post = await newPost(bob);
    const shown = medium.parse((await attach(bob, post, uniquePng())).json());
    expect((await get(`/media/${shown.cid}`)).statusCode).toBe(200);
    await moderator.ask('PUT', `/posts/${post}/moderation`, { status: 'HIDDEN' });
    const { headers } = await bob.ask('GET', `/media/${shown.cid}`);
    expect((await get(`/media/${shown.cid}`, { 'if-none-match': String(headers['etag']) })).statusCode).toBe(
      404,
    );
    expect((await carol.ask('GET', `/media/${shown.cid}`)).statusCode).toBe(404);
    expect((await bob.ask('GET', `/media/${shown.cid}`)).statusCode).toBe(200);
    expect((await moderator.ask('GET', `/media/${shown.cid}`)).statusCode).toBe(200);
  });

  it('knows nothing of another community’s media, though the bytes are there', async () => {
    const { cid } = medium.parse((await attach(bob, await newPost(bob), uniquePng())).json());
    expect((await forum.app.inject({ url: `/c/retail/media/${cid}` })).statusCode).toBe(404);
  });

  it('never sends bytes that are not those of the id, and mends them when they are uploaded again', async () => {
    const post = await newPost(bob);
    const bytes = uniquePng();
    const { cid } = medium.parse((await attach(bob, post, bytes)).json());
    const damages = [
      Buffer.concat([bytes.subarray(0, -1), Buffer.from([0])]),
      bytes.subarray(0, 30),
      Buffer.concat([bytes, bytes]),
    ];
    for (const damaged of damages) {
      await writeFile(stored(cid), damaged);
      for (const range of [undefined, 'bytes=0-3']) {
        const answer = await get(`/media/${cid}`, range === undefined ? {} : { range });
        expect(answer.json()).toMatchObject({ code: 'media.corrupt', status: 500 });
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.body).not.toContain(folder());
      }
    }
    expect((await forum.app.inject({ url: '/metrics' })).body).toMatch(
      /agora_media_reads_total\{outcome="corrupt"\} 6/,
    );
    expect((await attach(bob, post, bytes)).statusCode).toBe(200);
    expect((await get(`/media/${cid}`)).rawPayload.equals(bytes)).toBe(true);
    const lost = medium.parse((await attach(bob, post, uniquePng())).json());
    await rm(stored(lost.cid));
    expect((await get(`/media/${lost.cid}`)).json()).toMatchObject({ code: 'media.missing' });
  });

  it('serves what seeds attached, which nobody has stored', async () => {
    const sample = 'bafkreidmrn7kzml6p3jpe37wpb2ntp6wxiji2exmvqnozpnhr3t6sop4fy';
    const bytes = sampleMedium(sample);
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, width, height)
         VALUES ($1, gen_random_uuid(), $2, $3, 'image/png', $4, 840, 440)`,
        [ids.techcorp, ids.firstPost, sample, bytes?.length ?? 1],
      ),
    );
    const answer = await get(`/media/${sample}`);
    expect([answer.statusCode, answer.rawPayload.equals(bytes ?? Buffer.alloc(0))]).toEqual([200, true]);
  });
});

describe('taking away', () => {
  it('is for the author, and for moderators, whose act is written down and told', async () => {
    const post = await newPost(bob);
    const [one, two] = [
      medium.parse((await attach(bob, post, uniquePng())).json()),
      medium.parse((await attach(bob, post, uniquePng())).json()),
    ];
    const address = `/posts/${post}/media/${one.id}`;
    expect((await carol.ask('DELETE', address)).statusCode).toBe(403);
    expect((await bob.ask('DELETE', `/posts/${ids.firstPost}/media/${one.id}`)).statusCode).toBe(404);
    expect((await bob.ask('DELETE', address)).statusCode).toBe(204);
    expect((await bob.ask('DELETE', address)).statusCode).toBe(404);
    expect((await get(`/media/${one.cid}`)).statusCode).toBe(404);
    expect((await moderator.ask('DELETE', `/posts/${post}/media/${two.id}`)).statusCode).toBe(204);
    const log = await forum.asOwner((client) =>
      client.query("SELECT details ->> 'cid' AS cid FROM moderation_entries WHERE action = 'media.delete'"),
    );
    expect(log.rows).toEqual([{ cid: two.cid }]);
    const inbox = await bob.ask('GET', '/me/notifications');
    expect(inbox.body).toContain(post);
  });
});

describe('collecting orphans', () => {
  it('removes what no row names, and nothing else', async () => {
    const post = await newPost(bob);
    const [kept, gone] = [
      medium.parse((await attach(bob, post, uniquePng())).json()),
      medium.parse((await attach(bob, post, uniquePng())).json()),
    ];
    await bob.ask('DELETE', `/posts/${post}/media/${gone.id}`);
    const leftover = path.join(folder(), 'incoming', '00000000-0000-4000-8000-000000000000.upload');
    await writeFile(leftover, 'half');
    expect((await collect(true)).orphans).toContain(gone.cid);
    expect(await readdir(path.dirname(stored(gone.cid)))).toContain(gone.cid);
    const done = await collect();
    expect(done.orphans).toContain(gone.cid);
    expect(done.orphans).not.toContain(kept.cid);
    expect(done.leftovers).toBe(0);
    expect((await readFile(stored(kept.cid))).length).toBe(kept.bytes);
    await expect(readFile(stored(gone.cid))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await collect()).toMatchObject({ orphans: [] });
    const tomorrow = Date.now() + 25 * 3_600_000;
    const later = await collectMedia({
      url: forum.config.database.url,
      store: new FolderStore(folder()),
      now: tomorrow,
    });
    expect(later.leftovers).toBe(1);
    expect(await readdir(path.join(folder(), 'incoming'))).toEqual([]);
  });

  it('waits for an upload of the same content, and an upload for it: both hold the lock of the content', async () => {
    const post = await newPost(bob);
    const bytes = uniquePng();
    const cid = contentId(bytes);
    const key = `hashtextextended('agora media ${cid}', 0)`;
    // As the collector: the upload waits, and has stored nothing before.
    const { statusCode } = await forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(${key})`);
      const upload = attach(bob, post, bytes);
      expect(await settled(upload)).toBe(false);
      await expect(readFile(stored(cid))).rejects.toMatchObject({ code: 'ENOENT' });
      await client.query('COMMIT');
      return upload;
    });
    expect(statusCode).toBe(201);
    // As an upload whose row is not there yet: the collector waits, looks again and leaves the bytes alone.
    await forum.asOwner((client) => client.query('DELETE FROM media WHERE cid = $1', [cid]));
    const { orphans } = await forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock_shared(${key})`);
      const collecting = collect();
      expect(await settled(collecting)).toBe(false);
      await client.query(
        "INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes) VALUES ($1, gen_random_uuid(), $2, $3, 'image/png', $4)",
        [ids.techcorp, post, cid, bytes.length],
      );
      await client.query('COMMIT');
      return collecting;
    });
    expect(orphans).not.toContain(cid);
    expect((await readFile(stored(cid))).equals(bytes)).toBe(true);
  });

  it('never takes the bytes of an upload that goes on meanwhile', async () => {
    const post = await newPost(bob);
    const bytes = uniquePng();
    const uploading = new AbortController();
    const collector = (async () => {
      while (!uploading.signal.aborted) await collect();
    })();
    for (let round = 0; round < 15; round += 1) {
      const made = medium.parse((await attach(bob, post, bytes)).json());
      expect((await readFile(stored(made.cid))).equals(bytes)).toBe(true);
      expect((await bob.ask('DELETE', `/posts/${post}/media/${made.id}`)).statusCode).toBe(204);
    }
    uploading.abort();
    await collector;
    expect((await collect()).stored).toBeGreaterThan(0);
    await expect(readFile(stored(contentId(bytes)))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('leaves every invariant of the forum whole, drafts published with their media included', async () => {
  const draft = await newPost(bob, 'DRAFT');
  expect((await attach(bob, draft, uniquePng())).statusCode).toBe(201);
  const read = await bob.ask('GET', `/posts/${draft}`);
  const published = await bob.ask(
    'PATCH',
    `/posts/${draft}`,
    { status: 'PUBLISHED' },
    { 'if-match': String(read.headers.etag) },
  );
  expect(published.statusCode).toBe(200);
  await expectInvariants(forum);
});
