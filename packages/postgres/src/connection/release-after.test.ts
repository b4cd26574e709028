import { expect, test } from 'vitest';

import { releaseAfter } from './release-after.ts';

const failing = (message: string) => (): Promise<never> => Promise.reject(new Error(message));

test('what was acquired is released, and the first error is the one that is told', async () => {
  const released: string[] = [];
  const release = (): Promise<void> => {
    released.push('released');
    return Promise.resolve();
  };
  expect(await releaseAfter(() => Promise.resolve(1), release)).toBe(1);
  await expect(releaseAfter(failing('use'), release)).rejects.toThrow('use');
  expect(released).toHaveLength(2);
  await expect(releaseAfter(failing('use'), failing('release'))).rejects.toThrow('use');
  await expect(releaseAfter(() => Promise.resolve(1), failing('release'))).rejects.toThrow('release');
});
