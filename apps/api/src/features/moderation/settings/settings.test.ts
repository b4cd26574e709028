import { afterAll, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { moderationSettingsOf } from './moderation-settings.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';

const forum = useForum();
afterAll(() => expectInvariants(forum));

const settle = (who: Member, teamNeedsCodes: boolean) =>
  who.ask('PUT', '/moderation/settings', { holdNewMembers: 'NOTHING', newMemberDays: 1, teamNeedsCodes });
const announce = (who: Member) =>
  who.ask('POST', '/posts', { channel: 'announcements', title: 'News', body: 'Of the team.' });
const codesOf = (answers: readonly { statusCode: number }[]) => answers.map(({ statusCode }) => statusCode);
const turnCodesOn = (user: string) =>
  forum.asOwner((client) =>
    client.query(
      `INSERT INTO two_factors (community_id, user_id, secret, key_version, enabled_at, last_step) VALUES ($1, $2, repeat('A', 64), 1, now(), 1)`,
      [ids.techcorp, user],
    ),
  );

it('of a team that needs codes nobody moderates without, and members are asked for nothing', async () => {
  const [admin, moderator, carol] = [
    await logIn(forum, 'admin@forum.com'),
    await logIn(forum, 'moderator@forum.com'),
    await logIn(forum, 'carol@example.com'),
  ];
  const needed = { code: 'auth.second_factor_needed' };
  const medium = '01900000-0000-7000-8000-0000000050a1';
  await forum.asOwner((client) =>
    client.query(
      `INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, alt_text) VALUES ($1, $2, $3, $4, 'image/png', 70, '')`,
      [ids.techcorp, medium, ids.firstPost, `b${'a'.repeat(58)}`],
    ),
  );
  const acts = [
    () => moderator.ask('DELETE', `/posts/${ids.firstPost}/media/${medium}`),
    () => moderator.ask('GET', '/moderation/queue'),
    () => moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { pinned: true }),
    () => moderator.ask('PUT', `/comments/${commentIds[8]}/moderation`, { status: 'HIDDEN' }),
    () => moderator.ask('POST', '/tags', { slug: 'codes', name: 'Codes', colour: '#336699' }),
    () => moderator.ask('POST', '/bans', { user: 'bob', reason: 'Spam', endsAt: '2099-01-01T00:00:00Z' }),
  ];
  // Who has none shuts nobody out, and nobody shuts themselves out.
  expect((await settle(admin, true)).json()).toMatchObject(needed);
  await turnCodesOn(ids.admin);
  await moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { slowSeconds: 60 });
  expect((await settle(admin, true)).json()).toMatchObject({ teamNeedsCodes: true });
  for (const act of acts) expect((await act()).json()).toMatchObject(needed);
  const comment = { body: 'A moderator writes as everybody does.' };
  const write = () => moderator.ask('POST', `/posts/${ids.firstPost}/comments`, comment);
  expect([(await write()).statusCode, (await write()).json()]).toMatchObject([
    201,
    { code: 'comment.too_soon' },
  ]);
  expect((await carol.ask('POST', `/posts/${ids.firstPost}/comments`, comment)).statusCode).toBe(201);
  // Who knows nothing of codes turns none off.
  const old = { holdNewMembers: 'NOTHING', newMemberDays: 2 };
  expect((await admin.ask('PUT', '/moderation/settings', old)).json()).toMatchObject({
    teamNeedsCodes: true,
  });
  // Nor is a moderator without one free of what new members wait for.
  await admin.ask('PUT', '/moderation/settings', { holdNewMembers: 'EVERYTHING', newMemberDays: 365 });
  const statuses = async () => {
    const general = { channel: 'general', title: 'Hello', body: 'A moderator.' };
    const made = [
      await moderator.ask('POST', '/posts', general),
      await moderator.ask('POST', `/posts/${ids.draft.replace('1f01', '1002')}/comments`, comment),
    ];
    return made.map((answer) => answer.json<{ status: string }>().status);
  };
  expect(await statuses()).toEqual(['HIDDEN', 'HIDDEN']);
  await turnCodesOn(ids.moderator);
  expect(await statuses()).toEqual(['PUBLISHED', 'PUBLISHED']);
  for (const act of acts) expect((await act()).statusCode).toBeLessThan(300);
  expect((await settle(admin, false)).statusCode).toBe(200);
  // Nor does anybody shut themselves out by undoing that.
  const { items } = (await admin.ask('GET', '/moderation/log')).json<{
    items: { id: string; action: string }[];
  }>();
  const last = items.find(({ action }) => action === 'settings.moderation');
  const undo = () => admin.ask('POST', `/moderation/log/${last?.id}/undo`, {});
  await forum.asOwner((client) => client.query('DELETE FROM two_factors WHERE user_id = $1', [ids.admin]));
  expect((await undo()).json()).toMatchObject(needed);
  await turnCodesOn(ids.admin);
  expect((await undo()).statusCode).toBe(201);
});

