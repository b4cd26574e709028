import 'agora-db/register';

import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'agora seed' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
