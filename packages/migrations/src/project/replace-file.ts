import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: an interrupted write leaves what was there.
 *
 * @throws the file system's own error; nothing is left beside the file then
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(beside, text);
    await rename(beside, file);
  } catch (error) {
    // The first error is told.
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
