import path from 'node:path';

import { buildPackage } from '@agora/testkit';

const root = path.resolve(import.meta.dirname, '..');

/** Builds this package before its tests, with the threads of the load. */
export default (): Promise<void> =>
  buildPackage(root, [path.resolve(root, '..', '..', 'packages', 'db', 'scripts', 'bundle-threads.mjs')]);
