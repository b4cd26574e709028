import { afterAll, describe, expect, it, vi } from 'vitest';
import { Database } from '../../../database/database.ts';
import { Mailer } from '../../../mail/mailer.ts';
import { foreign, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { logIn } from '../../../testing/forum/member.fixture.ts';
import { usePostbox } from '../../../testing/servers/smtp.fixture.ts';
import { unsubscribeToken } from '../unsubscribing/unsubscribe-token.ts';
import { NotificationMailing } from './notification-mailing.ts';

const postbox = await usePostbox();
const forum = useForum({ MAIL_URL: postbox.url, PUBLIC_URL: 'https://forum.example' });
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** One more server on the same database. */
function server() {
  const { config, database, app } = forum;
  const mailer = new Mailer(config.mail, app.log);
  closing.push(() => mailer.close());
  return new NotificationMailing(
    { config, database, mailer, leaving: new AbortController().signal },
    app.log,
  );
}
const techcorp = {
  id: ids.techcorp,
  slug: 'techcorp',
  name: 'TechCorp',
  description: '',
  createdAt: '2026-10-01T00:00:00.000Z',
};
const plain = (mail: string): string => mail.replaceAll('=3D', '=').replaceAll('=E2=80=99', '’');

/** Somebody is mentioned, so long ago, in a forum where nothing else is new. */
async function mention(
  user: string,
  ago: string,
  more: { post?: string; readAt?: boolean } = {},
): Promise<void> {
  const actor = user === ids.bob ? ids.carol : ids.bob;
  await forum.asOwner((client) =>
    client.query(
      `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, created_at, read_at)
       SELECT $1, (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
         || 'a' || substr(md5(random()::text), 1, 15))::uuid, $2, 'MENTION', $3, $4, t, CASE WHEN $6 THEN now() END
       FROM (SELECT now() - $5::interval AS t) made`,
      [ids.techcorp, user, actor, more.post ?? ids.firstPost, ago, more.readAt ?? false],
    ),
  );
}
/** How long ago a moment was. @param moment in SQL */
const ago = (moment: string) =>
  forum.asOwner(
    async (client) =>
      (await client.query<{ ago: string }>(`SELECT (now() - (${moment}))::text AS ago`)).rows[0]?.ago ?? '',
  );
const prefer = (user: string, digest: string, wanted = true) =>
  forum.asOwner(async (client) => {
    await client.query('DELETE FROM notifications');
    await client.query('DELETE FROM idempotency_keys');
    await client.query(
      'UPDATE user_preferences SET digest = $3::digest_frequency, email_notifications = $4 WHERE community_id = $1 AND user_id = $2',
      [ids.techcorp, user, digest, wanted],
    );
  });

describe('mails of notifications', () => {
  it('are looked for again after a database that was away, which ends nothing', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { config, app } = forum;
    const database = new Database({ ...config.database, url: 'postgresql://nobody@127.0.0.1:1/none' });
    const mailer = new Mailer(config.mail, app.log);
    closing.push(() => mailer.close());
    const warn = vi.spyOn(app.log, 'warn');
    const leaving = new AbortController().signal;
    const mailing = new NotificationMailing({ config, database, mailer, leaving }, app.log);
    try {
      mailing.start();
      for (const times of [1, 2]) {
        vi.advanceTimersByTime(60_000);
        await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(times), { timeout: 20_000 });
      }
      await mailing.close();
    } finally {
      vi.useRealTimers();
      warn.mockRestore();
      await database.close();
    }
  });

  it('come soon for who wants no digest, once, from one of several servers, and not for what was read', async () => {
    await prefer(ids.bob, 'NEVER');
    await mention(ids.bob, '1 minute');
    expect(await server().mail(techcorp)).toBe(0);
    await mention(ids.bob, '3 minutes');
    await mention(ids.bob, '4 minutes', { readAt: true });
    await mention(ids.bob, '5 minutes', { post: ids.hidden });
    const sent = await Promise.all([server(), server(), server()].map((each) => each.mail(techcorp)));
    expect(sent.reduce((sum, mails) => sum + mails, 0)).toBe(1);
    const mail = plain(await postbox.next());
    expect(mail).toContain('To: bob@example.com');
    expect(mail).toContain('Subject: 2 news for you at TechCorp');
    expect(mail).toContain(`https://forum.example/r/techcorp/posts/${ids.firstPost}`);
    expect(mail).toContain('Carol mentioned you in Post number 1');
    expect(mail).not.toContain('Hidden');
    expect(await server().mail(techcorp)).toBe(0);
  });

  it.each([
    [
      'DAILY',
      "date_trunc('day', now()) - interval '1 hour'",
      "date_trunc('day', now()) + interval '1 second'",
    ],
    [
      'WEEKLY',
      "date_trunc('week', now()) - interval '3 days'",
      "date_trunc('week', now()) + interval '1 second'",
    ],
  ])('are gathered %s of the time before, and no more than once in it', async (digest, before, since) => {
    await prefer(ids.carol, digest);
    await mention(ids.carol, await ago(since));
    expect(await server().mail(techcorp)).toBe(0);
    await mention(ids.carol, await ago(before));
    expect(await server().mail(techcorp)).toBe(1);
    expect(plain(await postbox.next())).toContain('Subject: Bob mentioned you in Post number 1');
    await mention(ids.carol, await ago(before));
    expect(await server().mail(techcorp)).toBe(0);
  });

  it('come to nobody who wants none, is suspended or has not proved the address', async () => {
    await prefer(ids.bob, 'NEVER', false);
    await mention(ids.bob, '3 minutes');
    await prefer(ids.mallory, 'NEVER');
    await mention(ids.mallory, '3 minutes');
    expect(await server().mail(techcorp)).toBe(0);
    expect(postbox.mails).toEqual([]);
  });
});

