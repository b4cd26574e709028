import { describe, expect, it } from 'vitest';
import { commentIds, foreign, ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { needsOneServer } from '../testing/forum/one-server.fixture.ts';
import { styleVersion } from './markup/style.ts';
import { withMarks } from './views/search.ts';

const forum = useForum();
const open = (url: string, headers: Record<string, string> = { accept: 'text/html' }) =>
  forum.app.inject({ url, headers });
/** Nothing that runs, but for the one file of our own. */
const running = /<script(?! src="\/r\/reader\.js\?v=[\w-]+" defer><\/script>)/;
const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

describe('the bare address', () => {
  it('shows browsers the communities and answers programs as ever', async () => {
    const page = await open('/', {
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    });
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      vary: 'accept, cookie',
    });
    expect(page.body).toContain('href="/r/retail"');
    expect(page.body).toContain('href="/r/techcorp"');
    for (const accept of ['*/*', 'application/json', '']) {
      expect((await open('/', { accept })).json()).toMatchObject({ name: 'Agora' });
    }
  });

  it.skipIf(needsOneServer('reader/routes: the only forum'))(
    'leads to the forum when there is only one',
    async () => {
      await forum.asOwner((client) =>
        client.query("CREATE TABLE kept AS SELECT * FROM communities WHERE slug = 'retail'"),
      );
      await forum.asOwner((client) =>
        client.query("SET session_replication_role = replica; DELETE FROM communities WHERE slug = 'retail'"),
      );
      const answer = await open('/');
      await forum.asOwner((client) =>
        client.query('INSERT INTO communities SELECT * FROM kept; DROP TABLE kept'),
      );
      expect(answer.statusCode).toBe(302);
      expect(answer.headers.location).toBe('/r/techcorp');
    },
  );
});

