import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import type { Config } from '../config.ts';
import { issueAccessToken, verifyAccessToken } from './access-token.ts';

const tokens: Config['tokens'] = {
  secret: randomBytes(32),
  earlierSecrets: [],
  secretGenerated: false,
  accessSeconds: 60,
  refreshDays: 1,
};
const viewer = { userId: randomUUID(), communityId: randomUUID(), tokenVersion: 3, sessionId: randomUUID() };
const invalid = expect.objectContaining({ code: 'auth.invalid_token' });

afterEach(() => {
  vi.useRealTimers();
});

it('remembers a token that it found good, until it expires and no longer', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const token = await issueAccessToken(tokens, viewer);
  const first = await verifyAccessToken(tokens, token, viewer.communityId);
  expect(first).toEqual(viewer);
  expect(await verifyAccessToken(tokens, token, viewer.communityId)).toBe(first);
  vi.advanceTimersByTime(59_000);
  expect(await verifyAccessToken(tokens, token, viewer.communityId)).toBe(first);
  vi.advanceTimersByTime(1000);
  await expect(verifyAccessToken(tokens, token, viewer.communityId)).rejects.toEqual(invalid);
  await expect(verifyAccessToken(tokens, token, viewer.communityId)).rejects.toEqual(invalid);
});

it('takes a token that it remembers for no other community, secret or text', async () => {
  const token = await issueAccessToken(tokens, viewer);
  await verifyAccessToken(tokens, token, viewer.communityId);
  await expect(verifyAccessToken(tokens, token, randomUUID())).rejects.toEqual(invalid);
  const others = { ...tokens, secret: randomBytes(32) };
  await expect(verifyAccessToken(others, token, viewer.communityId)).rejects.toEqual(invalid);
  // All but the last character, of which two bits mean nothing.
  for (let at = 0; at < token.length - 1; at += 7) {
    const forged = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    await expect(verifyAccessToken(tokens, forged, viewer.communityId)).rejects.toEqual(invalid);
  }
});

it('takes what an earlier secret has signed, signs with the newest, and takes no secret that has gone', async () => {
  const newer = { ...tokens, secret: randomBytes(32), earlierSecrets: [randomBytes(32), tokens.secret] };
  const old = await issueAccessToken(tokens, viewer);
  expect(await verifyAccessToken(newer, old, viewer.communityId)).toEqual(viewer);
  await expect(verifyAccessToken(newer, old, randomUUID())).rejects.toEqual(invalid);
  const made = await issueAccessToken(newer, viewer);
  expect(await verifyAccessToken({ ...newer, earlierSecrets: [] }, made, viewer.communityId)).toEqual(viewer);
  await expect(verifyAccessToken(tokens, made, viewer.communityId)).rejects.toEqual(invalid);
  await expect(verifyAccessToken({ ...newer, earlierSecrets: [] }, old, viewer.communityId)).rejects.toEqual(
    invalid,
  );
});
