import { beforeAll, describe, expect, it } from 'vitest';
import { fillThread, longPost } from '../testing/forum/long-thread.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';

const forum = useForum();
const address = `/r/techcorp/posts/${longPost}`;
const open = (url: string) => forum.app.inject({ url, headers: { accept: 'text/html' } });
const idOf = (n: number): string => `0190a000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const shown = (page: string) =>
  [...page.matchAll(/<article class="comment[^>]* id="c-([\w-]+)"/g)].map(([, id]) => id);
const linkOf = (page: string, text: string) =>
  new RegExp(`href="([^"]+)"[^>]*>${text}<`).exec(page)?.[1]?.replaceAll('&amp;', '&');

/** Depth of each comment in the lists of a page. */
function depths(page: string): number[] {
  const found: number[] = [];
  let depth = -1;
  for (const [piece] of page.matchAll(/<ol>|<\/ol>|<details/g)) {
    if (piece === '<details') found.push(depth);
    else depth += piece === '<ol>' ? 1 : -1;
  }
  return found;
}

describe('a long thread', () => {
  beforeAll(() => forum.asOwner((client) => fillThread(client, 250, `'Number ' || n`)));

  it('is read page by page, each comment once, with links alone', async () => {
    const seen: (string | undefined)[] = [];
    let url: string | undefined = address;
    while (url !== undefined) {
      const { body, statusCode } = await open(url);
      expect([url, statusCode]).toEqual([url, 200]);
      seen.push(...shown(body));
      url = linkOf(body, 'More replies');
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => idOf(n)));
  });

  it('keeps the places of what goes on from the page before, and says so', async () => {
    const { body } = await open(address);
    expect(shown(body)).toHaveLength(100);
    const next = (await open(linkOf(body, 'More replies') ?? '')).body;
    // The hundredth comment is the second of a line of eleven, and the two hundredth the third.
    expect(depths(next).slice(0, 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0]);
    const third = (await open(linkOf(next, 'More replies') ?? '')).body;
    expect(depths(third).slice(0, 10)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 0]);
    for (const page of [next, third])
      expect(page.match(/continues a reply of the page before/g)).toHaveLength(1);
    expect(next).toContain('Continued from the page before.');
  });

  it('goes on in one branch alone', async () => {
    const { body } = await open(address);
    const more = linkOf(body, 'More replies to this') ?? '';
    expect(more).toContain(`under=${idOf(99)}`);
    const branch = (await open(more)).body;
    expect(shown(branch)).toEqual([100, 101, 102, 103, 104, 105, 106, 107, 108, 109].map(idOf));
    expect(branch).not.toContain('>More replies<');
    expect(linkOf(branch, 'The thread from its beginning')).toBe(`${address}#replies`);
  });

  it('shows a comment with what replies to it', async () => {
    const { body } = await open(`${address}?under=${idOf(15)}`);
    expect(shown(body)).toEqual([15, 16, 17, 18, 19, 20, 21].map(idOf));
    expect(depths(body)[0]).toBe(0);
    expect((await open(`${address}?under=${longPost}`)).statusCode).toBe(404);
    expect((await open(`${address}?after=x`)).statusCode).toBe(400);
  });
});

describe('a thread of texts made to be slow', () => {
  beforeAll(() =>
    forum.asOwner((client) => fillThread(client, 300, `n || ' ' || repeat('http://a ', 4400)`)),
  );

  it('is shown a few comments at a time, and lets others be answered meanwhile', async () => {
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const spent = process.cpuUsage();
    const { body } = await open(address);
    clearInterval(beat);
    const { user, system } = process.cpuUsage(spent);
    // Links are six times as long as their Markdown.
    expect([shown(body).length, linkOf(body, 'More replies')]).toEqual([
      1,
      expect.stringContaining('after='),
    ]);
    expect(body.length).toBeLessThan(700_000);
    expect((user + system) / 1000).toBeLessThan(5_000);
    expect(longest).toBeLessThan(1_000);
    // The second reader gets what was kept.
    const again = process.cpuUsage();
    expect((await open(address)).body.length).toBe(body.length);
    const { user: second } = process.cpuUsage(again);
    expect(second).toBeLessThan(Math.max(user, 300_000));
  });
});
