import { KILOBYTE, MEGABYTE, type PublishedPackage } from '../published-package.ts';

/** The command line `agora` and its library, for any Prisma project. */
export const agoraDb: PublishedPackage = {
  name: 'agora-db',
  description: 'Migrations for Prisma and PostgreSQL, forwards and backwards, proven on filled tables.',
  keywords: ['prisma', 'postgresql', 'migrations', 'rollback', 'down-migrations', 'lint', 'drift', 'schema'],
  entries: {
    '.': 'scripts/pack/src/packages/agora-db/library.ts',
    './history': 'packages/migrations/src/history/history-gate.ts',
    './backfill': 'packages/migrations/src/backfill/module/define-backfill.ts',
    './config': 'scripts/pack/src/packages/agora-db/config.ts',
    './seed': 'packages/seeding/src/define/index.ts',
    './register': 'packages/schema-engine/src/register.ts',
  },
  bins: [
    { command: 'agora', file: 'agora', source: 'packages/cli/src/main.ts' },
    // A command, so that every package manager makes it executable: Prisma's CLI spawns the file.
    {
      command: 'agora-schema-engine',
      file: 'schema-engine',
      source: 'packages/schema-engine/src/main.ts',
    },
  ],
  dependencies: [
    '@clack/prompts',
    '@hpcc-js/wasm-graphviz',
    '@prisma/prisma-schema-wasm',
    'commander',
    'csv-parse',
    'jiti',
    'libpg-query',
  ],
  typeDependencies: ['@types/node', '@types/pg'],
  optionalDependencies: [],
  peers: [
    { name: '@prisma/schema-engine-wasm', range: '*', optional: true },
    // Encrypts backups.
    { name: 'age-encryption', range: '>=0.3.0', optional: true },
    { name: 'agora-postgres', optional: true },
    { name: 'nodemailer', range: '>=6.0.0', optional: true },
    { name: 'prisma', range: '>=5.0.0 || >=8.0.0-0', optional: true },
    { name: 'squawk-cli', range: '^2.0.0', optional: true },
  ],
  assets: [
    // What agora.config.json may hold, for editors.
    { library: 'packages/core', file: 'agora.config.schema.json' },
    // What binds the engine that the project's Prisma carries as WebAssembly alone.
    {
      library: 'packages/schema-engine/node_modules/@prisma/schema-engine-wasm',
      file: 'schema_engine_bg.js',
    },
  ],
  limits: { packedBytes: 1000 * KILOBYTE, installedBytes: 45 * MEGABYTE, installedPackages: 40 },
};
