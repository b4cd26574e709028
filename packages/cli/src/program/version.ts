import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The version in this package's package.json, which lies above `src` and `dist` alike. */
export function readVersion(): string {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url));
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new TypeError(`${path} names no version.`);
}
