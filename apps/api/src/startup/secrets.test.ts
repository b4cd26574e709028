import { TOTP } from 'otpauth';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import { issueLoginToken, verifyLoginToken } from '../auth/login-token.ts';
import { makeOpaqueToken } from '../auth/opaque-token.ts';
import { issueChallenge, readChallenge } from '../auth/passkey-challenge.ts';
import { type Config, secretsOf } from '../config.ts';
import type { App } from '../dependencies.ts';
import { tokens } from '../domain/sessions/tokens.ts';
import { openFlow, sealFlow } from '../features/oauth/browser/flow.ts';
import { unsubscribeToken, unsubscriber } from '../features/notifications/unsubscribing/unsubscribe-token.ts';
import { formToken, isFormToken } from '../reader/session/form-token.ts';
import { ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';

// JWT_SECRET is replaced as .env.example has it: the new one behind the old, in front of it, and then alone.

const [old, newer] = ['an old secret of thirty-two letters', 'a newer secret of thirty-two letters'];
const keys = `1:${randomBytes(32).toString('base64url')}`;
const forum = useForum({ JWT_SECRET: old, OAUTH_TOKEN_KEYS: keys });
const bytes = (secret: string) => new TextEncoder().encode(secret);
const under = (...[secret = '', ...earlier]: string[]): Config['tokens'] => ({
  ...forum.config.tokens,
  secret: bytes(secret),
  earlierSecrets: earlier.map(bytes),
});
/** The API with such secrets, as another process of the same forum. */
const stages = { behind: [old, newer], 'in front': [newer, old], alone: [newer] } as const;
type Stage = keyof typeof stages;
const apps = new Map<Stage, App>();
beforeAll(async () => {
  for (const [stage, secrets] of Object.entries(stages)) {
    const config = { ...forum.config, tokens: under(...secrets) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the stages
    apps.set(stage as Stage, await buildApp({ config, database: forum.database }));
  }
});
afterAll(() => Promise.all([...apps.values()].map((app) => app.close())));
const post = (app: App, path: string, payload: object) =>
  app.inject({ method: 'POST', url: `/c/techcorp/auth/${path}`, payload });
const me = async (app: App, token: string) =>
  (await app.inject({ url: '/c/techcorp/me', headers: { authorization: `Bearer ${token}` } })).statusCode;
const logIn = async (app: App) =>
  tokens.parse((await post(app, 'login', { email: 'bob@example.com', password })).json());

it('is replaced without anybody noticing: each stage reads what those beside it signed', async () => {
  const all = [forum.app, ...apps.values()];
  const statuses: number[] = [];
  for (const [index, app] of all.entries()) {
    const { accessToken } = await logIn(app);
    for (const neighbour of all.filter((_, at) => Math.abs(at - index) === 1))
      statuses.push(await me(neighbour, accessToken));
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
});

it('ends no session, no mailed token and no second factor, whichever signed them', async () => {
  const alone = apps.get('alone')!;
  const { accessToken, refreshToken } = await logIn(forum.app);
  expect(await me(alone, accessToken)).toBe(401);
  const renewed = tokens.parse((await post(alone, 'refresh', { refreshToken })).json());
  expect(await me(alone, renewed.accessToken)).toBe(200);
  // As a mail has it: the database keeps its hash.
  const { token, hash } = makeOpaqueToken();
  await forum.asOwner((client) =>
    client.query(
      `INSERT INTO account_tokens (community_id, id, user_id, purpose, email, token_hash, expires_at)
       VALUES ($1, gen_random_uuid(), $2, 'RESET_PASSWORD', 'carol@example.com', $3, now() + interval '1 hour')`,
      [ids.techcorp, ids.carol, hash],
    ),
  );
  const reset = await post(alone, 'password/reset', { token, password: 'seven loud keys click' });
  expect(reset.statusCode).toBe(204);
  const asked = {
    method: 'POST',
    url: '/c/techcorp/me/two-factor',
    headers: { authorization: `Bearer ${renewed.accessToken}` },
  } as const;
  const started = await forum.app.inject({
    ...asked,
    payload: { currentPassword: password },
    headers: { authorization: `Bearer ${(await logIn(forum.app)).accessToken}` },
  });
  const { secret } = started.json<{ secret: string }>();
  const confirmed = await alone.inject({
    ...asked,
    url: `${asked.url}/confirmation`,
    payload: { code: new TOTP({ secret }).generate() },
  });
  expect(confirmed.statusCode).toBe(200);
});

const flow = {
  provider: 'local',
  purpose: 'LOGIN',
  state: 's',
  nonce: 'n',
  verifier: 'v',
  challenge: 'c',
} as const;
const { techcorp: communityId, bob: userId } = ids;
const half = { communityId, userId, tokenVersion: 0 };
type Tokens = Config['tokens'];
it.each<[string, (by: Tokens) => Promise<string> | string, (by: Tokens, signed: string) => unknown]>([
  [
    'a log-in that waits for a code',
    (by) => issueLoginToken(by, half),
    (by, signed) => verifyLoginToken(by, signed, communityId).catch(() => undefined),
  ],
  [
    'the challenge of a passkey',
    (by) => issueChallenge(by, { communityId }).then((text) => Buffer.from(text).toString('base64url')),
    (by, signed) => readChallenge(by, signed, { communityId }),
  ],
  [
    'a sign-in with a provider',
    (by) => sealFlow(by.secret, communityId, flow),
    (by, signed) => openFlow(secretsOf(by), communityId, signed),
  ],
  [
    'the link that ends mails',
    (by) => unsubscribeToken(by.secret, communityId, { userId }),
    (by, signed) => unsubscriber(secretsOf(by), communityId, signed),
  ],
  [
    'an open form',
    (by) => formToken(by.secret, 'session'),
    (by, signed) => isFormToken(secretsOf(by), 'session', signed) || undefined,
  ],
])('keeps %s good while the old secret stands behind, and ends it with that', async (_, sign, read) => {
  const signed = await sign(under(old));
  expect(await read(under(newer, old), signed)).toBeDefined();
  expect(await read(under(newer), signed)).toBeUndefined();
});
