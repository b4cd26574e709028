import { hkdfSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openToken, sealingVersion, sealToken } from './token-box.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];
const keys = new Map([
  [1, first],
  [2, second],
]);

it('seals with the newest key, and opens with each by its version', () => {
  const old = sealToken(new Map([[1, first]]), 'a token') ?? '';
  const sealed = sealToken(keys, 'a token') ?? '';
  expect(sealingVersion(keys)).toBe(2);
  expect(openToken(keys, 2, sealed)).toBe('a token');
  expect(openToken(keys, 1, old)).toBe('a token');
  expect(openToken(keys, 1, sealed)).toBeUndefined();
  expect(openToken(keys, 3, sealed)).toBeUndefined();
  expect(sealToken(keys, 'a token')).not.toBe(sealed);
});

it('has the format of the seeds', () => {
  // What their sealToken(42, 'techcorp bob access', ...) makes, and the key it makes it with.
  const seeded = '5cXEd2bWGznxIY9PkIzGg1ra_kEh6wz_UOM9JU02nEH5Ig0qe0tswwVQsmoXcPbTw8Plqw';
  const key = new Uint8Array(hkdfSync('sha256', '42', '', 'agora seeded tokens', 32));
  expect(openToken(new Map([[1, key]]), 1, seeded)).toBe('gho_a token of the seeds');
});

it('opens nothing that was tampered with', () => {
  const bytes = Buffer.from(sealToken(keys, 'a token') ?? '', 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openToken(keys, 2, changed.toString('base64url'))).toBeUndefined();
  }
  for (const text of ['', 'x', '?', bytes.subarray(0, 20).toString('base64url')])
    expect(openToken(keys, 2, text)).toBeUndefined();
});

it('keeps what fits into the column, and nothing longer', () => {
  expect(sealToken(keys, 'x'.repeat(356))).toHaveLength(512);
  expect(sealToken(keys, 'x'.repeat(357))).toBeNull();
  expect(sealToken(keys, null)).toBeNull();
});
