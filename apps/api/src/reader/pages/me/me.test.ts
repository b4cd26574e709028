import { describe, expect, it } from 'vitest';
import { commentIds, ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { files, uniquePng } from '../../../testing/media/media-files.fixture.ts';
import { usePostbox } from '../../../testing/servers/smtp.fixture.ts';
import { Visitor } from '../../forms/visitor.fixture.ts';

const postbox = await usePostbox();
const forum = useForum({ MAIL_URL: postbox.url });
const visitor = (email: string) => new Visitor(forum.app).logIn(email, password);
const member = (name: string) => visitor(`${name}@example.com`);
const post = `/r/techcorp/posts/${ids.firstPost}`;

describe('notifications', () => {
  it('are counted on every page, listed with their places, and marked as read', async () => {
    const [bob, carol] = [await member('bob'), await member('carol')];
    await carol.open(post);
    await carol.send({ body: 'Hello @bob', do: 'publish' }, '/reply');
    const place = /#c-[\w-]+/.exec(carol.address)?.[0] ?? '';
    await bob.open('/r/techcorp');
    expect(bob.page.body).toMatch(/aria-label="Notifications, \d+ unread"/);
    await bob.open('/r/techcorp/me/notifications');
    expect(bob.page.body).toContain(`href="${post}${place}"`);
    expect(bob.page.body).toContain('class="unread"');
    await bob.send({}, '/notifications/read');
    expect(bob.text).toContain('All are marked as read.');
    expect(bob.page.body).not.toContain('class="unread"');
    expect(bob.page.body).toContain('aria-label="Notifications"');
  });
});

describe('settings', () => {
  it('change the profile and the look, and show an edit that was faster', async () => {
    const bob = await member('bob');
    await bob.open('/r/techcorp/me');
    const stale = bob.fields();
    await bob.send({ displayName: 'Bob the <Second>', bio: 'One line\r\nand two' });
    expect(bob.text).toContain('Saved.');
    expect(bob.fields().values.get('bio')).toBe('One line\nand two');
    stale.values.set('bio', 'Too late');
    expect((await bob.post('/r/techcorp/me', stale.values)).statusCode).toBe(412);
    expect(bob.fields().values.get('bio')).toBe('Too late');
    await bob.send({ displayName: 'x'.repeat(81) });
    expect(bob.page.body).toContain('id="displayName-fault"');
    await bob.open('/r/techcorp/me/preferences');
    await bob.send({ theme: 'dark', timeZone: 'Europe/Berlin', digest: 'DAILY', emailNotifications: [] });
    expect(bob.page.body).toContain('<html lang="en" data-theme="dark"');
    expect(bob.fields().values.get('timeZone')).toBe('Europe/Berlin');
    expect(bob.fields().values.has('emailNotifications')).toBe(false);
  });

  it('show a picture that was uploaded, refuse what is none, and take it away', async () => {
    const bob = await member('bob');
    await bob.open('/r/techcorp/me/picture');
    expect(bob.page.body).toContain('enctype="multipart/form-data"');
    await bob.upload('picture', uniquePng());
    expect(bob.text).toContain('Saved.');
    const source = /<img\s+src="(\/c\/[^"]+)"\s+alt=""\s+width="36"\s+height="36"\s+loading="lazy"/.exec(
      bob.page.body,
    )?.[1];
    expect(source).toBeDefined();
    expect((await forum.app.inject({ url: source ?? '' })).headers['content-type']).toBe('image/png');
    await bob.open(post);
    expect(bob.page.body).toContain(`src="${source}"`);
    await bob.open('/r/techcorp/users/bob');
    expect(bob.page.body).toMatch(/alt="Picture of [^"]+"\s+width="72"/);

    await bob.open('/r/techcorp/me/picture');
    const refused: readonly [Buffer, number, string][] = [
      [Buffer.alloc(0), 422, 'Choose a file first.'],
      [files.text, 415, 'This file is no picture.'],
      [uniquePng({ padding: 1_000_001 }), 413, 'A picture may have at most 1 MB.'],
      [Buffer.alloc(5_000_000), 413, 'A picture may have at most 1 MB.'],
    ];
    for (const [bytes, status, text] of refused) {
      expect((await bob.upload('picture', bytes)).statusCode).toBe(status);
      expect(bob.page.body).toContain('id="picture-fault"');
      expect(bob.text).toContain(text);
      expect(bob.page.body).toContain(`src="${source}"`);
    }
    const foreign = new URLSearchParams({ 'form-token': 'of another site' });
    expect((await bob.post('/r/techcorp/me/picture', foreign)).statusCode).toBe(403);
    await bob.open('/r/techcorp/me/picture');
    await bob.send({}, '/remove');
    expect(bob.text).toContain('Saved.');
    expect(bob.page.body).not.toContain('<img');
  });

  it('end another session, and all of them', async () => {
    const [here, there] = [await member('bob'), await member('bob')];
    await here.open('/r/techcorp/me/sessions');
    await here.send({}, '/end');
    expect(here.text).toContain('The session has ended.');
    // Its turn is that of the one used last, or of another of this file's.
    for (let more = 0; more < 20 && here.page.body.includes('/end"'); more += 1) await here.send({}, '/end');
    await there.open('/r/techcorp');
    expect(there.text).toContain('Log in');
    await here.send({}, '/logout');
    const again = await member('bob');
    await again.open('/r/techcorp/me/sessions');
    await again.send({}, '/end-all');
    expect(again.text).toContain('You are logged out.');
  });

  it('change the password, the address and close the account, each with the password alone', async () => {
    const carol = await member('carol');
    await carol.open('/r/techcorp/me/password');
    await carol.send({ currentPassword: 'wrong', newPassword: 'six brown geese nap' });
    expect(carol.page.body).toContain('id="currentPassword-fault"');
    expect(carol.text).toContain('@carol');
    await carol.send({ currentPassword: password, newPassword: 'six brown geese nap' });
    expect(carol.text).toContain('every session has ended');
    expect(await postbox.next()).toContain('was changed');
    await carol.send({ email: 'carol@example.com', password: 'six brown geese nap' });
    await carol.open('/r/techcorp/me/email');
    await carol.send({ email: 'carol@elsewhere.example', currentPassword: 'six brown geese nap' });
    const mails = [await postbox.next(), await postbox.next()].join('\n').replaceAll('=3D', '=');
    const link =
      /http:\/\/127\.0\.0\.1:3000(\/r\/techcorp\/verify-email\?token=[\w-]+)/.exec(mails)?.[1] ?? '';
    await carol.open(link);
    await carol.send();
    expect(carol.text).toContain('Saved.');
    await postbox.next();
    await carol.open('/r/techcorp/me/leave');
    await carol.send({ currentPassword: 'six brown geese nap' });
    expect(carol.text).toContain('Your account is closed.');
    expect(await postbox.next()).toContain('was closed');
  });
});

