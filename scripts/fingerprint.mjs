import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One hash of what files are called and hold, whatever their line ends.
 * @param {string} folder that relative ones start from
 * @param {readonly string[]} files those that are not there count, too
 */
export function fingerprint(folder, files) {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    const absolute = path.resolve(folder, file);
    const text = existsSync(absolute) ? readFileSync(absolute, 'utf8').replaceAll('\r\n', '\n') : '';
    hash.update(`${path.relative(folder, absolute)}\0${text}\0`);
  }
  return hash.digest('hex');
}
