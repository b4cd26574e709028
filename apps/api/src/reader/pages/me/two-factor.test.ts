import { randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { Visitor } from '../../forms/visitor.fixture.ts';

const forum = useForum({ OAUTH_TOKEN_KEYS: `1:${randomBytes(32).toString('base64url')}` });
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });

it('is set up with a picture, asked for at log-in, and turned off, without a script', async () => {
  const bob = await new Visitor(forum.app).logIn('bob@example.com', password);
  await bob.open('/r/techcorp/me/two-factor');
  await bob.send({ currentPassword: 'wrong' });
  expect(bob.page.body).toContain('id="currentPassword-fault"');
  await bob.send({ currentPassword: password });
  const { body } = bob.page;
  expect(body).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
  expect(body).not.toMatch(/<svg[^>]*style=/);
  expect(bob.page.headers['cache-control']).toBe('no-store');
  const secret = (/Secret: <code>([A-Z2-7 ]+)</.exec(body)?.[1] ?? '').replaceAll(' ', '');
  expect(secret).toHaveLength(32);
  // A wrong code brings back the same secret.
  await bob.send({ code: '12345x' });
  expect(bob.page.body).toContain('id="code-fault"');
  expect(bob.page.body.replaceAll(' ', '')).toContain(secret);
  await bob.send({ code: codeOf(secret) });
  const codes = [...bob.page.body.matchAll(/<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</g)].map(
    ([, each]) => each,
  );
  expect(codes).toHaveLength(10);
  expect(bob.page.headers['cache-control']).toBe('no-store');
  expect(bob.page.body).not.toContain('<form class="form"');

  const again = await new Visitor(forum.app).logIn('bob@example.com', password);
  expect(again.address).toMatch(/^\/r\/techcorp\/login\/code/);
  await again.open('/r/techcorp/me');
  expect(again.address).toMatch(/^\/r\/techcorp\/login/);
  await again.open('/r/techcorp/login/code');
  await again.send({ code: '12345x' });
  expect(again.page.body).toContain('id="code-fault"');
  await again.send({ code: codes[0] ?? '' });
  expect(again.text).toContain('Welcome back.');
  await again.open('/r/techcorp/me/two-factor');
  expect(again.text).toContain('Recovery codes left: 9');
  await again.send({ currentPassword: password, code: codes[1] ?? '', do: 'off' });
  expect(again.text).toContain('You are asked for no codes any more.');
  // A log-in that nobody began is none.
  const stranger = new Visitor(forum.app);
  await stranger.open('/r/techcorp/login/code');
  await stranger.send({ code: codes[2] ?? '' });
  expect(stranger.page.statusCode).toBe(401);
});
