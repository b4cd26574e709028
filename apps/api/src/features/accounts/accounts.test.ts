import { describe, expect, it } from 'vitest';
import { ids, password } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { lockWaiters } from '../../testing/lock-waiters.fixture.ts';
import { usePostbox } from '../../testing/servers/smtp.fixture.ts';
import { tokens } from '../../domain/sessions/tokens.ts';
import { currentUser } from '../me/profile/current-user.ts';

const postbox = await usePostbox();
const forum = useForum({ MAIL_URL: postbox.url, PUBLIC_URL: 'https://forum.example/' });
let requests = 0;
/** Each from an address of its own: how often one address may ask is not what is tested here. */
const post = (path: string, payload: object, token?: string) =>
  forum.app.inject({
    method: 'POST',
    url: `/c/techcorp/auth/${path}`,
    remoteAddress: `10.0.${(requests += 1) >> 8}.${requests & 255}`,
    payload,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
/** Tries a password from one address. */
const from = (remoteAddress: string, email: string, secret: string) =>
  forum.app.inject({
    method: 'POST',
    url: '/c/techcorp/auth/login',
    remoteAddress,
    payload: { email, password: secret },
  });
const tokenIn = (mail: string): string => /^[\w-]{43}$/m.exec(mail)?.[0] ?? '';
const me = async (token: string) =>
  forum.app.inject({ url: '/c/techcorp/me', headers: { authorization: `Bearer ${token}` } });
const erin = {
  email: 'Erin@Example.com',
  username: 'erin',
  displayName: 'Erin',
  password: 'a long password',
};
/** Somebody whose address is proved, logged in. */
const newcomer = async (username: string) => {
  const email = `${username}@example.com`;
  await post('register', { ...erin, email, username });
  await post('verify-email', { token: tokenIn(await postbox.next()) });
  const session = tokens.parse((await login(email, erin.password)).json());
  return { email, password: erin.password, tokens: session };
};
const login = (email: string, secret: string) => post('login', { email, password: secret });

describe('registering', () => {
  it('opens an account that can log in once its address is proved, and gives the welcome bonus', async () => {
    expect((await post('register', erin)).statusCode).toBe(202);
    expect((await login(erin.email, erin.password)).json()).toMatchObject({
      code: 'auth.invalid_credentials',
    });
    const mail = await postbox.next();
    expect(mail).toContain('To: erin@example.com');
    expect(mail).toContain('https://forum.example/r/techcorp/verify-email?token=');
    expect((await post('verify-email', { token: tokenIn(mail) })).statusCode).toBe(204);
    const answer = await login(erin.email, erin.password);
    const user = currentUser.parse((await me(tokens.parse(answer.json()).accessToken)).json());
    expect(user).toMatchObject({ username: 'erin', role: 'MEMBER', points: 20, level: 1 });
    expect((await post('verify-email', { token: tokenIn(mail) })).json()).toMatchObject({
      code: 'auth.invalid_mail_token',
    });
  });

  it('proves an address once, of several at once with one token', async () => {
    await post('register', { ...erin, email: 'leo@example.com', username: 'leo' });
    const token = tokenIn(await postbox.next());
    const answers = await Promise.all([0, 1, 2, 3].map(() => post('verify-email', { token })));
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([
      204, 400, 400, 400,
    ]);
    const { accessToken } = tokens.parse((await login('leo@example.com', erin.password)).json());
    expect((await me(accessToken)).json()).toMatchObject({ points: 20 });
  });

  it('answers a known address the same, and writes to its owner', async () => {
    const answer = await post('register', { ...erin, email: 'bob@example.com', username: 'bobby' });
    expect(answer.statusCode).toBe(202);
    const mail = await postbox.next();
    expect(mail).toContain('You have an account at TechCorp Solutions');
    expect(mail).toContain('To: bob@example.com');
    const known = await forum.asOwner((client) =>
      client.query('SELECT purpose FROM account_tokens WHERE user_id = $1', [ids.bob]),
    );
    expect(known.rows).toEqual([{ purpose: 'RESET_PASSWORD' }]);
    expect((await post('verify-email', { token: tokenIn(mail) })).statusCode).toBe(400);
    expect(
      (await post('register', { ...erin, email: 'new@example.com', username: 'bob' })).json(),
    ).toMatchObject({
      code: 'conflict.duplicate',
      detail: 'The username is taken.',
    });
  });

  it('answers the same for an address with an account and one without, whatever the username', async () => {
    const answers = await Promise.all(
      ['carol@example.com', 'nobody@example.com'].map((email) =>
        post('register', { ...erin, email, username: 'bob' }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual([409, 409]);
    expect(postbox.mails).toEqual([]);
  });

  it('answers the same to several at once, and opens one account', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = `twin${round}@example.com`;
      const answers = await Promise.all(
        [0, 1, 2].map((index) => post('register', { ...erin, email, username: `twin_${round}_${index}` })),
      );
      expect(answers.map((answer) => answer.statusCode)).toEqual([202, 202, 202]);
      const mails = [await postbox.next(), await postbox.next(), await postbox.next()];
      expect(mails.filter((mail) => mail.includes('Confirm your address'))).toHaveLength(1);
      const names = await Promise.all(
        [0, 1, 2].map((index) =>
          post('register', { ...erin, email: `x${round}${index}@example.com`, username: `same${round}` }),
        ),
      );
      expect(names.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
      await postbox.next();
    }
  });

  it.each([
    ['address', 'late@example.com', 'of_another', 202, ['You have an account at TechCorp Solutions']],
    ['username', 'of.another@example.com', 'late', 409, []],
  ])(
    'waits for who is just getting the same %s, and answers as if it had come after',
    async (_, ...other) => {
      const [email, username, status, subjects] = other;
      await forum.asOwner(async (client) => {
        await client.query('BEGIN');
        await client.query(
          `INSERT INTO users (community_id, id, email, username, display_name) VALUES ($1, gen_random_uuid(), $2, $3, 'Faster')`,
          [ids.techcorp, email, username],
        );
        const asked = post('register', { ...erin, email: 'late@example.com', username: 'late' });
        await expect.poll(() => lockWaiters(client)).toBe(1);
        await client.query('COMMIT');
        expect((await asked).statusCode).toBe(status);
        await client.query('DELETE FROM users WHERE display_name = $1', ['Faster']);
      });
      for (const subject of subjects) expect(await postbox.next()).toContain(`Subject: ${subject}`);
      expect(postbox.mails).toEqual([]);
    },
  );

  it('shows nobody who has not proved their address', async () => {
    await post('register', { ...erin, email: 'ghost@example.com', username: 'ghost' });
    const mail = await postbox.next();
    const { accessToken } = tokens.parse((await login('bob@example.com', password)).json());
    const headers = { authorization: `Bearer ${accessToken}` };
    const seen = async () => {
      const [profile, list, places] = await Promise.all(
        ['users/ghost', 'users?limit=100', 'leaderboard?limit=100'].map((path) =>
          forum.app.inject({ url: `/c/techcorp/${path}` }),
        ),
      );
      const tip = await forum.app.inject({
        method: 'POST',
        url: '/c/techcorp/tips',
        headers,
        payload: { to: 'ghost', amount: 1_000_000 },
      });
      return [
        profile?.statusCode,
        list?.body.includes('ghost'),
        places?.body.includes('ghost'),
        tip.statusCode,
      ];
    };
    expect(await seen()).toEqual([404, false, false, 404]);
    await post('verify-email', { token: tokenIn(mail) });
    expect(await seen()).toEqual([200, true, true, 409]);
  });

  it('fills no mailbox at the wish of strangers', async () => {
    const answers = [];
    for (let count = 0; count < 6; count += 1)
      answers.push(await post('password/forgot', { email: 'nobody.at.all@example.com' }));
    expect(answers.map((answer) => answer.statusCode)).toEqual([202, 202, 202, 202, 202, 429]);
  });

  it('assigns nothing that is not asked for', async () => {
    const answer = await post('register', {
      ...erin,
      email: 'x@example.com',
      username: 'xerxes',
      role: 'ADMIN',
      points: 9,
    });
    expect(answer.statusCode).toBe(400);
  });
});

describe('a forgotten password', () => {
  it('is set anew with the mailed token, once, and ends all sessions', async () => {
    const { refreshToken } = tokens.parse((await login('carol@example.com', password)).json());
    expect((await post('password/forgot', { email: 'carol@example.com' })).statusCode).toBe(202);
    const token = tokenIn(await postbox.next());
    expect((await post('password/reset', { token, password: 'short' })).statusCode).toBe(400);
    expect((await post('password/reset', { token, password: 'another password' })).statusCode).toBe(204);
    expect(await postbox.next()).toContain('Subject: Your password for TechCorp Solutions was changed');
    expect((await post('password/reset', { token, password: 'another password' })).statusCode).toBe(400);
    expect((await login('carol@example.com', password)).statusCode).toBe(401);
    expect((await login('carol@example.com', 'another password')).statusCode).toBe(200);
    expect((await post('refresh', { refreshToken })).statusCode).toBe(401);
  });

  it('lets one of several at once through with one token, who proves the address with the bonus', async () => {
    await post('register', { ...erin, email: 'kim@example.com', username: 'kim' });
    await postbox.next();
    await post('password/forgot', { email: 'kim@example.com' });
    const token = tokenIn(await postbox.next());
    const passwords = [0, 1, 2, 3].map((index) => `password of kim, number ${index}`);
    const answers = await Promise.all(
      passwords.map((secret) => post('password/reset', { token, password: secret })),
    );
    const winners = passwords.filter((_, index) => answers[index]?.statusCode === 204);
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([
      204, 400, 400, 400,
    ]);
    await postbox.next();
    const { accessToken } = tokens.parse((await login('kim@example.com', winners[0] ?? '')).json());
    expect((await me(accessToken)).json()).toMatchObject({ points: 20 });
  });

  it('proves the address, too, with the welcome bonus, once', async () => {
    await post('register', { ...erin, email: 'judy@example.com', username: 'judy' });
    const verification = tokenIn(await postbox.next());
    await post('password/forgot', { email: 'judy@example.com' });
    const reset = tokenIn(await postbox.next());
    expect((await post('password/reset', { token: reset, password: 'of my own' })).statusCode).toBe(204);
    await postbox.next();
    const { accessToken } = tokens.parse((await login('judy@example.com', 'of my own')).json());
    const before = currentUser.parse((await me(accessToken)).json());
    expect(before.points).toBe(20);
    expect((await post('verify-email', { token: verification })).statusCode).toBe(204);
    expect(currentUser.parse((await me(accessToken)).json())).toMatchObject({
      points: 20,
      emailVerifiedAt: before.emailVerifiedAt,
    });
  });

  it('writes to nobody who has no account', async () => {
    const known = await post('password/forgot', { email: 'bob@example.com' });
    const unknown = await post('password/forgot', { email: 'nobody@example.com' });
    expect([unknown.statusCode, unknown.json()]).toEqual([known.statusCode, known.json()]);
    expect(await postbox.next()).toContain('To: bob@example.com');
    expect(postbox.mails).toEqual([]);
  });

  it('does not tell by its time who has an account: nothing is written before the answer', async () => {
    await forum.asOwner(async (client) => {
      await client.query('BEGIN; LOCK account_tokens IN ACCESS EXCLUSIVE MODE');
      const answer = await post('password/forgot', { email: 'moderator@forum.com' });
      expect([answer.statusCode, postbox.mails.length]).toEqual([202, 0]);
      await client.query('COMMIT');
    });
    expect(await postbox.next()).toContain('To: moderator@forum.com');
  });

  it('takes no token of another kind', async () => {
    await post('password/forgot', { email: 'bob@example.com' });
    expect((await post('verify-email', { token: tokenIn(await postbox.next()) })).statusCode).toBe(400);
  });
});

describe('changing the password', () => {
  it('needs the current one', async () => {
    const { accessToken } = tokens.parse((await login('admin@forum.com', password)).json());
    const change = { currentPassword: 'wrong', newPassword: 'something new' };
    expect((await post('password', change, accessToken)).json()).toMatchObject({
      code: 'auth.invalid_credentials',
    });
    expect((await post('password', change)).statusCode).toBe(401);
    expect((await post('password', { ...change, currentPassword: password }, accessToken)).statusCode).toBe(
      204,
    );
    expect(await postbox.next()).toContain('To: admin@forum.com');
    expect((await login('admin@forum.com', 'something new')).statusCode).toBe(200);
  });

  it('ends the tokens mailed to reset it', async () => {
    const holder = await newcomer('frank');
    await post('password/forgot', { email: holder.email });
    const token = tokenIn(await postbox.next());
    const change = { currentPassword: holder.password, newPassword: 'something new' };
    expect((await post('password', change, holder.tokens.accessToken)).statusCode).toBe(204);
    await postbox.next();
    expect((await post('password/reset', { token, password: 'of a thief' })).json()).toMatchObject({
      code: 'auth.invalid_mail_token',
    });
  });

  it('lets one of two at once through', async () => {
    const holder = await newcomer('grace');
    const answers = await Promise.all(
      ['first password', 'second password'].map((newPassword) =>
        post('password', { currentPassword: holder.password, newPassword }, holder.tokens.accessToken),
      ),
    );
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([204, 401]);
    await postbox.next();
  });

  it('leaves no session behind that the old one opens in the meantime', async () => {
    const holder = await newcomer('heidi');
    let current = holder.password;
    for (let round = 0; round < 8; round += 1) {
      const { accessToken } = tokens.parse((await login(holder.email, current)).json());
      const next = `password number ${round}`;
      const [, ...answers] = await Promise.all([
        post('password', { currentPassword: current, newPassword: next }, accessToken),
        ...[1, 2, 3].map(() => login(holder.email, current)),
      ]);
      await postbox.next();
      for (const answer of answers) {
        if (answer.statusCode !== 200) continue;
        const { accessToken: late, refreshToken } = tokens.parse(answer.json());
        expect((await me(late)).statusCode).toBe(401);
        expect((await post('refresh', { refreshToken })).statusCode).toBe(401);
      }
      current = next;
    }
  });

  it('cannot be guessed with a stolen access token', async () => {
    const { tokens: stolen } = await newcomer('ivan');
    const guess = { currentPassword: 'a guess', newPassword: 'something new' };
    const answers = [];
    for (let count = 0; count < 11; count += 1)
      answers.push(await post('password', guess, stolen.accessToken));
    expect(answers.map((answer) => answer.statusCode)).toEqual([...Array<number>(10).fill(401), 429]);
    expect(answers.at(-1)?.headers['retry-after']).toBeDefined();
  });
});

describe('refreshing', () => {
  it('rotates, and ends the session when a token comes twice', async () => {
    const first = tokens.parse((await login('moderator@forum.com', password)).json());
    const second = tokens.parse((await post('refresh', { refreshToken: first.refreshToken })).json());
    expect((await me(second.accessToken)).statusCode).toBe(200);
    expect((await post('refresh', { refreshToken: first.refreshToken })).json()).toMatchObject({
      code: 'auth.refresh_token_reused',
    });
    expect((await post('refresh', { refreshToken: second.refreshToken })).json()).toMatchObject({
      code: 'auth.invalid_refresh_token',
    });
  });

  it('lets one of many at once through, and then nobody', async () => {
    const { refreshToken } = tokens.parse((await login('moderator@forum.com', password)).json());
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('refresh', { refreshToken })));
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1);
    const won = answers.find((answer) => answer.statusCode === 200);
    const next = tokens.parse(won?.json()).refreshToken;
    expect((await post('refresh', { refreshToken: next })).statusCode).toBe(401);
  });

  it('stops with logout, and everywhere with logout-everywhere', async () => {
    const one = tokens.parse((await login('moderator@forum.com', password)).json());
    const two = tokens.parse((await login('moderator@forum.com', password)).json());
    const three = tokens.parse((await login('moderator@forum.com', password)).json());
    expect((await post('logout', { refreshToken: one.refreshToken })).statusCode).toBe(204);
    expect((await post('refresh', { refreshToken: one.refreshToken })).statusCode).toBe(401);
    expect((await post('refresh', { refreshToken: two.refreshToken })).statusCode).toBe(200);
    expect((await post('logout-everywhere', {}, three.accessToken)).statusCode).toBe(204);
    expect((await post('refresh', { refreshToken: three.refreshToken })).statusCode).toBe(401);
  });

  it('stores no token as it is', async () => {
    const { refreshToken } = tokens.parse((await login('moderator@forum.com', password)).json());
    const stored = await forum.asOwner((client) =>
      client.query('SELECT t::text AS row FROM refresh_tokens t'),
    );
    expect(JSON.stringify(stored.rows)).not.toContain(refreshToken);
    expect(stored.rows.length).toBeGreaterThan(3);
  });
});

describe('a password that would be guessed first', () => {
  const weak = expect.objectContaining({ code: 'auth.weak_password' });

  it('opens no account, and sends no mail', async () => {
    const ulla = { ...erin, email: 'ulla@example.com', username: 'ulla_b' };
    for (const chosen of ['password1', 'ulla@example.com', 'techcorp1']) {
      const answer = await post('register', { ...ulla, password: chosen });
      expect([chosen, answer.statusCode, answer.json()]).toEqual([chosen, 400, weak]);
    }
    expect((await post('register', ulla)).statusCode).toBe(202);
    expect(await postbox.next()).toContain('To: ulla@example.com');
  });

  it('is set neither by a mailed token, which stays good, nor with the old one', async () => {
    const holder = await newcomer('torsten');
    await post('password/forgot', { email: holder.email });
    const token = tokenIn(await postbox.next());
    expect((await post('password/reset', { token, password: 'torsten1' })).json()).toEqual(weak);
    const change = { currentPassword: holder.password, newPassword: 'torsten1' };
    expect((await post('password', change, holder.tokens.accessToken)).json()).toEqual(weak);
    expect((await post('password/reset', { token, password: 'four words of mine' })).statusCode).toBe(204);
  });
});

describe('guessing', () => {
  it('is refused for each account and network, and the answers say so', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const answer = await from('192.0.2.1', 'mallory@example.com', `guess ${attempt}`);
      expect(answer.headers['ratelimit']).toMatch(`"login-account";r=${9 - attempt};t=`);
    }
    const answer = await from('192.0.2.1', 'mallory@example.com', password);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await from('192.0.2.1', 'bob@example.com', password)).statusCode).toBe(200);
  });

  it('keeps nobody out of their own account, and tells them', async () => {
    const { email, password: secret } = await newcomer('victim');
    for (let attempt = 0; attempt < 11; attempt += 1) {
      expect((await from(`203.0.113.${attempt}`, email, `guess ${attempt}`)).statusCode).toBe(401);
    }
    expect(await postbox.next()).toContain('Subject: Wrong passwords for your account');
    expect((await login(email, secret)).statusCode).toBe(200);
  });
});
