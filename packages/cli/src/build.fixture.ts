import path from 'node:path';

import { buildPackage } from '@agora/testkit';

/** Builds this package before its tests. */
export default (): Promise<void> => buildPackage(path.resolve(import.meta.dirname, '..'));
