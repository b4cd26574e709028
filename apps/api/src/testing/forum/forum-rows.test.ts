import { expect, it } from 'vitest';
import { useForum } from './forum.fixture.ts';
import { violations } from './invariants.fixture.ts';

const forum = useForum();

it('begins in a state in which every invariant holds', async () => {
  expect(await violations(forum)).toEqual([]);
});
