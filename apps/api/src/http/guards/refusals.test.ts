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
