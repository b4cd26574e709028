import { expect, it } from 'vitest';
import { createApiClient } from './client.ts';

it('sends back the farthest position that an answer told, whichever came last', async () => {
  const told = [null, '0/FF', '1/0', '0/20', null];
  const sent: (string | null)[] = [];
  const api = createApiClient({
    url: 'http://forum.example',
    fetch: (request) => {
      sent.push(request.headers.get('agora-position'));
      const position = told[sent.length - 1];
      const headers = { 'content-type': 'application/json', ...(position && { 'agora-position': position }) };
      return Promise.resolve(new Response('{}', { headers }));
    },
  });
  for (const _ of told) await api.GET('/c/{community}/me', { params: { path: { community: 'agora' } } });
  expect(sent).toEqual([null, null, '0/FF', '1/0', '1/0']);
});