it('is not shown what the team alone sees, nor let into what is locked, without a second factor; a passkey is one', async () => {
  const [post, comment, cid] = [ids.firstPost, commentIds[8], `bafkrei${'a'.repeat(52)}`];
  const mediumId = '01900000-0000-7000-8000-0000000050a2';
  await forum.asOwner((client) => client.query('DELETE FROM two_factors'));
  const [admin, moderator] = [
    await logIn(forum, 'admin@forum.com'),
    await logIn(forum, 'moderator@forum.com'),
  ];
  const answer = await admin.ask('POST', '/posts', {
    channel: 'general',
    title: 'To be hidden',
    body: 'Before.',
    status: 'PUBLISHED',
    tags: [],
  });
  const { id: hidden } = answer.json<{ id: string }>();
  await forum.asOwner(async (client) => {
    await client.query(
      `INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, alt_text)
       VALUES ($1, $4, $2, $3, 'image/png', 70, '')`,
      [ids.techcorp, hidden, cid, mediumId],
    );
  });
  const reads = (who: Member) =>
    Promise.all(
      [
        `/posts/${hidden}`,
        `/posts/${hidden}/revisions`,
        `/comments/${comment}/text`,
        `/comments/${comment}/revisions`,
      ].map((path) => who.ask('GET', path)),
    );
  const say = (who: Member) => who.ask('POST', `/posts/${post}/comments`, { body: 'In a locked thread.' });
  const remove = (who: Member) => who.ask('DELETE', `/posts/${hidden}/media/${mediumId}`);
  // Its bytes are stored nowhere: 404 says that one may not know of it.
  const medium = (who: Member) => who.ask('GET', `/media/${cid}`);
  const upload = (who: Member) =>
    forum.app.inject({
      method: 'POST',
      url: `/c/techcorp/posts/${hidden}/media?altText=a`,
      headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/octet-stream' },
      payload: Buffer.from('text'),
    });

  await turnCodesOn(ids.admin);
  expect((await settle(admin, false)).statusCode).toBe(200);
  await moderator.ask('PUT', `/posts/${hidden}/moderation`, { status: 'HIDDEN' });
  await moderator.ask('PUT', `/posts/${post}/moderation`, { locked: true });
  await moderator.ask('PUT', `/comments/${comment}/moderation`, { status: 'HIDDEN' });
  expect(codesOf(await reads(moderator))).toEqual([200, 200, 200, 200]);
  expect((await settle(admin, true)).statusCode).toBe(200);
  expect(codesOf(await reads(moderator))).toEqual([404, 404, 404, 404]);
  expect([(await medium(moderator)).statusCode, (await upload(moderator)).statusCode]).toEqual([404, 404]);
  expect((await remove(moderator)).statusCode).toBe(404);
  expect((await announce(moderator)).json()).toMatchObject({ code: 'auth.second_factor_needed' });
  expect((await say(moderator)).json()).toMatchObject({ code: 'post.locked' });
  await forum.asOwner((client) =>
    client.query('UPDATE refresh_tokens SET by_passkey = true WHERE user_id = $1', [ids.moderator]),
  );
  expect(codesOf(await reads(moderator))).toEqual([200, 200, 200, 200]);
  expect((await upload(moderator)).statusCode).toBe(403);
  expect((await moderator.ask('GET', '/moderation/queue')).statusCode).toBe(200);
  expect((await say(moderator)).statusCode).toBe(201);
  expect((await announce(moderator)).statusCode).toBe(201);
  expect((await remove(moderator)).statusCode).toBe(204);
  await settle(admin, false);
});

it('that was written by hand, and cannot be read, is the default, and the rest of it stands', () => {
  const stored = { moderation: { holdNewMembers: 'ALL', newMemberDays: 9, teamNeedsCodes: true, more: 1 } };
  const defaults = { holdNewMembers: 'NOTHING', newMemberDays: 1, teamNeedsCodes: false };
  expect(moderationSettingsOf(stored)).toEqual({ ...defaults, newMemberDays: 9, teamNeedsCodes: true });
  for (const none of [null, {}, { moderation: 'none' }]) expect(moderationSettingsOf(none)).toEqual(defaults);
});
