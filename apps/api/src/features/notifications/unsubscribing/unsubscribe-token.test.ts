import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { isOfThread, unsubscriber, unsubscribeToken } from './unsubscribe-token.ts';

it('takes what one of the secrets has signed, and no other', () => {
  const [communityId, userId] = [randomUUID(), randomUUID()];
  const [newest, before, gone] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const read = (token: string) => unsubscriber([newest, before], communityId, token);
  expect(read(unsubscribeToken(newest, communityId, { userId }))).toEqual({ userId, postId: undefined });
  expect(read(unsubscribeToken(before, communityId, { userId }))).toEqual({ userId, postId: undefined });
  expect(read(unsubscribeToken(gone, communityId, { userId }))).toBeUndefined();
  expect(read(unsubscribeToken(before, randomUUID(), { userId }))).toBeUndefined();
});

it('tells the mails of one thread from all mails, and takes no part of a token for another', () => {
  const [communityId, userId, postId] = [randomUUID(), randomUUID(), randomUUID()];
  const secret = randomBytes(32);
  const token = unsubscribeToken(secret, communityId, { userId, postId });
  const read = (given: string) => unsubscriber([secret], communityId, given);
  expect(read(token)).toEqual({ userId, postId });
  expect([isOfThread(token), isOfThread(unsubscribeToken(secret, communityId, { userId }))]).toEqual([
    true,
    false,
  ]);
  const signature = token.split('.')[2];
  for (const other of [
    `${userId}.${signature}`,
    `${postId}.${userId}.${signature}`,
    `${userId}.${postId}.${userId}.${signature}`,
    `${userId} ${postId}.${signature}`,
    signature,
  ]) {
    expect(read(other ?? '')).toBeUndefined();
  }
});
