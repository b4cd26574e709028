import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { unsubscriber, unsubscribeToken } from './unsubscribe-token.ts';

it('takes what one of the secrets has signed, and no other', () => {
  const [communityId, userId] = [randomUUID(), randomUUID()];
  const [newest, before, gone] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const read = (token: string) => unsubscriber([newest, before], communityId, token);
  expect(read(unsubscribeToken(newest, communityId, userId))).toBe(userId);
  expect(read(unsubscribeToken(before, communityId, userId))).toBe(userId);
  expect(read(unsubscribeToken(gone, communityId, userId))).toBeUndefined();
  expect(read(unsubscribeToken(before, randomUUID(), userId))).toBeUndefined();
});
