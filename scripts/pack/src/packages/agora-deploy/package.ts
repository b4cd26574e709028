import { MEGABYTE, type PublishedPackage } from '../published-package.ts';
import { bundleDeployer } from './bundle-deployer.ts';

/** The deployer, one file: what a container or a pipeline needs. */
export const agoraDeploy: PublishedPackage = {
  name: 'agora-deploy',
  description: 'Applies and takes back Prisma migrations on PostgreSQL: one file, no dependencies.',
  keywords: ['prisma', 'postgresql', 'migrations', 'deploy', 'rollback', 'docker', 'kubernetes'],
  entries: {},
  bins: [
    { command: 'agora-deploy', file: 'agora-deploy', source: 'packages/migrations/src/deployer/main.ts' },
  ],
  dependencies: [],
  typeDependencies: [],
  optionalDependencies: [],
  peers: [],
  limits: { packedBytes: 2 * MEGABYTE, installedBytes: 3 * MEGABYTE, installedPackages: 1 },
  bundle: bundleDeployer,
};
