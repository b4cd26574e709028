import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { collectMedia } from '../../../operator/media/collect.ts';
import { FolderStore } from '../../../media/stores/folder.ts';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn } from '../../../testing/forum/member.fixture.ts';
import { files, uniquePng } from '../../../testing/media/media-files.fixture.ts';
import { bin, useMediaForum } from '../../../testing/media/media-forum.fixture.ts';
import { mostAvatarBytes, mostAvatarSide } from './pictures.ts';

const media = useMediaForum();
afterAll(() => expectInvariants(media.forum));

const upload = (bytes: Buffer, who = media.bob) => who.ask('PUT', '/me/avatar', bytes, bin);
const addressOf = (answer: { json(): unknown }) =>
  z.object({ avatar: z.string() }).parse(answer.json()).avatar;
const fetched = (url: string, headers = {}) => media.forum.app.inject({ url, headers });

it('is shown to everybody at an address of its own, until another takes its place', async () => {
  const bytes = uniquePng();
  const first = await upload(bytes);
  expect(first.statusCode).toBe(200);
  const address = addressOf(first);
  const shown = await fetched(address);
  expect([shown.statusCode, shown.rawPayload.equals(bytes)]).toEqual([200, true]);
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  });
  expect((await fetched(address, { 'if-none-match': shown.headers.etag })).statusCode).toBe(304);
  const profile = await media.get('/users/bob');
  expect(profile.json()).toMatchObject({ avatar: address });

  const second = addressOf(await upload(files.webp));
  expect((await fetched(second)).headers['content-type']).toBe('image/webp');
  expect((await fetched(address)).statusCode).toBe(404);
  // Neither under another person's name nor in another community, though the bytes are there.
  expect((await media.get(`/users/carol/avatar/${second.split('/').at(-1)}`)).statusCode).toBe(404);
  expect((await fetched(second.replace(ids.techcorp, ids.retail))).statusCode).toBe(404);
});

it('keeps its bytes as long as somebody shows it', async () => {
  const collect = () =>
    collectMedia({ url: media.forum.config.database.directUrl, store: new FolderStore(media.folder) });
  const bytes = uniquePng();
  const cid = addressOf(await upload(bytes))
    .split('/')
    .at(-1);
  await upload(bytes, media.carol);
  expect((await collect()).orphans).not.toContain(cid);
  await upload(files.gif);
  expect((await collect()).orphans).not.toContain(cid);
  const { headers } = await media.carol.ask('GET', '/me');
  const gone = await media.carol.ask(
    'PATCH',
    '/me',
    { avatar: null },
    { 'if-match': String(headers['etag']) },
  );
  expect(gone.statusCode).toBe(200);
  expect((await collect()).orphans).toContain(cid);
});

it('is refused where it is no picture, too large, or of nobody who may write', async () => {
  const before = (await media.get('/users/bob')).json<{ avatar: string }>().avatar;
  const side = mostAvatarSide + 1;
  const refused: readonly [Buffer, number, string][] = [
    [files.pdf, 415, 'media.type_refused'],
    [files.text, 415, 'media.type_refused'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'media.type_refused'],
    [Buffer.alloc(0), 422, 'media.malformed'],
    [uniquePng().subarray(0, 40), 422, 'media.malformed'],
    [uniquePng({ size: [side, 1] }), 422, 'media.too_many_pixels'],
    [uniquePng({ padding: mostAvatarBytes }), 413, 'request.too_large'],
  ];
  for (const [bytes, status, code] of refused) {
    expect((await upload(bytes)).json()).toMatchObject({ status, code });
  }
  expect((await media.forum.app.inject({ method: 'PUT', url: '/c/techcorp/me/avatar' })).statusCode).toBe(
    401,
  );
  expect((await media.get('/users/bob')).json()).toMatchObject({ avatar: before });
});

it('goes with the account', async () => {
  const carol = await logIn(media.forum, 'carol@example.com');
  const address = addressOf(await upload(uniquePng(), carol));
  expect((await fetched(address)).statusCode).toBe(200);
  await media.forum.asOwner((client) =>
    client.query("UPDATE users SET status = 'DEACTIVATED' WHERE username = 'carol' AND community_id = $1", [
      ids.techcorp,
    ]),
  );
  expect((await fetched(address)).statusCode).toBe(404);
  await media.forum.asOwner((client) =>
    client.query("UPDATE users SET status = 'ACTIVE' WHERE username = 'carol' AND community_id = $1", [
      ids.techcorp,
    ]),
  );
});
