import { describe, expect, it } from 'vitest';
import { ids, password } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { usePostbox } from '../../testing/servers/smtp.fixture.ts';
import { Visitor } from '../forms/visitor.fixture.ts';

const postbox = await usePostbox();
const forum = useForum({ MAIL_URL: postbox.url, PUBLIC_URL: 'https://forum.example' });
const visitor = (headers?: Record<string, string>) => new Visitor(forum.app, headers);
const sessionCookie = `__Host-agora-session-${ids.techcorp}`;
const linkIn = (mail: string): string =>
  /https:\/\/forum\.example(\/\S+\?token=[\w-]+)/.exec(mail.replaceAll('=3D', '='))?.[1] ?? '';
/** How the menu of who is logged in begins: lists of posts name their authors, too. */
const menuOf = (username: string): string => `@${username} ·`;

describe('logging in', () => {
  it('keeps a cookie that only https carries and no script reads, and shows who is there', async () => {
    const bob = visitor();
    await bob.open('/r/techcorp');
    expect(bob.cookies.size).toBe(0);
    expect(bob.page.body).toContain('href="/r/techcorp/login?to=%2Fr%2Ftechcorp"');
    await bob.open('/r/techcorp/login?to=/r/techcorp/tags/tutorial');
    await bob.send({ email: 'bob@example.com', password });
    expect(bob.address).toBe('/r/techcorp/tags/tutorial?flash=welcome');
    expect(bob.text).toContain('Welcome back.');
    expect(bob.text).toContain(menuOf('bob'));
    expect(bob.page.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'accept, cookie' });
    const cookie = bob.setCookies.get(sessionCookie);
    for (const flag of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure', 'Max-Age=2592000']) {
      expect(cookie).toContain(`; ${flag}`);
    }
    expect(cookie).not.toContain('Domain');
  });

  it('says what is wrong and keeps what was typed, but no password', async () => {
    const bob = visitor();
    await bob.open('/r/techcorp/login');
    const answer = await bob.send({ email: 'bob@example.com', password: 'wrong-Secret-1' });
    expect(answer.statusCode).toBe(401);
    expect(bob.text).toContain('E-mail or password is wrong');
    expect(bob.page.body).toContain('value="bob@example.com"');
    expect(bob.page.body).not.toContain('wrong-Secret-1');
    expect(bob.cookies.has(sessionCookie)).toBe(false);
  });

  it.each([
    ['https://evil.example/r/techcorp'],
    ['//evil.example/r/techcorp'],
    [String.raw`/\evil.example`],
    ['/r/techcorp/../../docs'],
    ['/r/techcorp%2f..%2f'],
    ['/r/techcorpse'],
    ['javascript:alert(1)'],
    ['/c/techcorp/me'],
  ])('leads nowhere else: %s', async (to) => {
    const bob = visitor();
    await bob.open(`/r/techcorp/login?to=${encodeURIComponent(to)}`);
    await bob.send({ email: 'bob@example.com', password });
    expect(bob.address).toBe('/r/techcorp?flash=welcome');
  });

  it('of one community is none of another, whatever cookie is sent', async () => {
    const bob = await visitor().logIn('bob@example.com', password);
    const stolen = bob.cookies.get(sessionCookie) ?? '';
    bob.cookies.set(sessionCookie.replace(ids.techcorp, ids.retail), stolen);
    await bob.open('/r/retail');
    expect(bob.text).toContain('Log in');
    expect(bob.text).not.toContain(menuOf('bob'));
  });
});

describe('a session', () => {
  it('is renewed when its access token is good no more, by all tabs at once, and its old cookie soon after', async () => {
    const bob = await visitor().logIn('bob@example.com', password);
    const [access = '', refresh = ''] = (bob.cookies.get(sessionCookie) ?? '').split('~');
    const expired = `${access.slice(0, -4)}AAAA~${refresh}`;
    const tabs = Array.from({ length: 4 }, () => visitor());
    for (const tab of tabs) tab.cookies.set(sessionCookie, expired);
    await Promise.all(tabs.map((tab) => tab.open('/r/techcorp')));
    for (const tab of tabs) {
      expect(tab.text).toContain(menuOf('bob'));
      expect(tab.cookies.get(sessionCookie)).not.toContain(refresh);
    }
    // A minute later it is a stolen one, and ends the session of all.
    await forum.asOwner((client) =>
      client.query(
        `UPDATE refresh_tokens SET used_at = now() - interval '61 seconds' WHERE used_at IS NOT NULL`,
      ),
    );
    const thief = visitor();
    thief.cookies.set(sessionCookie, expired);
    await thief.open('/r/techcorp');
    expect(thief.text).not.toContain(menuOf('bob'));
    expect(thief.cookies.has(sessionCookie)).toBe(false);
    await tabs[0]?.open('/r/techcorp');
    expect(tabs[0]?.text).toContain('Log in');
    expect(tabs[0]?.cookies.has(sessionCookie)).toBe(false);
  });

  it('ends with logging out, at once and everywhere that the cookie is', async () => {
    const bob = await visitor().logIn('bob@example.com', password);
    const copy = visitor();
    for (const [name, value] of bob.cookies) copy.cookies.set(name, value);
    await bob.send({}, '/logout');
    expect(bob.text).toContain('You are logged out.');
    expect(bob.cookies.has(sessionCookie)).toBe(false);
    await copy.open('/r/techcorp');
    expect(copy.text).not.toContain(menuOf('bob'));
  });
});

