import { withBinaryCopy, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { uuid7 } from '../random/index.ts';
import { type BinaryWriter, uuidWords } from './binary-writer.ts';
import { type BinaryRows, RowSender } from './row-sender.ts';

const database = useTestDatabase();
const at = Date.UTC(2031, 4, 6, 7, 8, 9, 123);
const id = '0198a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1';
const columns = [
  'id',
  'made',
  'path',
  'small',
  'whole',
  'truth',
  'at',
  'before',
  'day',
  'text',
  'parts',
  'hex',
  'none',
];

/** Rows of every type that there is a writer for. */
const rows: BinaryRows<number> = {
  count: (count) => count,
  write(writer: BinaryWriter, _count, index) {
    writer.row(columns.length);
    writer.uuid(uuidWords(id));
    writer.uuid7(at, 5, index);
    writer.bytea(32);
    writer.uuid7Part(at, 5, 0);
    writer.uuid7Part(at, 5, index);
    writer.int2(-7);
    writer.int4(-2_000_000_000 + index);
    writer.bool(index % 2 === 1);
    writer.time(at);
    writer.time(Date.UTC(1969, 11, 31, 23, 59, 59, 999));
    writer.day(-1);
    writer.text('grüße 🦊');
    const begun = writer.begin();
    writer.part(Buffer.from('a'));
    writer.part(Buffer.from('b'.repeat(60)));
    writer.end(begun);
    writer.hex(0xdeadbeef);
    writer.null();
  },
};

test('rows of every type arrive as they were written, in many buffers and over several COPYs of one sender', () =>
  withConnection(database.url, async (client) => {
    await client.query(`SET TIME ZONE 'UTC'; CREATE TABLE things (id uuid, made uuid, path bytea, small int2, whole int4, truth bool,
      at timestamptz, before timestamptz, day date, text text, parts text, hex text, none text)`);
    const sender = new RowSender();
    for (const count of [0, 3, 20_000]) {
      await client.query('TRUNCATE things');
      const sent = await withBinaryCopy(client, { table: 'things', columns }, (send) =>
        sender.write(rows, count, send),
      );
      expect(sent).toBe(count);
    }
    const { rows: found } = await client.query(
      `SELECT id, made, encode(path, 'hex') AS path, small, whole, truth, at::text AS at, before::text AS before,
              day::text AS day, text, parts, hex, none FROM things WHERE whole = -2000000000 + 19999`,
    );
    expect(found).toEqual([
      {
        id,
        made: uuid7(at, 5, 19_999),
        path: `${uuid7(at, 5, 0)}${uuid7(at, 5, 19_999)}`.replaceAll('-', ''),
        small: -7,
        whole: -2_000_000_000 + 19_999,
        truth: true,
        at: '2031-05-06 07:08:09.123+00',
        before: '1969-12-31 23:59:59.999+00',
        day: '1969-12-31',
        text: 'grüße 🦊',
        parts: `a${'b'.repeat(60)}`,
        hex: 'deadbeef',
        none: null,
      },
    ]);
    const { rows: all } = await client.query('SELECT count(DISTINCT made)::int AS ids FROM things');
    expect(all).toEqual([{ ids: 20_000 }]);
  }));
