import { expect, test } from 'vitest';

import { checksumOf, matchesChecksum } from './checksum.ts';

test('is the SHA-256 of the text, byte order mark included', () => {
  expect(checksumOf('hello')).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  expect(checksumOf('\ufeffhello')).not.toBe(checksumOf('hello'));
});

test('a file matches whatever its line ends have become, as in Prisma', () => {
  const scripts = ['ab\ncd\nef\ngh\rab\n', 'ab\r\ncd\r\nef\r\ngh\rab\r\n'];
  for (const script of scripts) {
    for (const other of scripts) expect(matchesChecksum(script, checksumOf(other))).toBe(true);
  }
  expect(matchesChecksum('abc\n', checksumOf('abc'))).toBe(false);
  expect(matchesChecksum('abc', '')).toBe(false);
});

test('a file in Latin-1 that became UTF-8 is the same, and another is not', () => {
  const asPrismaRead = Buffer.from('-- Bär\nSELECT 1;', 'latin1').toString('utf8');
  expect(matchesChecksum('-- Bär\nSELECT 1;', checksumOf(asPrismaRead))).toBe(true);
  expect(matchesChecksum('-- Bär\nSELECT 2;', checksumOf(asPrismaRead))).toBe(false);
  expect(matchesChecksum('-- Bar\nSELECT 1;', checksumOf(asPrismaRead))).toBe(false);
});

test('recognises checksums of old engines, which left out the zero of a small byte', () => {
  const padded = checksumOf('hello');
  const old = padded.replaceAll(/../g, (byte) => (byte.startsWith('0') ? byte.slice(1) : byte));
  expect(old).toHaveLength(62);
  expect(matchesChecksum('hello', old)).toBe(true);
  expect(matchesChecksum('hellp', old)).toBe(false);
});
