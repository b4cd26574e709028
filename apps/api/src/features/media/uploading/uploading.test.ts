import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { foreign, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { files, uniquePng } from '../../../testing/media/media-files.fixture.ts';
import { bin, useMediaForum } from '../../../testing/media/media-forum.fixture.ts';
import { medium } from '../../../domain/content.ts';
import { contentId } from '../../../media/content-id.ts';

const media = useMediaForum();
afterAll(() => expectInvariants(media.forum));

describe('uploading', () => {
  it('stores the bytes under their content id, and shows the medium with the post', async () => {
    const bytes = uniquePng({ size: [12, 8] });
    const answer = await media.attach(
      media.bob,
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
    expect((await readFile(media.stored(made.cid))).equals(bytes)).toBe(true);
    expect((await media.get(`/posts/${ids.firstPost}`)).json()).toMatchObject({ media: [made] });

    const again = await media.attach(media.bob, ids.firstPost, bytes);
    expect([again.statusCode, again.json()]).toEqual([200, made]);
    const better = await media.attach(media.bob, ids.firstPost, bytes, '?altText=Better');
    expect(better.json()).toEqual({ ...made, altText: 'Better' });
    expect((await media.attach(media.bob, await media.newPost(media.bob), bytes)).statusCode).toBe(201);
    expect(await readdir(path.dirname(media.stored(made.cid)))).toEqual([made.cid]);
    expect(await readdir(path.join(media.folder, 'incoming'))).toEqual([]);
  });

  it('reads the type from the bytes, whatever is declared', async () => {
    const post = await media.newPost(media.bob);
    const declared = { 'content-type': 'image/svg+xml' };
    expect((await media.attach(media.bob, post, files.jpeg, '', declared)).json()).toMatchObject({
      mimeType: 'image/jpeg',
    });
    const html = Buffer.from('<script>alert(document.domain)</script>');
    const refused = await media.attach(media.bob, post, html, '', { 'content-type': 'image/png' });
    expect(refused.json()).toMatchObject({ code: 'media.malformed', status: 422 });
    const program = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(99)]);
    expect((await media.attach(media.bob, post, program)).json()).toMatchObject({
      code: 'media.type_refused',
      status: 415,
    });
    const bomb = await media.attach(media.bob, post, uniquePng({ size: [60_000, 60_000] }));
    expect(bomb.json()).toMatchObject({ code: 'media.too_many_pixels' });
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect(
        (await media.attach(media.bob, post, uniquePng(), '', { 'content-type': type })).statusCode,
      ).toBe(201);
    const packed = { ...bin, 'content-encoding': 'gzip' };
    expect((await media.attach(media.bob, post, uniquePng(), '', packed)).statusCode).toBe(415);
  });

  it('checks the content id that the client reckons with', async () => {
    const post = await media.newPost(media.bob);
    const bytes = uniquePng();
    const other = contentId(files.text);
    expect((await media.attach(media.bob, post, bytes, `?cid=${other}`)).json()).toMatchObject({
      code: 'media.cid_mismatch',
    });
    await expect(readFile(media.stored(contentId(bytes)))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await media.attach(media.bob, post, bytes, `?cid=${contentId(bytes)}`)).statusCode).toBe(201);
    for (const cid of ['..%2F..%2Fetc%2Fpasswd', 'bafkrei', other.toUpperCase()])
      expect((await media.attach(media.bob, post, bytes, `?cid=${cid}`)).statusCode).toBe(400);
  });

  it('refuses what is too large or empty, and keeps nothing of it', async () => {
    const post = await media.newPost(media.bob);
    const large = await media.attach(media.bob, post, uniquePng({ padding: 100_001 }));
    expect(large.json()).toMatchObject({ code: 'request.too_large', status: 413 });
    expect((await media.attach(media.bob, post, Buffer.alloc(0))).statusCode).toBe(422);
    expect(await readdir(path.join(media.folder, 'incoming'))).toEqual([]);
  });

  it('is for the author of a post that takes something', async () => {
    const draft = await media.newPost(media.bob, 'DRAFT');
    const bytes = uniquePng();
    expect((await media.attach(media.carol, ids.firstPost, bytes)).json()).toMatchObject({
      code: 'auth.forbidden',
    });
    expect((await media.attach(media.moderator, ids.firstPost, bytes)).json()).toMatchObject({
      code: 'auth.forbidden',
    });
    expect((await media.attach(media.carol, draft, bytes)).statusCode).toBe(404);
    expect((await media.attach(media.bob, ids.hidden, bytes)).statusCode).toBe(404);
    expect((await media.attach(media.carol, ids.hidden, bytes)).json()).toMatchObject({
      code: 'post.closed',
    });
    expect((await media.attach(media.bob, foreign.post, bytes)).statusCode).toBe(404);
    const anonymous = await media.forum.app.inject({
      method: 'POST',
      url: `/c/techcorp/posts/${ids.firstPost}/media`,
      payload: bytes,
      headers: bin,
    });
    expect(anonymous.statusCode).toBe(401);
    await expect(readFile(media.stored(contentId(bytes)))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await media.attach(media.bob, draft, bytes)).statusCode).toBe(201);
  });

  it('counts a user’s bytes and a post’s files, also when many come at once', async () => {
    const post = await media.newPost(media.carol);
    const many = await Promise.all(
      Array.from({ length: 4 }, () => media.attach(media.carol, post, uniquePng({ padding: 95_000 }))),
    );
    expect(many.map((answer) => answer.statusCode)).toEqual([201, 201, 201, 201]);
    const [one, two] = await Promise.all([
      media.attach(media.carol, post, uniquePng({ padding: 12_000 })),
      media.attach(media.carol, post, uniquePng({ padding: 12_000 })),
    ]);
    expect(new Set([one.statusCode, two.statusCode])).toEqual(new Set([201, 409]));
    expect([one, two].find((answer) => answer.statusCode === 409)?.json()).toMatchObject({
      code: 'media.quota_exceeded',
    });
    const full = await media.newPost(media.moderator);
    for (let count = 0; count < 20; count += 1)
      expect((await media.attach(media.moderator, full, uniquePng())).statusCode).toBe(201);
    expect((await media.attach(media.moderator, full, uniquePng())).json()).toMatchObject({
      code: 'media.too_many',
    });
  });
});

it('may be done to a draft, which is published with its media', async () => {
  const draft = await media.newPost(media.bob, 'DRAFT');
  expect((await media.attach(media.bob, draft, uniquePng())).statusCode).toBe(201);
  const read = await media.bob.ask('GET', `/posts/${draft}`);
  const published = await media.bob.ask(
    'PATCH',
    `/posts/${draft}`,
    { status: 'PUBLISHED' },
    { 'if-match': String(read.headers.etag) },
  );
  expect(published.statusCode).toBe(200);
  await expectInvariants(media.forum);
});
