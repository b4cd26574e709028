import { describe, expect, it } from 'vitest';
import { commentIds, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { atom } from './atom.ts';

const forum = useForum({ PUBLIC_URL: 'https://forum.example' });
const open = (url: string, headers: Record<string, string> = {}) =>
  forum.app.inject({ url, headers: { accept: 'text/html', ...headers } });

describe('a feed', () => {
  it('of a community and a channel holds the newest posts that everybody sees, and is found from their pages', async () => {
    const feed = await open('/r/techcorp/feed.atom');
    expect(feed.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    expect(feed.body).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8"\?>\s*<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/,
    );
    expect(feed.body.match(/<entry>/g)).toHaveLength(30);
    expect(feed.body).not.toMatch(/A draft|Hidden|Of another community/);
    expect(feed.body).toContain(
      '<link rel="self" type="application/atom+xml" href="https://forum.example/r/techcorp/feed.atom" />',
    );
    const channel = await open('/r/techcorp/channels/announcements/feed.atom');
    expect(channel.body.match(/<entry>/g)).toHaveLength(6);
    for (const page of [
      '/r/techcorp',
      '/r/techcorp/channels/announcements',
      `/r/techcorp/posts/${ids.firstPost}`,
    ]) {
      const { body } = await open(page);
      const address =
        /<link\s+rel="alternate"\s+type="application\/atom\+xml"\s+href="([^"]+)"/.exec(body)?.[1] ?? '';
      expect((await open(address)).statusCode).toBe(200);
    }
  });

  it('of a post holds its replies as HTML, none that is gone, and none of what is not shown', async () => {
    await forum.asOwner((client) =>
      client.query('UPDATE comments SET body = $2 WHERE id = $1', [
        commentIds[1],
        'So **bold** & <b>plain</b>',
      ]),
    );
    const { body } = await open(`/r/techcorp/posts/${ids.firstPost}/feed.atom`);
    expect(body.match(/<entry>/g)).toHaveLength(8);
    expect(body).toContain('&lt;strong&gt;bold&lt;/strong&gt; &amp;amp; &amp;lt;b&amp;gt;plain');
    expect(body).not.toContain('Comment number 6');
    for (const post of [ids.draft, ids.hidden]) {
      expect((await open(`/r/techcorp/posts/${post}/feed.atom`)).statusCode).toBe(404);
    }
  });

  it('is not sent again to who has it', async () => {
    const feed = await open('/r/techcorp/feed.atom');
    const again = await open('/r/techcorp/feed.atom', { 'if-none-match': String(feed.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('holds nothing that XML cannot', () => {
    const entry = {
      id: 'urn:x',
      address: '/x',
      author: 'a\uFFFEb',
      published: '2026-11-01Z',
      updated: '2026-11-01T00:00:00+00:00',
    };
    const text = atom({
      id: 'urn:feed',
      title: 'Tom & <Jerry>\u0001',
      subtitle: '',
      site: 'https://forum.example',
      page: '/',
      self: '/feed',
      began: '2026-10-01T00:00:00Z',
      entries: [{ ...entry, published: entry.updated, title: ']]>', content: { text: '\u000B"' } }],
    });
    expect(text).toContain('<title>Tom &amp; &lt;Jerry&gt;</title>');
    expect(text).toContain('<name>ab</name>');
    expect(text).toContain(']]&gt;');
    expect(text).toContain('<updated>2026-11-01T00:00:00.000Z</updated>');
  });
});
