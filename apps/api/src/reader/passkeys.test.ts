import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { Browser, findChromium, type Look } from './browser.fixture.ts';

const chromium = findChromium();
const desktop: Look = { width: 1200, height: 900, scheme: 'light' };
const port = await freePort();
const site = `http://localhost:${port}`;
const forum = useForum({ PUBLIC_URL: site });

/** Passkeys belong to an address that is known before the server listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

describe.skipIf(chromium === undefined)('a passkey of Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    await forum.app.listen({ port, host: 'localhost' });
    browser = await Browser.launch(chromium ?? '');
    await browser.addAuthenticator();
  });
  afterAll(() => browser?.close());

  const fill = (name: string, value: string) =>
    browser.evaluate(`document.querySelector('form.form [name="${name}"]').value = ${JSON.stringify(value)}`);
  const send = () =>
    browser.leading(() => browser.evaluate("document.querySelector('form.form .buttons button').click()"));
  const heading = () => browser.evaluate("document.querySelector('h1').textContent");
  const flash = () => browser.evaluate("document.querySelector('[role=status]')?.textContent.trim()");

  it('is made in the settings, and logs in where no password is typed', async () => {
    await browser.open(`${site}/r/techcorp/login`, desktop);
    await fill('email', 'bob@example.com');
    await fill('password', password);
    await send();
    await browser.open(`${site}/r/techcorp/me/passkeys`, desktop);
    await fill('currentPassword', password);
    await send();
    expect(await heading()).toBe('Make a passkey');
    await fill('name', 'Bob’s laptop');
    await send();
    expect(await flash()).toBe('The passkey is kept. You can log in with it.');
    expect(await browser.evaluate("document.querySelector('.rows a').textContent")).toBe('Bob’s laptop');

    await browser.forget();
    await browser.open(`${site}/r/techcorp/login?to=%2Fr%2Ftechcorp%2Fme`, desktop);
    await browser.leading(() =>
      browser.evaluate(
        "[...document.querySelectorAll('.below a')].find((a) => a.textContent.includes('passkey')).click()",
      ),
    );
    await send();
    expect(await browser.evaluate('location.pathname')).toBe('/r/techcorp/me');
    expect(await browser.evaluate("document.querySelector('.menu strong').textContent")).toBe('Bob');
    const advice = '"source":"recommendation"';
    expect(browser.complaints.filter((each) => !each.includes(advice))).toEqual([]);
  });

  it('that is not there, or not allowed, is said, and nothing is sent', async () => {
    await browser.forget();
    await browser.open(`${site}/r/techcorp/login/passkey`, desktop);
    await browser.evaluate("navigator.credentials.get = () => Promise.reject(new Error('no'))");
    await browser.evaluate("document.querySelector('form.form .buttons button').click()");
    expect(
      await browser.evaluate(
        "new Promise((done) => setTimeout(() => done(document.querySelector('form.form [role=alert]').hidden)))",
      ),
    ).toBe(false);
    expect(await browser.evaluate('location.pathname')).toBe('/r/techcorp/login/passkey');
  });
});
