import { rm, writeFile } from 'node:fs/promises';
import { sampleMedium } from '@agora/db/sample-media';
import { describe, expect, it } from 'vitest';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { files, uniquePng } from '../../../testing/media/media-files.fixture.ts';
import { useMediaForum } from '../../../testing/media/media-forum.fixture.ts';
import { medium } from '../../../domain/content.ts';

const media = useMediaForum();

describe('downloading', () => {
  it('sends the bytes for good, with headers that let them do nothing', async () => {
    const post = await media.newPost(media.bob);
    const bytes = uniquePng();
    const { cid } = medium.parse((await media.attach(media.bob, post, bytes)).json());
    const answer = await media.get(`/media/${cid}`);
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
    const head = await media.forum.app.inject({ method: 'HEAD', url: `/c/techcorp/media/${cid}` });
    expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([
      200,
      String(bytes.length),
      '',
    ]);
    const known = await media.get(`/media/${cid}`, { 'if-none-match': `"x", "${cid}"` });
    expect([known.statusCode, known.body]).toEqual([304, '']);

    const words = medium.parse((await media.attach(media.bob, post, files.text)).json());
    const text = await media.get(`/media/${words.cid}`);
    expect(text.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${words.cid}.txt"`,
    });
  });

  it('sends ranges', async () => {
    const bytes = uniquePng();
    const { cid } = medium.parse(
      (await media.attach(media.bob, await media.newPost(media.bob), bytes)).json(),
    );
    const part = await media.get(`/media/${cid}`, { range: 'bytes=4-7' });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 4-7/${bytes.length}`]);
    expect(part.rawPayload.equals(bytes.subarray(4, 8))).toBe(true);
    const beyond = await media.get(`/media/${cid}`, { range: 'bytes=9999-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
    const stale = await media.get(`/media/${cid}`, { range: 'bytes=4-7', 'if-range': '"other"' });
    expect([stale.statusCode, stale.rawPayload.length]).toEqual([200, bytes.length]);
  });

  it('shows drafts and hidden posts’ media to those who see the post, and only privately', async () => {
    const draft = await media.newPost(media.bob, 'DRAFT');
    const { cid } = medium.parse((await media.attach(media.bob, draft, uniquePng())).json());
    expect((await media.get(`/media/${cid}`)).statusCode).toBe(404);
    expect((await media.carol.ask('GET', `/media/${cid}`)).statusCode).toBe(404);
    const own = await media.bob.ask('GET', `/media/${cid}`);
    expect([own.statusCode, own.headers['cache-control']]).toEqual([200, 'private, no-cache']);

    const post = await media.newPost(media.bob);
    const shown = medium.parse((await media.attach(media.bob, post, uniquePng())).json());
    expect((await media.get(`/media/${shown.cid}`)).statusCode).toBe(200);
    await media.moderator.ask('PUT', `/posts/${post}/moderation`, { status: 'HIDDEN' });
    const { headers } = await media.bob.ask('GET', `/media/${shown.cid}`);
    expect(
      (await media.get(`/media/${shown.cid}`, { 'if-none-match': String(headers['etag']) })).statusCode,
    ).toBe(404);
    expect((await media.carol.ask('GET', `/media/${shown.cid}`)).statusCode).toBe(404);
    expect((await media.bob.ask('GET', `/media/${shown.cid}`)).statusCode).toBe(200);
    expect((await media.moderator.ask('GET', `/media/${shown.cid}`)).statusCode).toBe(200);
  });

  it('knows nothing of another community’s media, though the bytes are there', async () => {
    const { cid } = medium.parse(
      (await media.attach(media.bob, await media.newPost(media.bob), uniquePng())).json(),
    );
    expect((await media.forum.app.inject({ url: `/c/retail/media/${cid}` })).statusCode).toBe(404);
  });

  it('never sends bytes that are not those of the id, and mends them when they are uploaded again', async () => {
    const post = await media.newPost(media.bob);
    const bytes = uniquePng();
    const { cid } = medium.parse((await media.attach(media.bob, post, bytes)).json());
    const damages = [
      Buffer.concat([bytes.subarray(0, -1), Buffer.from([0])]),
      bytes.subarray(0, 30),
      Buffer.concat([bytes, bytes]),
    ];
    for (const damaged of damages) {
      await writeFile(media.stored(cid), damaged);
      for (const range of [undefined, 'bytes=0-3']) {
        const answer = await media.get(`/media/${cid}`, range === undefined ? {} : { range });
        expect(answer.json()).toMatchObject({ code: 'media.corrupt', status: 500 });
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.body).not.toContain(media.folder);
      }
    }
    // What a replica refuses is asked of the primary, and so twice.
    const times = media.forum.config.database.replicas.urls.length > 0 ? 2 : 1;
    expect((await media.forum.app.inject({ url: '/metrics' })).body).toContain(
      `agora_media_reads_total{outcome="corrupt"} ${6 * times}\n`,
    );
    expect((await media.attach(media.bob, post, bytes)).statusCode).toBe(200);
    expect((await media.get(`/media/${cid}`)).rawPayload.equals(bytes)).toBe(true);
    const lost = medium.parse((await media.attach(media.bob, post, uniquePng())).json());
    await rm(media.stored(lost.cid));
    expect((await media.get(`/media/${lost.cid}`)).json()).toMatchObject({ code: 'media.missing' });
  });

  it('serves what seeds attached, which nobody has stored', async () => {
    const sample = 'bafkreidmrn7kzml6p3jpe37wpb2ntp6wxiji2exmvqnozpnhr3t6sop4fy';
    const bytes = sampleMedium(sample);
    await media.forum.asOwner((client) =>
      client.query(
        `INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, width, height)
         VALUES ($1, gen_random_uuid(), $2, $3, 'image/png', $4, 840, 440)`,
        [ids.techcorp, ids.firstPost, sample, bytes?.length ?? 1],
      ),
    );
    const answer = await media.get(`/media/${sample}`);
    expect([answer.statusCode, answer.rawPayload.equals(bytes ?? Buffer.alloc(0))]).toEqual([200, true]);
  });
});
