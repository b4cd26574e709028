import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, findChromium, type Look } from '../../../reader/browser.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { OAuthClient } from '../../../testing/servers/oauth-client.fixture.ts';
import { startProvider } from '../../../testing/servers/oidc-provider.fixture.ts';
import { startRelay } from '../../../testing/servers/proxy.fixture.ts';

const chromium = findChromium();
const look: Look = { width: 800, height: 600, scheme: 'light' };

const portOf = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  return (server.address() as AddressInfo).port;
};

// Whether the cookie of a flow goes where it should is for a browser to say. The provider and the client are of another
// site (localhost) than the API (127.0.0.1), as they are outside of tests. Without Chromium this is skipped.
describe.skipIf(chromium === undefined)('signing in with a provider in Chromium', async () => {
  // Its address must be known before the API is built.
  const relay = await startRelay();
  const api = `http://127.0.0.1:${relay.port}`;
  const provider = await startProvider([`${api}/c/techcorp/auth/oauth/local/callback`], 'localhost');
  const page = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>Signed in</h1>'),
  );
  const returnTo = `http://localhost:${await portOf(page)}/signed-in`;
  const forum = useForum({
    PUBLIC_URL: api,
    OAUTH_PROVIDERS: JSON.stringify([provider.settings]),
    OAUTH_RETURN_TO: returnTo,
  });
  const client = new OAuthClient(forum, provider);
  const verifier = 'a verifier of the client in the browser'.replaceAll(' ', '-').padEnd(43, '~');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const start = `${api}/c/techcorp/auth/oauth/local/start?code_challenge=${challenge}`;
  let browser: Browser;
  beforeAll(async () => {
    const { hostname: host, port } = new URL(await forum.app.listen({ host: '127.0.0.1', port: 0 }));
    relay.leadTo({ host, port: Number(port) });
    browser = await Browser.launch(chromium ?? '');
    provider.person = { sub: 'judy', email: 'judy@example.com', email_verified: true };
  });
  afterAll(async () => {
    await browser?.close();
    page.close();
    page.closeAllConnections();
    await relay.close();
    await provider.close();
  });

  it('comes back to the client with a code that gives tokens', async () => {
    await browser.open(`${start}&return_to=${encodeURIComponent(returnTo)}`, look);
    const address = new URL(String(await browser.evaluate('location.href')));
    expect(address.origin + address.pathname).toBe(returnTo);
    const code = address.searchParams.get('code') ?? '';
    expect((await client.exchange({ code, codeVerifier: verifier })).statusCode).toBe(200);
  });

  it('shows the code where nobody is to be sent back to, and leaves no cookie', async () => {
    await browser.open(start, look);
    expect(await browser.evaluate('location.pathname')).toBe('/c/techcorp/auth/oauth/local/callback');
    expect(JSON.parse(String(await browser.evaluate('document.body.innerText')))).toMatchObject({
      code: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await browser.evaluate('document.cookie')).toBe('');
  });

  it('refuses an answer that another browser fetched', async () => {
    const { callback } = await client.visit();
    await browser.open(callback, look);
    expect(String(await browser.evaluate('document.body.innerText'))).toContain('oauth.invalid_state');
  });
});
