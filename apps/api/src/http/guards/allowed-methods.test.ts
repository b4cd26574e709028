import { describe, expect, it } from 'vitest';
import { problem } from '../problem.ts';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';

const forum = useForum({ RATE_LIMIT_PER_MINUTE: '1000' });
const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types do not know every method that there is
  forum.app.inject({ method: method as 'GET', url, headers });

describe('a method that an address does not answer', () => {
  it.each([
    ['DELETE', '/c/techcorp/posts', 'GET, HEAD, POST'],
    ['PUT', `/c/techcorp/posts/${ids.firstPost}`, 'GET, HEAD, PATCH'],
    ['GET', '/c/techcorp/auth/login', 'POST'],
    ['HEAD', '/c/techcorp/auth/login', 'POST'],
    ['POST', '/c/techcorp', 'GET, HEAD'],
    ['POST', '/c/techcorp/', 'GET, HEAD'],
    ['DELETE', '/c/techcorp/channels/?x=/c/y', 'GET, HEAD, POST'],
    ['POST', '/c/techcorp/channels/general', 'DELETE, GET, HEAD, PATCH'],
    ['DELETE', '/c/techcorp/%70osts', 'GET, HEAD, POST'],
    ['POST', `/c/techcorp/posts/${ids.firstPost}/like`, 'DELETE, PUT'],
    ['POST', '/', 'GET, HEAD'],
    ['OPTIONS', '/communities', 'GET, HEAD'],
    ['TRACE', '/communities', 'GET, HEAD'],
    ['PROPFIND', '/communities', 'GET, HEAD'],
    ['DELETE', '/docs', 'GET, HEAD'],
  ])('is a 405 that names those it does: %s %s', async (method, url, allow) => {
    const answer = await ask(method, url);
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    if (method === 'HEAD') return;
    expect(problem.parse(answer.json())).toMatchObject({
      code: 'request.method_not_allowed',
      status: 405,
      instance: url.split('?')[0],
    });
  });

  it('is one where the community is named otherwise, too, and in the reader', async () => {
    const named = await ask('DELETE', '/posts', { 'x-agora-community': 'techcorp' });
    expect([named.statusCode, named.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    const page = await ask('POST', '/r/techcorp');
    expect([page.statusCode, page.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect(page.body).toContain('<h1>');
  });

  it('is a 404 where there is nothing for any', async () => {
    for (const url of [
      '/nothing',
      '/c/techcorp/nothing',
      '/c/techcorp/posts/a/b/c',
      '/cx/techcorp',
      '/c//posts',
      '/docs/nothing',
    ])
      for (const method of ['GET', 'POST', 'PROPFIND']) {
        if (method !== 'GET' && url.startsWith('/docs/')) continue;
        const answer = await ask(method, url);
        expect([url, method, answer.statusCode, answer.headers.allow]).toEqual([url, method, 404, undefined]);
      }
  });

  it('counts towards the rate limit like every other', async () => {
    expect((await ask('DELETE', '/c/techcorp/posts')).headers).toHaveProperty('ratelimit');
  });
});
