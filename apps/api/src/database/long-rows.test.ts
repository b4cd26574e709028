import { describe, expect, it } from 'vitest';
import { useForum } from '../testing/forum.fixture.ts';
import { Database } from './database.ts';
import { LongRows } from './long-rows.ts';
import { call, statement } from './statement.ts';

/** A message of PostgreSQL's protocol: its kind, its length, its content. */
function message(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5, kind);
  head.writeUInt32BE(4 + content.length, 1);
  return Buffer.concat([head, content]);
}

function row(...values: readonly (Buffer | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(values.length);
  const parts = values.flatMap((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value?.length ?? -1);
    return value === null ? [length] : [length, value];
  });
  return message('D', Buffer.concat([count, ...parts]));
}

const long = (letter: string, length = 20_000): Buffer => Buffer.alloc(length, letter);
const bound = message('2', Buffer.alloc(0));
const done = message('C', Buffer.from('SELECT 1\0'));
const ready = message('Z', Buffer.from('I'));

/** What is taken and what is passed on when an answer comes in pieces that are all read into the same memory. */
function part(answer: Buffer, pieceLength: number, takes = true): { taken: Buffer[]; passed: Buffer } {
  const taken: Buffer[] = [];
  const passed: Buffer[] = [];
  const rows = new LongRows((bytes) => passed.push(bytes));
  if (takes) rows.taker = (value) => taken.push(value);
  const memory = Buffer.alloc(pieceLength);
  for (let at = 0; at < answer.length; at += pieceLength) {
    const length = answer.copy(memory, 0, at, at + pieceLength);
    rows.push(memory.subarray(0, length));
    memory.fill(0xff);
  }
  return { taken, passed: Buffer.concat(passed) };
}

describe('LongRows', () => {
  const short = Buffer.concat([bound, row(Buffer.alloc(0)), done, row(null), row(Buffer.from('{}')), bound]);
  const answer = Buffer.concat([short, row(long('a')), row(long('b', 8192)), row(long('c')), done, ready]);
  const rest = Buffer.concat([short, done, ready]);

  it('takes the values of long rows and passes all else on, however the answer comes in pieces', () => {
    const pieces = [...Array.from({ length: 40 }, (_, index) => index + 1), 4096, 20_011, 65_536, 100_000];
    for (const length of pieces) {
      const { taken, passed } = part(answer, length);
      expect(passed.equals(rest), `pieces of ${length}`).toBe(true);
      expect(Buffer.concat(taken).equals(Buffer.concat([long('a'), long('b', 8192), long('c')]))).toBe(true);
      expect(taken).toHaveLength(3);
    }
  });

  it('leaves rows of several values, and all when nobody takes them', () => {
    const several = Buffer.concat([row(long('a'), long('b')), ready]);
    expect(part(several, 1000)).toMatchObject({ taken: [], passed: several });
    expect(part(answer, 1000, false).passed.equals(answer)).toBe(true);
  });
});

describe('a database', () => {
  const forum = useForum();
  const texts = statement<[lengths: string], string>(
    'test_long_texts',
    `SELECT to_json(repeat('\u00e9', value::int)) FROM jsonb_array_elements_text($1::jsonb)`,
  );

  it('answers long rows and short ones in their order, and goes on after a fault', async () => {
    const database = new Database({ ...forum.config.database, poolSize: 1 });
    try {
      const lengths = [100_000, 3, 40_000, 1, 5000];
      const expected = lengths.map((length) => '\u00e9'.repeat(length));
      const run = (values: readonly unknown[]) =>
        database.run(undefined, call(texts, JSON.stringify(values)));
      expect(await run(lengths)).toEqual([expected]);
      await expect(run([90_000, 'x'])).rejects.toMatchObject({ code: '22P02' });
      expect(await run(lengths)).toEqual([expected]);
      const json = await database.json(undefined, call(texts, '[100000]'));
      expect(json?.equals(Buffer.from(JSON.stringify('\u00e9'.repeat(100_000))))).toBe(true);
      expect(await database.json(undefined, call(texts, '[1]'))).toEqual(Buffer.from('"\u00e9"'));
      // What pg itself asks for on such a connection comes as it always does.
      await database.session(async (session) => {
        expect(await session.run(undefined, call(texts, '[30000]'))).toEqual([['\u00e9'.repeat(30_000)]]);
      });
      expect(database.pool).toEqual({ total: 1, idle: 1, waiting: 0 });
    } finally {
      await database.close();
    }
  });
});