/** Who follows a thread is told of a comment in it. */
const followedNews = (post: string) =>
  forum.asOwner(async (client) => {
    const follow = `INSERT INTO post_follows (community_id, post_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
    await client.query(follow, [ids.techcorp, post, ids.carol]);
    await client.query(`UPDATE notifications SET kind = 'FOLLOWED' WHERE user_id = $1 AND post_id = $2`, [
      ids.carol,
      post,
    ]);
  });

describe('unsubscribing', () => {
  it('ends what comes of one thread by the button of a mail about it, and no other mails', async () => {
    await prefer(ids.carol, 'NEVER');
    const [first, second] = [1, 2].map((number) => `01900000-0000-7000-8000-00000000100${number}`);
    for (const post of [first, second]) {
      await mention(ids.carol, '3 minutes', { post });
      await followedNews(post ?? '');
      await server().mail(techcorp);
    }
    const mail = plain(await postbox.next());
    expect(mail).toContain('Bob wrote in a thread that you follow, Post number 1');
    const address = /^List-Unsubscribe:\s+<https:\/\/forum\.example(\S+)>$/m.exec(mail)?.[1] ?? '';
    expect(mail).toContain(`Follow this thread no more: https://forum.example${address}`);
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    const page = await forum.app.inject({ url: address, headers });
    expect(page.body).toContain('Follow this thread no more?');
    const payload = 'List-Unsubscribe=One-Click';
    await forum.app.inject({ method: 'POST', url: address, headers, payload });
    await forum.app.inject({ method: 'POST', url: address, headers, payload });
    const carol = await logIn(forum, 'carol@example.com');
    const { items } = (await carol.ask('GET', '/me/followed')).json<{ items: { id: string }[] }>();
    expect(items.map(({ id }) => id)).toEqual([second]);
    expect((await carol.ask('GET', '/me/preferences')).json()).toMatchObject({ emailNotifications: true });
    // What was told before, and not mailed yet, is not mailed any more.
    await prefer(ids.carol, 'NEVER');
    await mention(ids.carol, '3 minutes', { post: first });
    await forum.asOwner((client) =>
      client.query(`UPDATE notifications SET kind = 'FOLLOWED' WHERE user_id = $1`, [ids.carol]),
    );
    expect(await server().mail(techcorp)).toBe(0);
    await postbox.next();
  });

  it.each([
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
  ])('is one POST of the mail program as %s, without a cookie', async (type, payload) => {
    await prefer(ids.bob, 'NEVER');
    await mention(ids.bob, '3 minutes');
    await server().mail(techcorp);
    const mail = plain(await postbox.next());
    expect(mail).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const address = /^List-Unsubscribe:\s+<https:\/\/forum\.example(\S+)>$/m.exec(mail)?.[1] ?? '';
    // To look at it changes nothing.
    await forum.app.inject({ url: address, headers: { accept: 'text/html' } });
    const bob = await logIn(forum, 'bob@example.com');
    expect((await bob.ask('GET', '/me/preferences')).json()).toMatchObject({ emailNotifications: true });
    const headers = { 'content-type': type, accept: 'text/html', 'sec-fetch-site': 'none' };
    const answer = await forum.app.inject({ method: 'POST', url: address, headers, payload });
    expect(answer.statusCode).toBe(303);
    expect((await bob.ask('GET', '/me/preferences')).json()).toMatchObject({ emailNotifications: false });
    await mention(ids.bob, '3 minutes');
    expect(await server().mail(techcorp)).toBe(0);
  });

  it('takes no token of another person, community or make', async () => {
    const { secret } = forum.config.tokens;
    const mine = unsubscribeToken(secret, ids.techcorp, { userId: ids.bob });
    for (const token of [
      unsubscribeToken(secret, ids.retail, { userId: foreign.bob }),
      mine.replace(ids.bob, ids.carol),
      unsubscribeToken(new Uint8Array(32), ids.techcorp, { userId: ids.bob }),
      `${mine}x`,
      'nonsense',
      '',
    ]) {
      const answer = await forum.app.inject({
        method: 'POST',
        url: '/c/techcorp/auth/unsubscribe',
        payload: { token },
      });
      expect(answer.statusCode).toBe(400);
    }
    const url = '/c/techcorp/auth/unsubscribe';
    const guesses = Array.from({ length: 95 }, (_, index) =>
      forum.app.inject({ method: 'POST', url, payload: { token: `guess ${index}` } }),
    );
    expect((await Promise.all(guesses)).filter(({ statusCode }) => statusCode === 429)).toHaveLength(1);
    // Whoever holds one is let through, however many a network has guessed.
    const { statusCode } = await forum.app.inject({ method: 'POST', url, payload: { token: mine } });
    expect(statusCode).toBe(204);
  });
});