describe('lists', () => {
  it.each(['active', 'new', 'top'])('walk all posts once in the order %s, page by page', async (sort) => {
    const seen: string[] = [];
    let address: string | undefined = `/r/techcorp?sort=${sort}`;
    while (address !== undefined) {
      const { body, statusCode } = await open(address);
      expect(statusCode).toBe(200);
      seen.push(
        ...[...body.matchAll(/<h2>\s*<a href="\/r\/techcorp\/posts\/([\w-]+)"/g)].map(
          (match) => match[1] ?? '',
        ),
      );
      address = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toHaveLength(30);
    expect(new Set(seen).size).toBe(30);
  });

  it('show a channel and a tag, and nothing of what is not there', async () => {
    const channel = await open('/r/techcorp/channels/announcements');
    expect(channel.body).toMatch(/aria-current="page"[^>]*>Announcements/);
    expect(channel.body.match(/<article/g)).toHaveLength(6);
    expect((await open('/r/techcorp/tags/tutorial')).body.match(/<article/g)).toHaveLength(3);
    for (const url of [
      '/r/retail/channels/announcements',
      '/r/techcorp/tags/nothing',
      '/r/nowhere',
      '/r/techcorp/what',
    ]) {
      const answer = await open(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.body).toContain('Not here');
    }
  });

  it('refuse what is no order and no cursor of theirs', async () => {
    for (const query of ['sort=evil', 'cursor=abc', 'sort=top&cursor=WyJuZXciLFtdXQ']) {
      expect((await open(`/r/techcorp?${query}`)).statusCode).toBe(400);
    }
  });
});

describe('a post', () => {
  it('shows its thread as a tree', async () => {
    const { body, statusCode } = await open(`/r/techcorp/posts/${ids.firstPost}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('<h1>Post number 1</h1>');
    const order = [...body.matchAll(/id="c-([\w-]+)"/g)].map((match) => match[1]);
    expect(order).toEqual(commentIds);
    // Six deep, then back to the first one's second reply.
    const depths: number[] = [];
    let depth = -1;
    for (const [piece] of body.matchAll(/<details|<\/details>/g)) {
      depth += piece === '<details' ? 1 : -1;
      if (piece === '<details') depths.push(depth);
    }
    expect(depths).toEqual([0, 1, 2, 3, 4, 5, 1, 0, 1]);
    expect(body).toContain('8 replies');
    expect(body.match(/class="gone"/g)).toHaveLength(1);
    expect(body).not.toContain('Comment number 6');
  });

  it('shows pictures in their place and other files as links, whatever the text that stands for them', async () => {
    const [picture, text] = [`bafkrei${'a'.repeat(52)}`, `bafkreib${'a'.repeat(51)}`];
    const alt = `"><script>alert(1)</script>' onerror='alert(1)`;
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, width, height, alt_text) VALUES
         ($1, gen_random_uuid(), $2, $3, 'image/png', 1234, 640, 480, $5), ($1, gen_random_uuid(), $2, $4, 'text/plain', 99, NULL, NULL, $5)`,
        [ids.techcorp, ids.firstPost, picture, text, alt],
      ),
    );
    const { body } = await open(`/r/techcorp/posts/${ids.firstPost}`);
    // There are no bytes behind these, and other tests follow every address.
    await forum.asOwner((client) => client.query('DELETE FROM media'));
    expect(body).toMatch(
      new RegExp(
        `<img\\s+src="/c/techcorp/media/${picture}"\\s+alt="[^"]*"\\s+width="640" height="480"\\s+loading="lazy"`,
      ),
    );
    expect(body).toContain(`<a href="/c/techcorp/media/${text}" download>&quot;&gt;&lt;script`);
    expect(body).not.toMatch(running);
    expect(body).not.toMatch(/<img[^>]*onerror='/);
  });

  it('leads from a mention to a profile, and nowhere from one of nobody', async () => {
    const [before] = await forum.asOwner(async (client) => {
      const { rows } = await client.query<{ body: string }>('SELECT body FROM posts WHERE id = $1', [
        ids.firstPost,
      ]);
      await client.query(
        `UPDATE posts SET body = 'Ask @bob, @nobody_here, @ghost_writer or @gone_since.' WHERE id = $1`,
        [ids.firstPost],
      );
      await client.query(`UPDATE comments SET body = 'Or @Carol!' WHERE id = $1`, [commentIds[0]]);
      await client.query(
        `INSERT INTO users (community_id, id, email, username, display_name, status, email_verified_at) VALUES
         ($1, gen_random_uuid(), 'g@example.com', 'ghost_writer', 'Never proved', 'ACTIVE', NULL),
         ($1, gen_random_uuid(), 'h@example.com', 'gone_since', 'Left', 'DEACTIVATED', now())`,
        [ids.techcorp],
      );
      return rows;
    });
    const { body } = await open(`/r/techcorp/posts/${ids.firstPost}`);
    await forum.asOwner(async (client) => {
      await client.query('UPDATE posts SET body = $2 WHERE id = $1', [ids.firstPost, before?.body]);
      await client.query(`DELETE FROM users WHERE username IN ('ghost_writer', 'gone_since')`);
    });
    const links = [...body.matchAll(/class="mention" href="([^"]+)">([^<]+)/g)].map(([, to, name]) => [
      to,
      name,
    ]);
    expect(links).toEqual([
      ['/r/techcorp/users/bob', '@bob'],
      ['/r/techcorp/users/carol', '@Carol'],
    ]);
    expect(body).toContain('@nobody_here, @ghost_writer or @gone_since.');
  });

  it('is 404 when hidden, a draft, or of another community', async () => {
    for (const id of [ids.draft, ids.hidden, foreign.post]) {
      expect((await open(`/r/techcorp/posts/${id}`)).statusCode).toBe(404);
    }
    expect((await open('/r/techcorp/posts/nonsense')).statusCode).toBe(404);
  });
});

describe('a profile', () => {
  it('shows who somebody is and what they wrote, and no secret', async () => {
    const { body } = await open('/r/techcorp/users/bob');
    expect(body).toMatch(/<h1>\s*Bob/);
    expect(body.match(/<article/g)).toHaveLength(20);
    expect(body).not.toMatch(/@example\.com|argon2/);
    expect((await open('/r/techcorp/users/nobody')).statusCode).toBe(404);
  });
});

