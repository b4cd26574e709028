import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { withConnection } from '@agora/postgres';
import { everyThird, slowTests } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { patient } from '../testing/patience.fixture.ts';
import { seededDatabase } from '../testing/forum/seeded-forum.fixture.ts';
import { usePostbox } from '../testing/servers/smtp.fixture.ts';
import { Browser, findChromium, type Look } from './browser.fixture.ts';
import { forms, pages } from './pages/index.ts';

const chromium = findChromium();
const desktop: Look = { width: 1200, height: 900, scheme: 'light' };
const phone: Look = { width: 390, height: 844, scheme: 'dark' };
/** A screen of 1280 by 900 at 200 %. */
const zoomed: Look = { width: 640, height: 450, scheme: 'light' };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const postbox = await usePostbox();

// Without Chromium these are skipped, and the report says so.
describe.skipIf(chromium === undefined)('the seeded forum in Chromium', () => {
  let browser: Browser;
  let server: RunningServer;
  let drop: () => Promise<void>;
  let url: string;
  beforeAll(async () => {
    const test = await seededDatabase('demo');
    drop = () => test.drop();
    ({ url } = test);
    server = await startServer({
      config: parseConfig({
        ...patient,
        DATABASE_URL: test.url,
        LOG_LEVEL: 'silent',
        PORT: '0',
        MAIL_URL: postbox.url,
      }),
    });
    browser = await Browser.launch(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await drop?.();
  });

  const background = () => browser.evaluate('getComputedStyle(document.body).backgroundColor');
  const luminance = async (): Promise<number> => Number(/\d+/.exec(String(await background()))?.[0]);

  it('opens the forum at the bare address, styled, and complains of nothing', async () => {
    await browser.open(server.url, desktop);
    expect(await browser.evaluate('location.pathname')).toBe('/r/agora');
    expect(
      await browser.evaluate("document.querySelectorAll('.posts article').length"),
    ).toBeGreaterThanOrEqual(20);
    expect(await browser.evaluate("document.querySelector('.posts article .pinned')?.textContent")).toBe(
      'pinned',
    );
    expect(await browser.evaluate("getComputedStyle(document.querySelector('.frame')).display")).toBe('grid');
    expect(await luminance()).toBeGreaterThan(240);
    expect(browser.complaints).toEqual([]);
  });

  it('reads a thread by following links, with replies that fold without a script', async () => {
    await browser.open(`${server.url}/r/agora?sort=top`, desktop);
    const address = await browser.evaluate("document.querySelector('.posts h2 a').href");
    await browser.open(String(address), desktop);
    expect(await browser.evaluate("document.querySelectorAll('.comment > details').length")).toBeGreaterThan(
      2,
    );
    const shown = "document.querySelector('.comment > details .prose').checkVisibility()";
    expect(await browser.evaluate(shown)).toBe(true);
    await browser.evaluate("document.querySelector('.comment > details').open = false");
    expect(await browser.evaluate(shown)).toBe(false);
    expect(browser.complaints).toEqual([]);
  });

  it('lets each paragraph run as its letters do, and a name turn nothing beside it', async () => {
    await browser.open(`${server.url}/r/agora?sort=top`, phone);
    const address = await browser.evaluate("document.querySelector('.posts h2 a').href");
    await browser.open(String(address), phone);
    const gaps = `(text) => {
      const paragraph = document.querySelector('.prose p');
      paragraph.textContent = text;
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const [outer, inner] = [paragraph.getBoundingClientRect(), range.getBoundingClientRect()];
      return [inner.left - outer.left < 1, outer.right - inner.right < 1];
    }`;
    expect(await browser.evaluate(`(${gaps})('مرحبا (abc)!')`)).toEqual([false, true]);
    expect(await browser.evaluate(`(${gaps})('Hello (שלום)!')`)).toEqual([true, false]);
    expect(await browser.evaluate("getComputedStyle(document.querySelector('.person')).unicodeBidi")).toBe(
      'isolate',
    );
  });

  it('fits a phone in the dark: no page is wider than the screen', async () => {
    for (const address of ['/r/agora', '/r/agora/users/bob', '/r/agora/channels/development', '/r/nowhere']) {
      await browser.open(`${server.url}${address}`, phone);
      expect(await browser.evaluate('document.documentElement.scrollWidth'), `at ${address}`).toBe(390);
      expect(await luminance()).toBeLessThan(40);
    }
    await browser.open(`${server.url}/r/agora?sort=top`, phone);
    const posts = await browser.evaluate("[...document.querySelectorAll('.posts h2 a')].map((a) => a.href)");
    for (const address of z.array(z.string()).min(10).parse(posts)) {
      await browser.open(address, phone);
      expect(await browser.evaluate('document.documentElement.scrollWidth'), `at ${address}`).toBe(390);
    }
  });

  it('shows the pictures of seeded posts, at their size and no wider than the screen', async () => {
    const search = await fetch(`${server.url}/c/agora/search?q=desk+tidying`);
    const [post] = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(await search.json()).items;
    for (const look of [desktop, phone]) {
      await browser.open(`${server.url}/r/agora/posts/${post?.id}`, look);
      const image = "document.querySelector('.picture img')";
      await browser.evaluate(`${image}.scrollIntoView()`);
      const size = `${image}.complete ? ${image}.naturalWidth : 0`;
      await expect.poll(() => browser.evaluate(size)).toBe(840);
      expect(await browser.evaluate(`${image}.alt`)).toContain('cat');
      expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
    }
    expect(browser.complaints.filter((complaint) => !complaint.includes('/r/nowhere'))).toEqual([]);
  });

  it('has enough contrast for text in both schemes', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      await browser.open(`${server.url}/r/agora`, { ...desktop, scheme });
      const ratios = await browser.evaluate(`(() => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
        const bright = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (e) => { for (let n = e; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
        const initials = Array.from({ length: 12 }, (_, hue) => 'hue-' + hue);
        for (const hue of initials) document.body.insertAdjacentHTML('beforeend', '<span class="avatar small ' + hue + '">AB</span>');
        return ['h1', '.lead', '.excerpt', '.meta', '.posts h2 a', '.channels a', '.stat', '.foot p', '.tabs a', ...initials.map((hue) => '.' + hue)].map((selector) => {
          const element = document.querySelector(selector);
          const [a, b] = [bright(rgb(getComputedStyle(element).color)), bright(behind(element))].sort((x, y) => y - x);
          return { selector, ratio: (a + 0.05) / (b + 0.05) };
        }).filter(({ ratio }) => ratio < 4.5);
      })()`);
      expect(ratios, `in ${scheme}`).toEqual([]);
    }
  });

  const violations = async (): Promise<unknown> => {
    await browser.evaluate(axe);
    return browser.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html + ' ' + node.failureSummary).join('; ')))`);
  };
  const wide = async (): Promise<number> =>
    Number(await browser.evaluate('document.documentElement.scrollWidth'));
  const text = async (): Promise<string> => String(await browser.evaluate('document.body.innerText'));
  const pressEnter = () => browser.leading(() => browser.press('Enter'));

  it('is joined, written in, answered and left by somebody who has a keyboard alone', async () => {
    await browser.open(`${server.url}/r/agora`, desktop);
    await browser.press('Tab');
    expect(await browser.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await browser.tabTo('.you a.main');
    await pressEnter();
    for (const [name, typed] of [
      ['email', 'kim@example.com'],
      ['username', 'kim_keys'],
      ['displayName', 'Kim'],
      ['password', 'seven loud keys click'],
    ] as const) {
      await browser.tabTo(`[name=${name}]`);
      await browser.type(typed);
    }
    await pressEnter();
    expect(await text()).toContain('Look into your mail');
    const mail = (await postbox.next()).replaceAll('=3D', '=');
    const link = /\/r\/agora\/verify-email\?token=[\w-]+/.exec(mail)?.[0] ?? '';
    await browser.open(server.url + link, desktop);
    await browser.tabTo('form.form button');
    await pressEnter();
    await browser.tabTo('[name=email]');
    await browser.type('kim@example.com');
    await browser.tabTo('[name=password]');
    await browser.type('seven loud keys click');
    await pressEnter();
    expect(await text()).toContain('Welcome back.');
    await browser.tabTo('a.main');
    await pressEnter();
    await browser.tabTo('[name=title]');
    await browser.type('Written without a mouse');
    await browser.tabTo('[name=body]');
    await browser.type('By keys *alone*.');
    // Ctrl and Enter send from the text.
    await browser.leading(() => browser.press('Enter', 2));
    expect(await text()).toContain('Your post is published.');
    await browser.tabTo('#answer');
    await browser.type('And answered.');
    await browser.tabTo('form.answer button[value=preview]');
    await pressEnter();
    expect(await violations()).toEqual([]);
    await browser.tabTo('form.form button[value=publish]');
    await pressEnter();
    expect(await text()).toContain('And answered.');
    await browser.tabTo('.comment summary');
    await browser.press('Enter');
    expect(await browser.evaluate("document.querySelector('.comment .prose').checkVisibility()")).toBe(false);
    await browser.tabTo('.foot a');
    await browser.evaluate('document.activeElement.blur(), scrollTo(0, 0)');
    await browser.open(`${server.url}/r/agora/me/leave`, desktop);
    await browser.tabTo('[name=currentPassword]');
    await browser.type('seven loud keys click');
    await pressEnter();
    expect(await text()).toContain('Your account is closed.');
    const warnings = browser.complaints.filter((each) => !/\/r\/nowhere|"recommendation"/.test(each));
    expect(warnings).toEqual([]);
  });

  /** What a moderator may see, of each page one. */
  const addresses = async (): Promise<string[]> => {
    const things = await withConnection({ url }, async (client) => {
      await client.query(
        `INSERT INTO passkeys (community_id, id, user_id, credential_id, public_key, counter, name)
         SELECT community_id, id, id, 'c', 'k', 0, 'My key' FROM users WHERE email = 'moderator@forum.com'`,
      );
      const { rows } = await client.query<Record<string, string>>(
        `SELECT u.id AS passkey, 'bob' AS "user", 'general' AS channel,
           (SELECT id FROM posts WHERE author_id = u.id AND status = 'PUBLISHED' LIMIT 1) AS post,
           (SELECT id FROM comments WHERE author_id = u.id AND status = 'PUBLISHED' LIMIT 1) AS comment,
           (SELECT id FROM reports WHERE status = 'OPEN' LIMIT 1) AS report,
           (SELECT coalesce(post_id, comment_id, reported_user_id) FROM reports WHERE status = 'OPEN' LIMIT 1) AS target
         FROM users u WHERE email = 'moderator@forum.com'`,
      );
      return rows[0] ?? {};
    });
    const read = ['', '/search?q=index', '/users/carol', '/channels/general', `/posts/${things['post']}`];
    const written = [...forms, ...pages].map(({ path }) =>
      path.replaceAll(/:(\w+)/g, (_, name: string) => things[name] ?? `no ${name}`),
    );
    return [...read, '/nothing-here', ...written].map((path) =>
      path === '/report' ? `${path}?user=bob` : path,
    );
  };
  const looks: readonly [readonly [string, Look], ...(readonly [string, Look])[]] = [
    ['in the light', desktop],
    ['on a phone in the dark', phone],
    ['at 200 %', zoomed],
  ];

  it('documents the API in a page that axe finds no fault with, and no wider than the screen', async () => {
    for (const [name, look] of looks) {
      await browser.open(`${server.url}/docs`, look);
      expect(await wide(), `/docs ${name}`).toBe(look.width);
      // All of a kind are made alike, and axe takes minutes for them: some are looked at, unfolded.
      await browser.evaluate(`
        document.querySelectorAll('.operation').forEach((each, n) => { if (n % 40 === 0) each.open = true; else each.remove(); });
        document.querySelectorAll('.schema').forEach((each, n) => { if (n % 30 !== 0) each.remove(); });`);
      expect(await violations(), `/docs ${name}`).toEqual([]);
      expect(await wide(), `/docs ${name} unfolded`).toBe(look.width);
    }
  });

  it('has nothing that axe finds fault with, and no page wider than the screen', async () => {
    await browser.open(`${server.url}/r/agora/login`, desktop);
    await browser.evaluate("document.querySelector('[name=email]').focus()");
    await browser.type('moderator@forum.com');
    await browser.evaluate("document.querySelector('[name=password]').focus()");
    await browser.type('Moderator123!');
    await pressEnter();
    await browser.open(`${server.url}/r/agora/me/preferences`, desktop);
    await browser.evaluate("document.querySelector('[name=theme]').value = 'system'");
    await browser.leading(() => browser.evaluate("document.querySelector('form.form button').click()"));
    // Where slow tests do not run, every third page is tried, each in another look.
    const turns = slowTests ? [0, 1, 2] : [0];
    const cases = everyThird(await addresses()).flatMap((page, index) =>
      turns.map((turn) => ({ page, look: looks[(index + turn) % looks.length] ?? looks[0] })),
    );
    for (const {
      page,
      look: [name, look],
    } of cases) {
      await browser.open(`${server.url}/r/agora${page}`, look);
      const status = await browser.evaluate("performance.getEntriesByType('navigation')[0].responseStatus");
      expect([page, status]).toEqual([page, page === '/nothing-here' ? 404 : 200]);
      expect(await violations(), `${page} ${name}`).toEqual([]);
      expect(await wide(), `${page} ${name}`).toBe(look.width);
    }
  });
});
