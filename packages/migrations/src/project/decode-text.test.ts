import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isAgoraError } from '@agora/core';
import { afterAll, expect, it } from 'vitest';

import { decodeText } from './decode-text.ts';

const sql = "-- geändert\r\nINSERT INTO a VALUES ('é');\n";
const folder = mkdtempSync(path.join(tmpdir(), "agora it's "));
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(
  bytes: Buffer,
  file = '/m/1/migration.sql',
): { message: string; why?: string; fix?: string } {
  try {
    decodeText(bytes, file);
  } catch (error) {
    if (isAgoraError(error)) return { message: error.message, why: error.why ?? '', fix: error.fix ?? '' };
    throw error;
  }
  throw new Error('It was not refused.');
}

it('reads UTF-8, with a byte order mark or without, and any end of line', () => {
  for (const text of ['', sql, `\ufeff${sql}`, 'a\r\nb\rc', '漢🎉\u{10ffff}'])
    expect(decodeText(Buffer.from(text), 'f')).toBe(text);
});

const utf16be = Buffer.from(sql, 'utf16le').swap16();

it.each([
  ['Latin-1', Buffer.from(sql, 'latin1'), '0xE4 at offset 5 (line 1)', 'ISO-8859-1'],
  [
    'Windows-1252',
    Buffer.from('a\n\u0093b\u0094', 'latin1'),
    '0x93 at offset 2 (line 2)',
    'WINDOWS-1252',
    'a\n“b”',
  ],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${sql}`, 'utf16le'), '0xFF at offset 0 (line 1)', 'UTF-16'],
  ['UTF-16 without', Buffer.from(sql, 'utf16le'), '0x00 at offset 1 (line 1)', 'UTF-16LE'],
  ['the other way round', utf16be, '0x00 at offset 0 (line 1)', 'UTF-16BE'],
  [
    'ASCII in UTF-16',
    Buffer.from('SELECT 1;', 'utf16le'),
    '0x00 at offset 1 (line 1)',
    'UTF-16LE',
    'SELECT 1;',
  ],
])('%s is refused, and the command that is named mends it', (_, bytes, place, encoding, text = sql) => {
  const file = path.join(folder, 'migration.sql');
  writeFileSync(file, bytes);
  const { message, why, fix } = refusal(bytes, file);
  expect(message).toBe(`${file} is not UTF-8: byte ${place}.`);
  expect(why).toContain(encoding);
  execFileSync('sh', ['-c', (fix ?? '').split('\n')[1] ?? '']);
  expect(decodeText(readFileSync(file), file).replace('\ufeff', '')).toBe(text);
});

it.each([
  ['a byte that goes on from none', [0x61, 0x0a, 0x80], '0x80 at offset 2 (line 2)'],
  ['a character cut off at the end', [0x61, 0xe2, 0x82], '0xE2 at offset 1 (line 1)'],
  ['one written too long', [0xc0, 0xaf], '0xC0 at offset 0 (line 1)'],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80], '0xED at offset 0 (line 1)'],
  ['a NUL in good text', [0xc3, 0xa9, 0x61, 0x61, 0x61, 0x00], '0x00 at offset 5 (line 1)'],
])('%s is refused', (_, bytes, place) => {
  expect(refusal(Buffer.from(bytes)).message).toContain(place);
});

it('names no command where converting would spoil what is right', () => {
  const cut = refusal(Buffer.from("SELECT 'naïve €").subarray(0, -1));
  expect([cut.why, cut.fix]).toEqual([
    expect.stringContaining('cut off'),
    expect.not.stringContaining('iconv'),
  ]);
  const mixed = refusal(Buffer.concat([Buffer.from('-- é\n'), Buffer.from("SELECT 'ü';", 'latin1')]));
  expect([mixed.why, mixed.fix]).toEqual([
    expect.stringContaining('two encodings'),
    expect.not.stringContaining('iconv'),
  ]);
});
