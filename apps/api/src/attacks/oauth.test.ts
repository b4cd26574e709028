import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LightMyRequestResponse as Response } from 'fastify';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cookieName, sealFlow } from '../features/oauth/browser/flow.ts';
import { ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { OAuthClient } from '../testing/servers/oauth-client.fixture.ts';
import { startProvider } from '../testing/servers/oidc-provider.fixture.ts';
import { startRelay } from '../testing/servers/proxy.fixture.ts';

const callbackOf = (community: string, id = 'local') =>
  `http://127.0.0.1:3000/c/${community}/auth/oauth/${id}/callback`;
const provider = await startProvider(['techcorp', 'retail'].map((community) => callbackOf(community)));

const listening = async (server: Server): Promise<string> => {
  // Else it ends connections after five seconds, perhaps just as the next request is sent on one.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
/** Takes requests and never answers. */
const silent = createServer(() => undefined);
/** Answers with the description of another provider. */
const impostor = createServer((_request, response) => {
  void fetch(`${provider.issuer}/.well-known/openid-configuration`)
    .then((answer) => answer.text())
    .then((body) => response.setHeader('content-type', 'application/json').end(body));
});
/** A web page where a provider should be. */
const page = createServer((_request, response) => void response.end('<h1>It works!</h1>'));
const broken = createServer((_request, response) => {
  response.statusCode = 500;
  response.end();
});
/** Turns everybody away, until there is a server behind it. */
const closed = await startRelay();
const closedAddress = `http://127.0.0.1:${closed.port}`;
const other = (id: string, issuer: string) => ({ ...provider.settings, id, issuer });

const forum = useForum({
  OAUTH_PROVIDERS: JSON.stringify([
    provider.settings,
    other('impostor', await listening(impostor)),
    other('page', await listening(page)),
    other('broken', await listening(broken)),
    other('closed', closedAddress),
  ]),
  OAUTH_RETURN_TO: 'https://app.example/signed-in, com.example.app:/signed-in, http://localhost:5173/',
});
const client = new OAuthClient(forum, provider);
afterAll(async () => {
  for (const server of [silent, impostor, page, broken]) {
    server.close();
    server.closeAllConnections();
  }
  await closed.close();
  await provider.close();
});
beforeEach(() => {
  provider.person = { sub: 'eve', email: 'eve@example.com', email_verified: true, preferred_username: 'eve' };
  provider.tamper = undefined;
  provider.forge = false;
});

const problem = z.object({ code: z.string(), status: z.int() });
const refusal = (answer: Response) => {
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const { code, status } = problem.parse(answer.json());
  expect(status).toBe(answer.statusCode);
  return code;
};
const state = (callback: string): string => new URL(callback).searchParams.get('state') ?? '';
const withQuery = (address: string, changes: Record<string, string | undefined>): string => {
  const url = new URL(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
};

const start = (id: string) => client.start({ provider: id, verifier: 'x'.repeat(43) });
const begin = (returnTo: string) => client.start({ returnTo, verifier: 'x'.repeat(43) });
const arrived = async () => client.arrive(await client.visit());

describe('the cookie of a start', () => {
  it('goes to the callback alone, is out of reach of scripts, and does not last', async () => {
    const started = await client.start({ verifier: 'x'.repeat(43) });
    expect(started.statusCode).toBe(302);
    expect(started.headers['set-cookie']).toMatch(
      /^agora_oauth_[0-9a-f]{16}=[\w.-]+; Path=\/c\/techcorp\/auth\/oauth\/local\/callback; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    const query = new URL(String(started.headers.location)).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      code_challenge_method: 'S256',
      redirect_uri: callbackOf('techcorp'),
      response_type: 'code',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(String(started.headers['set-cookie'])).not.toContain(query.get('state'));
  });
});

describe('state', () => {
  it('that is wrong, missing, or of another browser is refused', async () => {
    const visit = await client.visit();
    const another = await client.visit();
    for (const { callback, cookie } of [
      { ...visit, callback: withQuery(visit.callback, { state: 'x'.repeat(43) }) },
      { ...visit, callback: withQuery(visit.callback, { state: undefined }) },
      { ...visit, cookie: '' },
      // The attacker's answer in the victim's browser, which has a sign-in of its own under way.
      { ...visit, cookie: another.cookie },
      { ...visit, cookie: `${visit.cookie.split('=', 1)[0]}=${another.cookie.split('=')[1]}` },
      { ...visit, cookie: `${visit.cookie.slice(0, -3)}AAA` },
    ]) {
      const answer = await client.arrive({ callback, cookie });
      expect([answer.statusCode, refusal(answer)]).toEqual([400, 'oauth.invalid_state']);
    }
    expect((await client.arrive(visit)).statusCode).toBe(200);
  });

  it('is good once', async () => {
    const visit = await client.visit();
    const first = await client.arrive(visit);
    expect(first.headers['set-cookie']).toContain('Max-Age=0');
    expect(refusal(await client.arrive(visit))).toBe('oauth.invalid_state');
    const both = await client.visit();
    const answers = await Promise.all([client.arrive(both), client.arrive(both)]);
    expect(answers.filter((answer) => answer.statusCode === 200).length).toBeLessThanOrEqual(1);
  });

  it('belongs to its community and its provider', async () => {
    const visit = await client.visit();
    const there = visit.callback.replace('/c/techcorp/', '/c/retail/');
    expect(refusal(await client.arrive({ ...visit, callback: there }))).toBe('oauth.invalid_state');
    const elsewhere = visit.callback.replace('/oauth/local/', '/oauth/closed/');
    expect(refusal(await client.arrive({ ...visit, callback: elsewhere }))).toBe('oauth.invalid_state');
  });

  it('expires, and cannot be made without the key', async () => {
    const visit = await client.visit();
    const flow = {
      provider: 'local',
      purpose: 'LOGIN',
      state: state(visit.callback),
      nonce: 'n',
      verifier: 'v',
      challenge: 'c',
    } as const;
    const { secret } = forum.config.tokens;
    for (const sealed of [
      await sealFlow(secret, ids.techcorp, flow, -1),
      await sealFlow(secret, ids.retail, flow),
      await sealFlow(randomBytes(32), ids.techcorp, flow),
    ]) {
      const answer = await client.arrive({ ...visit, cookie: `${cookieName(flow.state)}=${sealed}` });
      expect(refusal(answer)).toBe('oauth.invalid_state');
    }
  });
});

describe("the provider's answer", () => {
  it('that somebody said no is passed on', async () => {
    provider.person = undefined;
    const answer = await arrived();
    expect([answer.statusCode, refusal(answer)]).toEqual([403, 'oauth.denied']);
    const visit = await client.visit();
    const odd = withQuery(visit.callback, { error: 'invalid_scope' });
    expect(refusal(await client.arrive({ ...visit, callback: odd }))).toBe('oauth.invalid_answer');
  });

  it('with a code of another session is refused, by PKCE', async () => {
    const [victim, attacker] = [await client.visit(), await client.visit()];
    const code = new URL(attacker.callback).searchParams.get('code') ?? '';
    const callback = withQuery(victim.callback, { code });
    const answer = await client.arrive({ ...victim, callback });
    expect([answer.statusCode, refusal(answer)]).toEqual([400, 'oauth.code_refused']);
    const another = await client.visit();
    const made = { ...another, callback: withQuery(another.callback, { code: 'made-up' }) };
    expect(refusal(await client.arrive(made))).toBe('oauth.code_refused');
  });

  it('without a code, or twice with one, is refused', async () => {
    for (const change of [{ code: undefined }, { code: '' }]) {
      const visit = await client.visit();
      const answer = await client.arrive({ ...visit, callback: withQuery(visit.callback, change) });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(refusal(answer)).toMatch(/^oauth\.|^request\.invalid$/);
    }
    const visit = await client.visit();
    expect(refusal(await client.arrive({ ...visit, callback: `${visit.callback}&code=second` }))).toMatch(
      /^oauth\.invalid_answer$|^request\.invalid$/,
    );
  });

  it('to another nonce is refused', async () => {
    const visit = await client.visit({
      change: (url) => url.searchParams.set('nonce', 'of-another-session'),
    });
    expect(refusal(await client.arrive(visit))).toBe('oauth.invalid_answer');
  });

  it('of another issuer is refused, in the address and in the token', async () => {
    const visit = await client.visit();
    const callback = withQuery(visit.callback, { iss: 'https://accounts.example' });
    expect(refusal(await client.arrive({ ...visit, callback }))).toBe('oauth.invalid_answer');
    provider.tamper = (claims) => ({ ...claims, iss: 'https://accounts.example' });
    expect(refusal(await arrived())).toBe('oauth.invalid_answer');
  });

  it('for another client, out of date, or without a subject is refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    // Signing again alone is no fault: what follows is refused for what it says.
    provider.tamper = (claims) => claims;
    expect((await arrived()).statusCode).toBe(200);
    for (const tamper of [
      { aud: 'another-client' },
      { aud: ['agora', 'another-client'], azp: 'another-client' },
      { exp: now - 120, iat: now - 240 },
      { iat: undefined },
      { sub: undefined },
      { nonce: undefined },
    ]) {
      provider.tamper = (claims) => ({ ...claims, ...tamper });
      const answer = await arrived();
      expect([JSON.stringify(tamper), answer.statusCode, refusal(answer)]).toEqual([
        JSON.stringify(tamper),
        502,
        'oauth.invalid_answer',
      ]);
    }
  });

  it('with a signature of another key is refused', async () => {
    provider.forge = true;
    expect(refusal(await arrived())).toBe('oauth.invalid_answer');
    provider.forge = false;
    expect((await arrived()).statusCode).toBe(200);
  });
});

describe('a provider that fails', () => {
  it('is unavailable', async () => {
    for (const id of ['closed', 'broken']) {
      const answer = await start(id);
      expect([id, answer.statusCode, refusal(answer)]).toEqual([id, 503, 'oauth.provider_unavailable']);
      expect(answer.headers['retry-after']).toBe('5');
    }
  });

  it('or is another than the settings say is not believed', async () => {
    for (const id of ['impostor', 'page']) {
      const answer = await start(id);
      expect([id, answer.statusCode, refusal(answer)]).toEqual([id, 502, 'oauth.invalid_answer']);
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
  });

  it('is asked again once it is back', async () => {
    const late = createServer();
    expect((await start('closed')).statusCode).toBe(503);
    late.on('request', (_request, response) => {
      const described = { issuer: closedAddress, authorization_endpoint: `${closedAddress}/auth` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(described));
    });
    closed.leadTo({ host: '127.0.0.1', port: Number(new URL(await listening(late)).port) });
    expect((await start('closed')).statusCode).toBe(302);
    closed.leadTo(undefined);
    late.close();
    late.closeAllConnections();
  });

  it('is unknown when the settings do not have it', async () => {
    expect(refusal(await start('github'))).toBe('resource.not_found');
  });
});

describe('a provider that does not answer', async () => {
  const impatient = useForum({
    OAUTH_PROVIDERS: JSON.stringify([other('silent', await listening(silent))]),
    OAUTH_TIMEOUT_SECONDS: '1',
  });

  it('is unavailable, soon, and nobody hangs', async () => {
    const asked = performance.now();
    const its = new OAuthClient(impatient, provider);
    const answer = await its.start({ provider: 'silent', verifier: 'x'.repeat(43) });
    expect([answer.statusCode, refusal(answer)]).toEqual([503, 'oauth.provider_unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(performance.now() - asked).toBeLessThan(30_000);
  });
});

describe('return_to', () => {
  it('leads to the addresses of the settings and below, and nowhere else', async () => {
    for (const address of [
      'https://app.example/signed-in',
      'https://app.example/signed-in/',
      'https://app.example/signed-in/here?tab=1',
      'https://APP.example:443/x/../signed-in',
      'com.example.app:/signed-in',
      'http://localhost:5173/anything',
    ]) {
      expect([address, (await begin(address)).statusCode]).toEqual([address, 302]);
    }
    for (const address of [
      'https://evil.example/signed-in',
      'https://app.example.evil.example/signed-in',
      'https://app.example@evil.example/signed-in',
      'https://user:pass@app.example/signed-in',
      'https://app.example/signed-in-elsewhere',
      'https://app.example/signed-in/../admin',
      'https://app.example/signed-in/%2e%2e/admin',
      'https://app.example/',
      'http://app.example/signed-in',
      'https://app.example:8443/signed-in',
      'https:\\\\evil.example\\signed-in',
      '//evil.example/signed-in',
      '/signed-in',
      'signed-in',
      'https://app.example/signed-in#x',
      'javascript:alert(1)//signed-in',
      'data:text/html,signed-in',
      'com.example.app://evil/signed-in',
      'com.example.app2:/signed-in',
      'http://localhost:51730/',
      'https://app.example\n.evil.example/signed-in',
      '',
    ]) {
      const answer = await begin(address);
      expect([address, answer.statusCode]).toEqual([address, 400]);
      expect(refusal(answer)).toBe('oauth.return_to_not_allowed');
      expect(answer.headers).not.toHaveProperty('location');
    }
  });

  it('gets the code or the fault, and keeps its own query', async () => {
    const returnTo = 'https://app.example/signed-in?tab=1&code=mine';
    const visit = await client.visit({ returnTo });
    const answer = await client.arrive(visit);
    expect(answer.statusCode).toBe(303);
    const back = new URL(String(answer.headers.location));
    expect(back.origin + back.pathname).toBe('https://app.example/signed-in');
    expect(back.searchParams.get('tab')).toBe('1');
    const code = back.searchParams.get('code') ?? '';
    expect((await client.exchange({ code, codeVerifier: visit.verifier })).statusCode).toBe(200);

    provider.person = undefined;
    const denied = await client.arrive(await client.visit({ returnTo: 'com.example.app:/signed-in' }));
    expect(denied.headers.location).toMatch(
      /^com\.example\.app:\/signed-in\?error=oauth\.denied&error_description=/,
    );
  });

  it('cannot be changed on the way', async () => {
    const visit = await client.visit({ returnTo: 'https://app.example/signed-in' });
    const callback = withQuery(visit.callback, { return_to: 'https://evil.example/' });
    expect((await client.arrive({ ...visit, callback })).headers.location).toMatch(
      /^https:\/\/app\.example\//,
    );
  });
});

describe('a one-time code', () => {
  it('is good once, for its verifier, its purpose and its community', async () => {
    const grant = await client.code();
    const other43 = randomBytes(32).toString('base64url');
    expect(refusal(await client.exchange({ ...grant, codeVerifier: other43 }))).toBe('oauth.invalid_code');
    expect(refusal(await client.exchange({ ...grant, code: other43 }))).toBe('oauth.invalid_code');
    expect(refusal(await client.exchange(grant, 'retail'))).toBe('oauth.invalid_code');
    const answers = await Promise.all([1, 2, 3].map(() => client.exchange(grant)));
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
    expect(refusal(await client.exchange(await client.code({ purpose: 'link' })))).toBe('oauth.invalid_code');
  });

  it('expires', async () => {
    const grant = await client.code();
    const hash = createHash('sha256').update(grant.code).digest();
    await forum.asOwner((owner) =>
      owner.query(
        "UPDATE oauth_grants SET created_at = now() - interval '1 hour', expires_at = now() - interval '1 second' WHERE code_hash = $1",
        [hash],
      ),
    );
    expect(refusal(await client.exchange(grant))).toBe('oauth.invalid_code');
  });

  it('is stored as a hash', async () => {
    const { code } = await client.code();
    const { rows } = await forum.asOwner((owner) => owner.query('SELECT g::text FROM oauth_grants g'));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});
