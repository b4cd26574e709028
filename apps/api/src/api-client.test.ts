import { readFile } from 'node:fs/promises';
import { ApiProblem, createApiClient, unwrap } from '@agora/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from './domain/sessions/tokens.ts';
import { ids, password } from './testing/forum/forum-rows.fixture.ts';
import { useForum } from './testing/forum/forum.fixture.ts';
import { files } from './testing/media/media-files.fixture.ts';
import { openapiDocument, openapiFile } from './testing/openapi.fixture.ts';

const forum = useForum();

it('the committed document is the API’s: else run `pnpm --filter @agora/api run generate:client`', async () => {
  expect(JSON.parse(await readFile(openapiFile, 'utf8'))).toEqual(JSON.parse(await openapiDocument()));
});

describe('the client', () => {
  let url: string;
  beforeAll(async () => void (url = await forum.app.listen({ port: 0, host: '127.0.0.1' })));
  afterAll(() => forum.app.close());
  const path = { community: 'techcorp' };

  it('reads pages, with cursors', async () => {
    const api = createApiClient({ url });
    const query = { sort: 'new', limit: 10 } as const;
    const first = await unwrap(api.GET('/c/{community}/posts', { params: { path, query } }));
    expect(first.items).toHaveLength(10);
    const next = { ...query, cursor: first.next ?? '' };
    const second = await unwrap(api.GET('/c/{community}/posts', { params: { path, query: next } }));
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });

  it('logs in, then sends the token with every request', async () => {
    const held: { token?: string } = {};
    const api = createApiClient({ url, accessToken: () => held.token });
    const login = { params: { path }, body: { email: 'bob@example.com', password } };
    held.token = tokens.parse(await unwrap(api.POST('/c/{community}/auth/login', login))).accessToken;
    expect(await unwrap(api.GET('/c/{community}/me', { params: { path } }))).toMatchObject({
      username: 'bob',
    });
  });

  it('sends files and gets them back', async () => {
    const login = { params: { path }, body: { email: 'bob@example.com', password } };
    const answer = await unwrap(createApiClient({ url }).POST('/c/{community}/auth/login', login));
    const { accessToken } = tokens.parse(answer);
    const api = createApiClient({ url, accessToken: () => accessToken });
    const file = new Blob([new Uint8Array(files.png)]);
    const to = { path: { ...path, post: ids.firstPost }, query: { altText: 'A yellow square' } };
    const medium = await unwrap(api.POST('/c/{community}/posts/{post}/media', { params: to, body: file }));
    expect(medium).toMatchObject({ mimeType: 'image/png', bytes: file.size });
    const at = { params: { path: { ...path, cid: medium.cid } }, parseAs: 'arrayBuffer' } as const;
    const { data } = await api.GET('/c/{community}/media/{cid}', at);
    expect(Buffer.from(data ?? new ArrayBuffer()).equals(files.png)).toBe(true);
  });

  it('throws what the API said', async () => {
    const api = createApiClient({ url });
    const refused = unwrap(api.GET('/c/{community}/me', { params: { path } }));
    await expect(refused).rejects.toBeInstanceOf(ApiProblem);
    await expect(refused).rejects.toMatchObject({ status: 401, problem: { code: 'auth.required' } });
  });
});
