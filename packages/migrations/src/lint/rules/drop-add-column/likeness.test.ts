import { expect, it } from 'vitest';

import { sameThing, shareAWord } from './likeness.ts';

it.each([
  ['traceId', 'trace_id'],
  ['profileURL', 'url'],
  ['customEmailSubject', 'emailSubject'],
  ['enabledTypedSignature', 'typedSignatureEnabled'],
  ['pacakgeName', 'packageName'],
  ['accessTokensUrls', 'accessTokensUrl'],
  ['expires', 'expiresAt'],
  ['imageSizeKB', 'imageSizeKb'],
  ['eventLogId', 'eventId'],
])('%s and %s are one thing', (a, b) => {
  expect([sameThing(a, b), sameThing(b, a)]).toEqual([true, true]);
});

it.each([
  ['queueName', 'queueId'],
  ['queueId', 'queue'],
  ['version', 'versionId'],
  ['token', 'encryptedToken'],
  ['nameNsfw', 'poiName'],
  ['dockerDefinitionUrl', 'dockerIgnore'],
  ['processedCount', 'failureCount'],
  ['chargesEnabled', 'stripePaymentsEnabled'],
  ['reviewFlatCost', 'reviewCostType'],
  ['connectionKey', 'runConnectionId'],
  ['min', 'max'],
])('%s and %s are two', (a, b) => {
  expect([sameThing(a, b), sameThing(b, a)]).toEqual([false, false]);
});

it('finds a word in common', () => {
  expect(shareAWord('deployHookIdentifier', 'indexingHookIdentifier')).toBe(true);
  expect(shareAWord('first', 'second')).toBe(false);
});
