import { beforeAll, expect, it } from 'vitest';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { openApi, type OpenApi } from './document.ts';

const forum = useForum();
let document: OpenApi;
let page: string;
const read = (headers: Record<string, string> = {}) =>
  forum.app.inject({ url: '/docs', headers: { accept: 'text/html', ...headers } });
beforeAll(async () => {
  document = openApi.parse((await forum.app.inject({ url: '/openapi.json' })).json());
  page = (await read()).body;
});

it('has every operation, schema and chapter in a place of its own, and no link that leads nowhere', () => {
  const places = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(places).size).toBe(places.length);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  for (const { operationId } of operations) expect(places).toContain(operationId);
  for (const name of Object.keys(document.components.schemas)) expect(places).toContain(`schema-${name}`);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(operations.length);
  for (const id of links) expect(places).toContain(id);
});

it('tells what an operation takes and answers, with a request to copy', () => {
  const [, shown = ''] = /id="createComment">([\s\S]*?)<\/details>/.exec(page) ?? [];
  const text = shown.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/POST \/c\/\{community\}\/posts\/\{post\}\/comments/);
  expect(text).toContain('An access token is needed.');
  expect(text).toMatch(/idempotency-key optional header string/);
  expect(text).toMatch(/body string/);
  expect(text).toMatch(/201 It was made Comment/);
  expect(text).toMatch(/curl -X POST .*authorization: Bearer \$TOKEN/);
  expect(page).not.toMatch(/undefined|\[object/);
});

it('runs no script of its own, is small, and is for whoever asks', async () => {
  const first = await read();
  expect(first.headers['content-security-policy']).toContain("default-src 'none'");
  expect(first.rawPayload.length).toBeLessThan(1_000_000);
  expect((await forum.app.inject({ url: '/docs' })).statusCode).toBe(200);
});
