import { describe, expect, it } from 'vitest';
import { copyLine, type CopyValue } from './copy-format.ts';

describe('copyLine', () => {
  it.each<[string, CopyValue[], string]>([
    ['null, empty text and the text \\N apart', [null, '', String.raw`\N`], '\\N\t\t\\\\N\n'],
    ['the end-of-data mark as text', [String.raw`\.`], '\\\\.\n'],
    ['control characters', ['a\tb\nc\rd\be\ff\vg'], String.raw`a\tb\nc\rd\be\ff\vg` + '\n'],
    ['bytes', [Uint8Array.of(0, 92, 255)], '\\\\x005cff\n'],
    ['a part of a larger buffer', [Buffer.from('abcd').subarray(1, 3)], '\\\\x6263\n'],
    [
      'an array with everything to quote',
      [['a"b\\c', null, 'NULL', '', '{,}']],
      '{"a\\\\"b\\\\\\\\c",NULL,"NULL","","{,}"}\n',
    ],
    [
      'nested and empty arrays',
      [
        [
          [1, 2],
          [3, 4],
        ],
        [],
      ],
      '{{"1","2"},{"3","4"}}\t{}\n',
    ],
    [
      'numbers',
      [1, -0, 1e21, Number.NaN, -Infinity, 2n ** 64n],
      '1\t-0\t1e+21\tNaN\t-Infinity\t18446744073709551616\n',
    ],
    ['json', [{ json: { a: 'x\n"' } }, { json: null }], '{"a":"x\\\\n\\\\""}\tnull\n'],
    [
      'dates beyond the ordinary',
      [new Date(Date.UTC(-43, 2, 15)), new Date(Date.UTC(12_345, 0, 1))],
      '0044-03-15T00:00:00.000Z BC\t12345-01-01T00:00:00.000Z\n',
    ],
  ])('writes %s', (_name, row, line) => {
    expect(copyLine(row)).toBe(line);
  });

  it.each<[string, unknown]>([
    ['a NUL byte in a text', 'a\0b'],
    ['a NUL byte in an array', ['a\0b']],
    ['half a surrogate pair', '\uD83D'],
    ['an invalid date', new Date(Number.NaN)],
    ['undefined', undefined],
    ['a bare object', { a: 1 }],
    ['a function', () => 1],
    ['a bigint inside json', { json: { a: 1n } }],
    ['undefined as json', { json: undefined }],
  ])('refuses %s', (_name, value) => {
    // @ts-expect-error: what the types already forbid must be refused at run time too
    expect(() => copyLine([value])).toThrow(
      expect.objectContaining({
        code: 'postgres.copy_invalid_value',
        why: expect.any(String),
        fix: expect.any(String),
      }),
    );
  });
});
