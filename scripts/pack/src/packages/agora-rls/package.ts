import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { root } from '../../catalog.ts';
import { KILOBYTE, MEGABYTE, type PublishedPackage } from '../published-package.ts';

/** Prisma Client under row-level security. */
export const agoraRls: PublishedPackage = {
  name: 'agora-rls',
  description: 'Prisma Client under PostgreSQL row-level security, one round trip a query.',
  keywords: ['prisma', 'postgresql', 'row-level-security', 'rls', 'multi-tenant', 'tenant'],
  entries: { '.': 'packages/rls/src/index.ts' },
  bins: [],
  dependencies: [],
  typeDependencies: ['@types/pg'],
  optionalDependencies: [],
  peers: [
    { name: '@prisma/adapter-pg', range: '^7.0.0', optional: false },
    { name: 'pg', range: '^8.16.0', optional: false },
  ],
  readme,
  limits: { packedBytes: 100 * KILOBYTE, installedBytes: 5 * MEGABYTE, installedPackages: 15 },
};

/** That of the workspace's package, under the published name and without what only the repository has. */
async function readme(): Promise<string> {
  const text = await readFile(path.join(root, 'packages', 'rls', 'README.md'), 'utf8');
  const install = '```sh\nnpm install agora-rls @prisma/adapter-pg pg\n```\n\n';
  return text
    .replaceAll('@agora/rls', 'agora-rls')
    .replace(/^Two runs of `pnpm.*\)\. /m, '')
    .replace(/\n## Layers\n[^]*$/, '')
    .replace(/^A tenant's rows/m, `${install}$&`);
}
