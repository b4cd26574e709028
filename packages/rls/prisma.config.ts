import '@agora/schema-engine/register';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

// The tests' own schema: generating a client reads no database.
export default defineConfig({
  schema: path.join(import.meta.dirname, 'prisma', 'schema.prisma'),
  datasource: { url: 'postgresql://127.0.0.1/unused' },
});
