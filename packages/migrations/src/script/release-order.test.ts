import { expect, test } from 'vitest';

import { releaseOrder } from './release-order.ts';

test.each([
  ['integer', 'bigint', /works with both types, before and after/],
  ['varchar(20)', 'numeric(10,2)', /works with both types/],
  ['timestamp(3) without time zone', 'timestamptz', /works with both types/],
  ['text', 'integer', /^Release the version whose Prisma schema says integer before the change/],
  ['boolean', 'ext.citext', /^Release the version whose Prisma schema says ext.citext after the change/],
  ['text', 'enum', /after the change/],
  ['boolean', 'integer', /^No version works with both/],
])('%s to %s', (from, to, says) => {
  expect(releaseOrder(from, to, 'the change')).toMatch(says);
});

test('says nothing of a type that was not tried', () => {
  expect(releaseOrder('integer', 'public.mood', 'the change')).toBeUndefined();
  expect(releaseOrder('integer[]', 'bigint[]', 'the change')).toBeUndefined();
});
