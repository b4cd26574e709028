import { isMissing } from '@agora/core';
import { readFileSync } from 'node:fs';

/** The version in the package.json of this package, which lies in the nearest folder above that has one. */
export function readVersion(): string {
  let folder = new URL('./', import.meta.url);
  for (let tried = 0; tried < 4; tried += 1) {
    try {
      const { version }: { version?: string } = JSON.parse(
        readFileSync(new URL('package.json', folder), 'utf8'),
      );
      if (version !== undefined) return version;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    folder = new URL('../', folder);
  }
  throw new TypeError(`No package.json above ${import.meta.url} names a version.`);
}
