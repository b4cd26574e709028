import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Client, withConnection } from '../connection/connection.ts';
import { withTransaction } from '../connection/transaction.ts';
import { inDatabase } from '../server.fixture.ts';
import { type CopyValue } from './copy-format.ts';
import { copyInto } from './copy-into.ts';

function withTable(columns: string, use: (client: Client, url: string) => Promise<void>): Promise<void> {
  return inDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(`CREATE TABLE t (${columns})`);
      await use(client, url);
    }),
  );
}

/** A small deterministic generator (mulberry32), so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pieces = [
  '\\',
  '\\\\',
  String.raw`\N`,
  String.raw`\.`,
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\b',
  '\f',
  '\v',
  '"',
  "'",
  '{',
  '}',
  ',',
  ' ',
  'NULL',
  'null',
  'a',
  'é',
  '日本',
  '😀',
  '\u0001',
  '\u007F',
  '\u00A0',
  '\u2028',
  '\uFEFF',
  String.raw`\x41`,
  String.raw`\101`,
];

function randomText(below: (n: number) => number): string {
  return Array.from({ length: below(8) }, () => pieces[below(pieces.length)]).join('');
}

async function* slowly(count: number): AsyncGenerator<CopyValue[]> {
  for (let n = 0; n < count; n += 1) {
    await turn();
    yield [n];
  }
}

function* failingAfter(count: number): Generator<CopyValue[]> {
  for (let n = 0; n < count; n += 1) yield [n];
  throw new RangeError('no more');
}

describe('copyInto', () => {
  it('brings random texts, arrays, bytes and JSON back as they were', async () => {
    const below = generator(20_261_121);
    const rows = Array.from({ length: 3000 }, (_, index) => {
      const text = below(10) === 0 ? null : randomText(below);
      const list = Array.from({ length: below(4) }, () => (below(5) === 0 ? null : randomText(below)));
      const bytes = Buffer.from(Array.from({ length: below(12) }, () => below(256)));
      const json = { [`k${randomText(below)}`]: [randomText(below), below(1000), null, below(2) === 0] };
      return { index, text, list, bytes, json };
    });
    await withTable('i int, t text, l text[], b bytea, j jsonb, k json', async (client) => {
      const count = await copyInto(client, {
        table: '"t"',
        columns: ['i', 't', 'l', 'b', 'j', 'k'],
        rows: rows.map((row) => [
          row.index,
          row.text,
          row.list,
          row.bytes,
          { json: row.json },
          { json: row.json },
        ]),
      });
      expect(count).toBe(rows.length);
      const stored = await client.query('SELECT * FROM t ORDER BY i');
      expect(stored.rows).toEqual(
        rows.map((row) => ({
          i: row.index,
          t: row.text,
          l: row.list,
          b: row.bytes,
          j: row.json,
          k: row.json,
        })),
      );
    });
  });

  it('brings values of the other types back', async () => {
    const date = new Date('2026-11-21T03:12:35.678Z');
    const row: CopyValue[] = [
      2n ** 63n - 1n,
      0.1,
      '123456789.123456789',
      true,
      date,
      date,
      '2026-11-21',
      [
        [1, 2],
        [3, 4],
      ],
      [true, null],
      '01934567-89ab-7def-8123-456789abcdef',
      [date],
    ];
    const columns = [
      'a bigint',
      'b float8',
      'c numeric',
      'd boolean',
      'e timestamptz',
      'f timestamp',
      'g date',
      'h int[]',
      'i boolean[]',
      'j uuid',
      'k timestamptz[]',
    ];
    await withTable(columns.join(', '), async (client) => {
      await client.query("SET timezone = 'Asia/Kathmandu'");
      await copyInto(client, { table: 't', columns: columns.map((column) => column.charAt(0)), rows: [row] });
      const { rows } = await client.query(`SELECT a, b, c, d, e, f::text, g::text, h, i, j, k FROM t`);
      expect(rows[0]).toEqual({
        a: '9223372036854775807',
        b: 0.1,
        c: '123456789.123456789',
        d: true,
        e: date,
        f: '2026-11-21 03:12:35.678',
        g: '2026-11-21',
        h: [
          [1, 2],
          [3, 4],
        ],
        i: [true, null],
        j: '01934567-89ab-7def-8123-456789abcdef',
        k: [date],
      });
    });
  });

  it('brings dates before the common era and far ahead back', async () => {
    const dates = [new Date(Date.UTC(-43, 2, 15)), new Date(Date.UTC(12_345, 0, 1)), new Date(0)];
    await withTable('e timestamptz', async (client) => {
      await copyInto(client, { table: 't', columns: ['e'], rows: dates.map((date) => [date]) });
      const { rows } = await client.query(
        'SELECT extract(epoch FROM e)::float8 * 1000 AS ms FROM t ORDER BY ctid',
      );
      expect(rows.map((row) => row.ms)).toEqual(dates.map((date) => date.getTime()));
    });
  });

  it('keeps odd names of tables and columns, and single-column rows that look like an end mark', async () => {
    await withTable('"Odd ""name" text', async (client) => {
      const rows = [[String.raw`\.`], [''], [null], [String.raw`\N`]];
      await copyInto(client, { table: 'public."t"', columns: ['Odd "name'], rows });
      const stored = await client.query({ text: 'SELECT * FROM t ORDER BY ctid', rowMode: 'array' });
      expect(stored.rows).toEqual(rows);
    });
  });

  it('takes rows no faster than the server accepts them', async () => {
    await withTable('n int, filler text', async (client, url) => {
      let taken = 0;
      function* rows(): Generator<CopyValue[]> {
        for (; taken < 40_000; taken += 1) yield [taken, 'x'.repeat(1000)];
      }
      await withConnection(url, async (blocker) => {
        await blocker.query('BEGIN; LOCK TABLE t');
        const copying = copyInto(client, { table: 't', columns: ['n', 'filler'], rows: rows() });
        // The server has not even answered yet, so only what fits the buffers may have been taken.
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect(taken).toBeLessThan(1000);
        await blocker.query('COMMIT');
        expect(await copying).toBe(40_000);
      });
    });
  });

  it('takes rows from an async source', async () => {
    await withTable('n int', async (client) => {
      expect(await copyInto(client, { table: 't', columns: ['n'], rows: slowly(10), freeze: false })).toBe(
        10,
      );
      expect(await copyInto(client, { table: 't', columns: ['n'], rows: [] })).toBe(0);
    });
  });

  it('freezes rows of a table made in the same transaction', async () => {
    await withTable('n int', async (client) => {
      await withTransaction(client, async () => {
        await client.query('TRUNCATE t');
        expect(await copyInto(client, { table: 't', columns: ['n'], rows: [[1]], freeze: true })).toBe(1);
      });
    });
  });

  it('stores nothing after an error in the rows, which comes out, and leaves the connection usable', async () => {
    await withTable('n int', async (client) => {
      await expect(
        copyInto(client, { table: 't', columns: ['n'], rows: failingAfter(100_000) }),
      ).rejects.toThrow(RangeError);
      expect((await client.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{ n: 0 }]);
    });
  });

  it('names the row and the column of a value that cannot be written', async () => {
    await withTable('a text, b text', async (client) => {
      const into = (rows: CopyValue[][]): Promise<number> =>
        copyInto(client, { table: 't', columns: ['a', 'b'], rows });
      await expect(
        into([
          ['x', 'y'],
          ['x', 'a\0b'],
        ]),
      ).rejects.toMatchObject({
        code: 'postgres.copy_invalid_value',
        message: expect.stringMatching(/Row 2 .*column "b"/),
      });
      await expect(into([['x']])).rejects.toMatchObject({ code: 'postgres.copy_row_width' });
      expect((await client.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{ n: 0 }]);
    });
  });

  it("describes the server's refusal, with the line", async () => {
    await withTable('n int PRIMARY KEY', async (client) => {
      const into = (table: string, rows: CopyValue[][]): Promise<number> =>
        copyInto(client, { table, columns: ['n'], rows });
      await expect(into('t', [[1], ['x']])).rejects.toMatchObject({
        code: 'postgres.invalid_text_representation',
        why: expect.stringContaining('line 2'),
      });
      await expect(into('t', [[1], [1]])).rejects.toMatchObject({ code: 'postgres.unique_violation' });
      await expect(into('no_such_table', [[1]])).rejects.toMatchObject({ code: 'postgres.undefined_table' });
      expect(await into('t', [[1]])).toBe(1);
    });
  });

  it('ends when the connection is lost in the middle', async () => {
    await withTable('n int', async (client, url) => {
      const { rows: own } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      async function* rows(): AsyncGenerator<CopyValue[]> {
        for (let n = 0; ; n += 1) {
          if (n === 50_000)
            await withConnection(url, (other) =>
              other.query('SELECT pg_terminate_backend($1)', [own[0]?.pid]),
            );
          yield [n];
        }
      }
      await expect(copyInto(client, { table: 't', columns: ['n'], rows: rows() })).rejects.toThrow(
        /terminat|Connection|EPIPE|ECONNRESET/,
      );
    });
  });
});