describe('a form', () => {
  const logInForm = { email: 'bob@example.com', password };

  it('is taken from our own pages alone', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      const bob = visitor();
      await bob.open('/r/techcorp/login');
      Object.assign(bob.headers, headers);
      expect((await bob.send(logInForm)).statusCode).toBe(403);
      expect(bob.cookies.has(sessionCookie)).toBe(false);
    }
  });

  it('needs the token of its own session: neither none, nor that of another', async () => {
    const [bob, carol] = [await visitor().logIn('bob@example.com', password), visitor()];
    await carol.logIn('carol@example.com', password);
    const theirs = carol.fields('/logout').values;
    expect((await bob.post('/r/techcorp/logout', theirs)).statusCode).toBe(403);
    expect((await bob.post('/r/techcorp/logout', new URLSearchParams())).statusCode).toBe(403);
    await bob.open('/r/techcorp');
    expect(bob.text).toContain(menuOf('bob'));
    // Of a visitor's, too: nobody is logged in to an account of another's choice.
    const stranger = visitor();
    await stranger.open('/r/techcorp/login');
    const { values } = stranger.fields();
    for (const [name, value] of Object.entries(logInForm)) values.set(name, value);
    expect((await visitor().post('/r/techcorp/login', values)).statusCode).toBe(403);
  });

  it('is never taken in another form, nor by the API', async () => {
    const bob = await visitor().logIn('bob@example.com', password);
    const cookie = [...bob.cookies].map((pair) => pair.join('=')).join('; ');
    const json = {
      method: 'POST',
      url: '/r/techcorp/logout',
      headers: { cookie, accept: 'text/html' },
      payload: {},
    } as const;
    expect((await forum.app.inject(json)).statusCode).toBe(415);
    // The cookie is nothing to the API.
    const me = await forum.app.inject({ url: '/c/techcorp/me', headers: { cookie } });
    expect(me.statusCode).toBe(401);
  });
});

describe('an account', () => {
  it('is opened, confirmed by the link of the mail, and used', async () => {
    const erin = visitor();
    await erin.open('/r/techcorp/register');
    const wanted = {
      email: 'erin@example.com',
      username: 'Bob',
      displayName: 'Erin <b>E.</b>',
      password: 'four quiet otters swim',
    };
    expect((await erin.send(wanted)).statusCode).toBe(409);
    expect(erin.page.body).toMatch(
      /aria-describedby="username-hint username-fault" aria-invalid="true" autofocus/,
    );
    expect(erin.text).toContain('The username is taken.');
    expect(erin.page.body).toContain('value="Erin &lt;b&gt;E.&lt;/b&gt;"');
    await erin.send({ ...wanted, username: 'erin', password: 'password' });
    expect(erin.page.body).toContain('id="password-fault"');
    await erin.send({ ...wanted, username: 'erin' });
    expect(erin.address).toBe('/r/techcorp/mail-sent');
    const link = linkIn(await postbox.next());
    expect(link).toContain('/r/techcorp/verify-email');
    // Looking at the link, as programs for mail do, uses nothing up.
    await visitor().open(link);
    await erin.open(link);
    await erin.send();
    expect(erin.text).toContain('Your address is confirmed.');
    await erin.send({ email: 'erin@example.com', password: wanted.password });
    expect(erin.text).toContain(menuOf('erin'));
    await visitor().open(link);
    const late = visitor();
    await late.open(link);
    expect((await late.send()).statusCode).toBe(400);
  });

  it('gets a new password by the link of a mail, which ends its sessions', async () => {
    const bob = await visitor().logIn('carol@example.com', password);
    const elsewhere = visitor();
    await elsewhere.open('/r/techcorp/password/forgot');
    await elsewhere.send({ email: 'carol@example.com' });
    await elsewhere.open(linkIn(await postbox.next()));
    // The token goes into no other address.
    expect(elsewhere.page.body).toContain('href="/r/techcorp/login?to=%2Fr%2Ftechcorp%2Fpassword%2Freset"');
    await elsewhere.send({ password: 'nine slow turtles hum' });
    expect(elsewhere.text).toContain('Log in with the new one.');
    expect(await postbox.next()).toContain('was changed');
    await bob.open('/r/techcorp');
    expect(bob.text).not.toContain(menuOf('carol'));
    await elsewhere.send({ email: 'carol@example.com', password: 'nine slow turtles hum' });
    expect(elsewhere.text).toContain(menuOf('carol'));
  });
});