describe('moderators', () => {
  it('see reports, hide what was reported, close it, ban and lift, and read the log', async () => {
    const bob = await member('bob');
    await bob.open(`/r/techcorp/report?comment=${commentIds[2]}`);
    await bob.send({ reason: 'HARASSMENT', details: 'See <this>' });
    expect((await bob.open('/r/techcorp/moderation')).statusCode).toBe(403);
    expect((await bob.open(`${post}/moderation`)).statusCode).toBe(200);
    expect((await bob.send({ status: 'HIDDEN' })).statusCode).toBe(403);
    const mo = await visitor('moderator@forum.com');
    await mo.open('/r/techcorp/moderation');
    expect(mo.text).toContain('See <this>');
    await mo.open(`/r/techcorp/comments/${commentIds[2]}/moderation`);
    await mo.send({ status: 'HIDDEN', reason: 'Rude' });
    expect(mo.address).toContain(post);
    expect(mo.page.body).toContain('taken out by a moderator');
    await mo.open('/r/techcorp/moderation');
    await mo.open(/href="([^"]*\/decision)"/.exec(mo.page.body)?.[1] ?? '');
    await mo.send({ status: 'RESOLVED', resolution: 'Hidden' });
    expect(mo.text).toContain('Nothing to look at.');
    await mo.open('/r/techcorp/users/bob/ban');
    const form = mo.fields();
    form.values.set('days', '7');
    form.values.set('reason', 'Enough');
    for (const _twice of [1, 2]) await mo.post(form.target, form.values);
    expect(mo.page.body.match(/the ban of bob/g)).toHaveLength(1);
    await bob.open('/r/techcorp/me/notifications');
    expect(bob.address).toContain('/login');
    await bob.open('/r/techcorp/login');
    await bob.send({ email: 'bob@example.com', password });
    expect(bob.text).toContain('Enough');
    await mo.send({}, '/lift');
    expect(mo.text).toContain('The ban is lifted.');
    await mo.open('/r/techcorp/moderation/log');
    expect(mo.text).toContain('ban.lift');
    await mo.open(`${post}/moderation`);
    await mo.send({ pinned: 'yes', status: 'ARCHIVED' });
    expect(mo.text).toContain('pinned');
    expect(mo.text).toContain('archived');
  });
});
