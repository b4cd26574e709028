import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { borrowBytes } from '../database/page-memory.ts';
import { sendWrittenJson } from './written-json.ts';

const length = 1_000_000;
const app = Fastify();
app.get<{ Params: { letter: string } }>('/:letter', (request, reply) =>
  sendWrittenJson(reply, borrowBytes(length).fill(request.params.letter)),
);
let port = 0;
beforeAll(async () => {
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => app.close());

const get = async (letter: string): Promise<Buffer> => {
  const answer = await fetch(`http://127.0.0.1:${port}/${letter}`);
  return Buffer.from(await answer.arrayBuffer());
};
const blankLine = '\r\n\r\n';
const request = (letter: string): string => `GET /${letter} HTTP/1.1\r\nhost: localhost\r\n\r\n`;

it('sends each answer whole, though others are sent while a slow reader has not taken it', async () => {
  const slow = connect(port, '127.0.0.1');
  await once(slow, 'connect');
  slow.pause();
  // More than the system takes for a reader that reads nothing.
  const asked = 24;
  slow.write(request('s').repeat(asked));
  const gone = connect(port, '127.0.0.1');
  gone.write(request('g').repeat(asked));
  await once(gone, 'data');
  gone.destroy();
  for (let round = 0; round < 30; round += 1) {
    const letter = 'abc'.charAt(round % 3);
    expect((await get(letter)).equals(Buffer.alloc(length, letter))).toBe(true);
  }
  const pieces: Buffer[] = [];
  slow.on('data', (piece: Buffer) => pieces.push(piece));
  slow.resume();
  const bodies = (): Buffer[] => {
    const bytes = Buffer.concat(pieces);
    const found: Buffer[] = [];
    for (let head = bytes.indexOf(blankLine); head !== -1; head = bytes.indexOf(blankLine, head + length)) {
      const body = bytes.subarray(head + blankLine.length, head + blankLine.length + length);
      if (body.length === length) found.push(body);
    }
    return found;
  };
  await vi.waitUntil(() => bodies().length === asked, { timeout: 60_000, interval: 200 });
  expect(bodies().filter((body) => !body.equals(Buffer.alloc(length, 's')))).toEqual([]);
  slow.destroy();
});
