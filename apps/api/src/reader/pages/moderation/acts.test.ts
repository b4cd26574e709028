import { afterAll, expect, it } from 'vitest';
import { commentIds, ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { Visitor } from '../../forms/visitor.fixture.ts';

const forum = useForum();
afterAll(() => expectInvariants(forum));
const visitor = (email: string) => new Visitor(forum.app).logIn(email, password);
const post = `/r/techcorp/posts/${ids.firstPost}`;
const follow = (who: Visitor, text: string) =>
  who.open(
    (new RegExp(`href="([^"]+)"[^>]*>\\s*${text}`).exec(who.page.body)?.[1] ?? `no ${text}`).replaceAll(
      '&amp;',
      '&',
    ),
  );

it('mutes somebody for a while, and lets them write again', async () => {
  const [mo, carol] = [await visitor('moderator@forum.com'), await visitor('carol@example.com')];
  await mo.open('/r/techcorp/users/carol');
  await follow(mo, 'Mute');
  await mo.send({ days: '7', reason: 'Cool down' });
  expect(mo.text).toContain('Done. It stands in the log.');
  await carol.open(post);
  await carol.send({ body: 'May I?', do: 'publish' }, '/reply');
  expect(carol.page.statusCode).toBe(403);
  await mo.open('/r/techcorp/users/carol/mute');
  await mo.send({ days: '' });
  await carol.open(post);
  await carol.send({ body: 'Now I may', do: 'publish' }, '/reply');
  expect(carol.text).toContain('Your reply is published.');
  await carol.open('/r/techcorp/users/bob/mute');
  expect((await carol.send({ days: '7' })).statusCode).toBe(403);
});

it('splits a reply off, and merges the new post into an older one', async () => {
  const mo = await visitor('moderator@forum.com');
  await mo.open(`/r/techcorp/comments/${commentIds[0]}/moderation`);
  await follow(mo, 'Make it a post of its own');
  await mo.send({ title: 'Of its own' });
  expect(mo.address).not.toContain(ids.firstPost);
  expect(mo.text).toContain('Of its own');
  const made = /posts\/([0-9a-f-]{36})/.exec(mo.address)?.[1] ?? '';
  await mo.open(`/r/techcorp/posts/${made}/moderation`);
  await follow(mo, 'Merge it into an older post');
  for (const [into, status] of [
    ['no address', 400],
    [made, 422],
    ['01900000-0000-7000-8000-00000000dead', 404],
  ] as const) {
    expect((await mo.send({ into })).statusCode).toBe(status);
    expect(mo.page.body).toContain('id="into-fault"');
  }
  await mo.send({ into: `https://forum.example${post}?after=1#c-${commentIds[1]}` });
  expect(mo.address).toContain(post);
  await mo.open(`/r/techcorp/posts/${made}`);
  expect(mo.text).toContain('archived');
});

it('purges a reply for an administrator, and for nobody else', async () => {
  const admin = await visitor('admin@forum.com');
  const mo = await visitor('moderator@forum.com');
  await mo.open(`/r/techcorp/comments/${commentIds[1]}/moderation`);
  await follow(mo, 'Purge it for the law');
  expect((await mo.send({ reason: 'A court wants it' })).statusCode).toBe(403);
  await admin.open(mo.address);
  expect(admin.text).toContain('Purge a reply');
  await admin.send({ reason: 'A court wants it' });
  expect(admin.address).toContain('/moderation/log');
  expect(admin.text).toContain('purge.create');
  const { rows } = await forum.asOwner((client) =>
    client.query('SELECT body FROM comments WHERE id = $1', [commentIds[1]]),
  );
  expect(rows).toEqual([{ body: 'Purged' }]);
});

it('moves, retags, locks and slows a post, finds it in the log and undoes it', async () => {
  const [mo, carol] = [await visitor('moderator@forum.com'), await visitor('carol@example.com')];
  await mo.open(`${post}/moderation`);
  await mo.send({ channel: 'announcements', tags: 'news', locked: 'yes', slowSeconds: '60' });
  expect(mo.text).toContain('Done. It stands in the log.');
  await carol.open(post);
  expect(carol.text).toContain('This thread is locked: only moderators reply.');
  expect(carol.page.body).not.toContain('class="answer"');
  expect(carol.page.body).toContain('/r/techcorp/tags/news');
  await mo.open(post);
  expect(mo.text).toContain('One reply in 60 seconds each.');
  await mo.open('/r/techcorp/moderation/log');
  expect(mo.text).toContain('locked: false → true');
  expect(mo.text).toContain('slowSeconds: none → 60');
  expect(mo.text).not.toContain('before:');
  await mo.send({}, '/undo');
  expect(mo.text).toContain('It is undone. Both stand in the log.');
  await carol.open(post);
  expect(carol.page.body).toContain('class="answer"');
  await carol.open('/r/techcorp/moderation/log');
  expect(carol.page.statusCode).toBe(403);
});

it('slows a channel, and speaks of what is no number', async () => {
  const mo = await visitor('moderator@forum.com');
  await mo.open('/r/techcorp/channels/general/slow-mode');
  await mo.send({ slowSeconds: 'soon' });
  expect([mo.page.statusCode, mo.page.body.includes('id="slowSeconds-fault"')]).toEqual([400, true]);
  await mo.send({ slowSeconds: '90' });
  await mo.open('/r/techcorp/channels/general/slow-mode');
  expect(mo.page.body).toContain('value="90"');
  await mo.send({ slowSeconds: '' });
});

it('takes what waits, gives it back and decides', async () => {
  const [mo, admin, carol] = [
    await visitor('moderator@forum.com'),
    await visitor('admin@forum.com'),
    await visitor('carol@example.com'),
  ];
  await carol.open(`/r/techcorp/report?post=${ids.firstPost}`);
  await carol.send({ reason: 'SPAM' });
  await mo.open('/r/techcorp/moderation/queue');
  expect(mo.text).toContain('1 waiting');
  await mo.send({}, '/take');
  expect(mo.text).toContain('Give it back');
  await admin.open('/r/techcorp/moderation/queue');
  expect(admin.text).toContain('@moderator is looking at it');
  await mo.send({}, '/give-back');
  await follow(mo, 'Decide');
  await mo.send({ decision: 'APPROVE', resolution: 'Nothing wrong.' });
  expect(mo.text).toContain('Nothing waits.');
  await admin.open('/r/techcorp/moderation/settings');
  await admin.send({ holdNewMembers: 'LINKS', newMemberDays: '7' });
  expect(admin.text).toContain('Saved.');
  await admin.send({ holdNewMembers: 'LINKS', newMemberDays: '7', teamNeedsCodes: 'yes' });
  expect(admin.text).toContain('Set up codes for your own account first');
  await mo.open('/r/techcorp/moderation/settings');
  expect((await mo.send({ holdNewMembers: 'NOTHING', newMemberDays: '1' })).statusCode).toBe(403);
});
