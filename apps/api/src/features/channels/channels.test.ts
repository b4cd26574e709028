import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { moderationLog } from '../moderation/log/list-moderation-log.ts';
import { channel } from './channel.ts';
import { channelList } from './list-channels.ts';

const forum = useForum();
let admin: Member;
let moderator: Member;
let bob: Member;
beforeAll(async () => {
  admin = await logIn(forum, 'admin@forum.com');
  moderator = await logIn(forum, 'moderator@forum.com');
  bob = await logIn(forum, 'bob@example.com');
});
afterAll(() => expectInvariants(forum));

const post = (member: Member, room: string) =>
  member.ask('POST', '/posts', { channel: room, title: 'Here', body: 'I am.' });

describe('the channels of a community', () => {
  it('are kept by administrators alone, and every act is in the log', async () => {
    for (const member of [bob, moderator]) {
      const refused = [
        await member.ask('POST', '/channels', { slug: 'mine', name: 'Mine' }),
        await member.ask('PATCH', '/channels/general', { postRole: 'ADMIN' }, { 'if-match': '"1"' }),
        await member.ask('DELETE', '/channels/general'),
      ];
      expect(refused.map((answer) => answer.json<{ code: string }>().code)).toEqual(
        refused.map(() => 'auth.forbidden'),
      );
    }
    const made = await admin.ask('POST', '/channels', { slug: 'help', name: 'Help' });
    expect(made.headers.location).toBe('/c/techcorp/channels/help');
    expect(channel.parse(made.json())).toMatchObject({ position: 2, postRole: 'MEMBER', postCount: 0 });
    expect((await admin.ask('POST', '/channels', { slug: 'help', name: 'Again' })).json()).toMatchObject({
      code: 'conflict.duplicate',
    });
    const { items } = channelList.parse((await bob.ask('GET', '/channels')).json());
    expect(items.map((one) => one.slug)).toEqual(['general', 'announcements', 'help']);
    expect((await admin.ask('DELETE', '/channels/help')).statusCode).toBe(204);
    expect((await bob.ask('GET', '/channels/help')).statusCode).toBe(404);
    const log = moderationLog.parse((await admin.ask('GET', '/moderation/log')).json());
    expect(log.items.map((one) => one.action)).toEqual(['channel.remove', 'channel.create']);
  });

  it('say who may post in them from the moment they are changed', async () => {
    expect((await post(bob, 'general')).statusCode).toBe(201);
    const tag = String((await bob.ask('GET', '/channels/general')).headers.etag);
    const edit = (change: object, version: string) =>
      admin.ask('PATCH', '/channels/general', change, { 'if-match': version });
    const closed = await edit({ postRole: 'ADMIN', name: 'For admins' }, tag);
    expect(channel.parse(closed.json())).toMatchObject({
      postRole: 'ADMIN',
      name: 'For admins',
      position: 0,
    });
    expect((await post(bob, 'general')).json()).toMatchObject({ code: 'auth.forbidden' });
    expect((await post(moderator, 'general')).statusCode).toBe(403);
    expect((await post(admin, 'general')).statusCode).toBe(201);
    expect((await edit({ name: 'Stale' }, tag)).statusCode).toBe(412);
    expect((await admin.ask('PATCH', '/channels/general', { name: 'Blind' })).statusCode).toBe(428);
    expect((await edit({ postRole: 'MEMBER' }, String(closed.headers.etag))).statusCode).toBe(200);
    expect((await post(bob, 'general')).statusCode).toBe(201);
    expect((await edit({ slug: 'other' }, tag)).statusCode).toBe(400);
  });

  it('stay while they hold posts', async () => {
    expect((await admin.ask('DELETE', '/channels/announcements')).json()).toMatchObject({
      code: 'conflict.referenced',
    });
    expect((await bob.ask('GET', '/channels/announcements')).statusCode).toBe(200);
  });

  it('are made once under an idempotency key, and answer 304 to who has them', async () => {
    const answers = await Promise.all(
      Array.from({ length: 3 }, () =>
        admin.ask('POST', '/channels', { slug: 'once', name: 'Once' }, { 'idempotency-key': 'a' }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual([201, 201, 201]);
    const read = await bob.ask('GET', '/channels/once');
    const known = { 'if-none-match': String(read.headers.etag) };
    expect((await bob.ask('GET', '/channels/once', undefined, known)).statusCode).toBe(304);
  });

  it('look different, however their names are written', async () => {
    const made = await admin.ask('POST', '/channels', { slug: 'announcements-2', name: 'АNNOUNCEMENTS' });
    expect(made.json()).toMatchObject({
      code: 'conflict.duplicate',
      detail: 'There is a channel that looks the same, “Announcements”.',
    });
    const { headers } = await bob.ask('GET', '/channels/general');
    const version = { 'if-match': String(headers.etag) };
    const renamed = await admin.ask('PATCH', '/channels/general', { name: 'Ａnnouncements' }, version);
    expect(renamed.json()).toMatchObject({ code: 'conflict.duplicate' });
  });
});
