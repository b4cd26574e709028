import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiErrorCodes } from '../../error-codes.ts';
import { problem } from '../problem.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';

const forum = useForum();
let port: number;
beforeAll(async () => {
  await forum.app.listen({ port: 0, host: '127.0.0.1' });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  port = (forum.app.server.address() as AddressInfo).port;
});
afterAll(() => forum.app.close());

/** What comes back for exactly these bytes, until the server closes. */
async function send(text: string): Promise<{ head: string; body: unknown }> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  // What the server has not read of it when it closes is a reset, after the answer.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(text);
  await closed;
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  return { head: head.toLowerCase(), body: JSON.parse(body) };
}

it.each([
  ['an address that cannot be decoded', 'GET /c/techcorp/posts/%zz HTTP/1.1', 'request.malformed'],
  ['a name that is too long', `GET /c/techcorp/posts/${'a'.repeat(300)} HTTP/1.1`, 'request.not_found'],
  ['what is not HTTP', 'Good day', 'request.malformed'],
  ['a method of no protocol', 'BREW / HTTP/1.1', 'request.malformed'],
  ['two hosts', 'GET /c/techcorp/posts HTTP/1.1\r\nHost: forum.example', 'request.malformed'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked',
    'request.malformed',
  ],
  ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5', 'request.malformed'],
  ['a folded header', 'GET / HTTP/1.1\r\nX: a\r\n b', 'request.malformed'],
  ['a method that shows what was sent', 'TRACE / HTTP/1.1', 'request.method_not_allowed'],
  ['thousands of headers', `GET / HTTP/1.1\r\n${'X: a\r\n'.repeat(4000)}Y: b`, 'request.malformed'],
  ['endless headers', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`, 'request.headers_too_large'],
] as const)('answers %s with a problem like any other', async (_, start, code) => {
  const { head, body } = await send(`${start}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const told = problem.parse(body);
  expect(told).toMatchObject({ code, status: apiErrorCodes[code].status });
  expect(head).toMatch(new RegExp(`^http/1.1 ${told.status} `));
  for (const header of [
    'content-type: application/problem+json',
    'x-content-type-options: nosniff',
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    `x-request-id: ${told.requestId}`,
  ])
    expect(head).toContain(header);
});

it('waits for no request longer than for an upload', () => {
  expect(forum.app.server.requestTimeout).toBe(130_000);
});

it('wants a host of HTTP/1.1, and of no version before', async () => {
  const end = 'Connection: close\r\n\r\n';
  expect((await send(`GET /health/live HTTP/1.1\r\n${end}`)).body).toMatchObject({
    code: 'request.malformed',
  });
  expect((await send(`GET /health/live HTTP/1.0\r\n${end}`)).body).toEqual({ status: 'ok' });
});

it.each(['forum.example"><script>', 'a b', 'forum.example/evil', 'user@forum.example', 'a\\b'])(
  'takes no host like %s',
  async (host) => {
    const { body } = await send(
      `GET /c/techcorp/posts HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(problem.parse(body)).toMatchObject({ code: 'request.malformed' });
  },
);