describe('search', () => {
  it('shows what was found with the hits marked, page by page', async () => {
    const { body } = await open('/r/techcorp/search?q=indexes');
    expect(body.match(/<article/g)).toHaveLength(20);
    expect(body).toContain('<mark>indexes</mark>');
    expect(body).toContain('value="indexes"');
    const next = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await open(next)).body.match(/<article/g)).toHaveLength(10);
    expect((await open('/r/retail/search?q=indexes')).body).toContain('Nothing was found');
    expect((await open('/r/techcorp/search')).statusCode).toBe(200);
  });

  it.each([`'; DROP TABLE posts; --`, `"&|!():*<->`, '\\', '((((((((((', `%00`, evil, '☃'.repeat(200)])(
    'takes %j for words',
    async (query) => {
      const { statusCode, body } = await open(`/r/techcorp/search?q=${encodeURIComponent(query)}`);
      expect(statusCode).toBe(200);
      expect(body).not.toMatch(running);
      expect(body).not.toMatch(/<img|<[^>]*onerror='/);
    },
  );

  it('takes no mark for granted that a text only looks like', () => {
    expect(withMarks('a &lt;mark&gt; <mark>b &amp;lt;</mark> <b>').toString()).toBe(
      'a &lt;mark&gt; <mark>b &amp;lt;</mark> &lt;b&gt;',
    );
  });
});

describe('every page', () => {
  const addresses = [
    '/',
    '/r/techcorp',
    `/r/techcorp/posts/${ids.firstPost}`,
    '/r/techcorp/users/bob',
    '/r/nowhere',
  ];

  it.each(addresses)(
    '%s may run nothing but our own file, and asks only for what is there',
    async (address) => {
      const page = await open(address);
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("; script-src 'self';");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(page.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      });
      expect(page.headers['set-cookie']).toBeUndefined();
      expect(page.body).not.toMatch(running);
      expect(page.body).not.toMatch(/ style="| on[a-z]+="|http:\/\//);
      for (const [, link = ''] of page.body.matchAll(/(?:href|src)="(\/[^"#]*)/g)) {
        if (link.includes('/users/') || link.includes('/posts/')) continue;
        expect((await open(link.replaceAll('&amp;', '&'))).statusCode, `at ${link}`).toBeLessThan(400);
      }
    },
  );

  it('keeps the style sheet for ever under an address of its content', async () => {
    const answer = await open(`/r/style.css?v=${styleVersion}`);
    expect(answer.headers['cache-control']).toContain('immutable');
    expect(answer.body).toContain('prefers-color-scheme: dark');
    expect(answer.body).not.toMatch(/url\(|@import/);
  });

  it('escapes what users and moderators wrote, wherever it stands', async () => {
    await forum.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query('UPDATE communities SET name = $1::text, description = $1::text WHERE id = $2', [
        evil,
        ids.techcorp,
      ]);
      await client.query('UPDATE channels SET name = $1::text, description = $1::text WHERE id = $2', [
        evil,
        ids.general,
      ]);
      await client.query('UPDATE tags SET name = $1 WHERE community_id = $2', [evil, ids.techcorp]);
      await client.query('UPDATE users SET display_name = $1::text, bio = $1::text WHERE id = $2', [
        evil,
        ids.bob,
      ]);
      await client.query('UPDATE posts SET title = $1::text, body = $1::text WHERE id = $2', [
        evil,
        '01900000-0000-7000-8000-000000001003',
      ]);
      await client.query('UPDATE comments SET body = $1 WHERE id = $2', [evil, commentIds[0]]);
      await client.query('COMMIT');
    });
    for (const address of [
      '/',
      '/r/techcorp?sort=new',
      '/r/techcorp/channels/general',
      '/r/techcorp/tags/tutorial',
      '/r/techcorp/posts/01900000-0000-7000-8000-000000001003',
      `/r/techcorp/posts/${ids.firstPost}`,
      '/r/techcorp/users/bob',
      '/r/techcorp/search?q=script',
      `/r/techcorp/posts/${encodeURIComponent(evil)}`,
    ]) {
      const { body } = await open(address);
      expect(body, `at ${address}`).not.toMatch(running);
      expect(body, `at ${address}`).not.toMatch(/<img|<[^>]*onerror='/);
    }
    expect((await open('/r/techcorp/posts/01900000-0000-7000-8000-000000001003')).body).toContain(
      '&lt;script&gt;',
    );
  });
});
