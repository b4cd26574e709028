import { expect, it } from 'vitest';
import { foreign, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { lockWaiters } from '../../testing/lock-waiters.fixture.ts';
import { post } from '../../features/posts/page/post.ts';
import { ViewCounter } from './view-counter.ts';

const forum = useForum();

it('adds up what was read, in its community only, and forgets what is not there', async () => {
  const views = new ViewCounter(forum.database, forum.app.log);
  for (let view = 0; view < 5; view += 1) views.count(ids.techcorp, ids.firstPost);
  views.count(ids.techcorp, ids.hidden);
  views.count(ids.techcorp, '01900000-0000-7000-8000-00000000dead');
  views.count(ids.retail, ids.firstPost);
  await views.close();
  await views.flush();
  const read = post.parse((await forum.app.inject({ url: `/c/techcorp/posts/${ids.firstPost}` })).json());
  expect(read.viewCount).toBe(5);
});

it('has written all of it when it has closed, also what was being written already', async () => {
  const views = new ViewCounter(forum.database, forum.app.log);
  let closed = false;
  await forum.asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT FROM posts WHERE community_id = $1 AND id = $2 FOR UPDATE', [
      ids.techcorp,
      ids.firstPost,
    ]);
    views.count(ids.techcorp, ids.firstPost);
    views.count(ids.retail, foreign.post);
    const flushed = views.flush();
    await expect.poll(() => lockWaiters(client)).toBe(1);
    const closing = views.close().then(() => (closed = true));
    await client.query('SELECT 1');
    expect(closed).toBe(false);
    await client.query('COMMIT');
    await Promise.all([flushed, closing]);
  });
  const { rows } = await forum.asOwner((client) =>
    client.query('SELECT view_count AS views FROM posts WHERE id = $1', [foreign.post]),
  );
  expect(rows).toEqual([{ views: 1 }]);
});

it('writes the rest when the API closes', async () => {
  const { rows } = await forum.asOwner((client) =>
    client.query<{ views: number }>('SELECT view_count AS views FROM posts WHERE id = $1', [ids.firstPost]),
  );
  await forum.app.inject({ url: `/c/techcorp/posts/${ids.firstPost}` });
  await forum.app.close();
  const after = await forum.asOwner((client) =>
    client.query<{ views: number }>('SELECT view_count AS views FROM posts WHERE id = $1', [ids.firstPost]),
  );
  expect(after.rows[0]?.views).toBeGreaterThan(rows[0]?.views ?? 0);
});
