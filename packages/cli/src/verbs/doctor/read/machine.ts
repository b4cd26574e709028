import { statfs } from 'node:fs/promises';

import type { Machine } from '../examined.ts';

/** @param folder where .agora lies, or will */
export async function readMachine(folder: string): Promise<Machine> {
  // Some file systems do not tell; the folder itself may not be made yet.
  const disk = await statfs(folder).catch(() => undefined);
  return {
    node: process.versions.node,
    freeBytes: disk === undefined ? undefined : disk.bavail * disk.bsize,
  };
}
