import '@agora/schema-engine/register';
import path from 'node:path';
import { findWorkspaceRoot, resolveDatabaseUrl } from '@agora/postgres';
import { config as loadEnvironmentFile } from 'dotenv';
import { defineConfig } from 'prisma/config';

const root = findWorkspaceRoot(import.meta.dirname);
loadEnvironmentFile({ path: path.join(root, '.env'), quiet: true });

// Commands that only read the schema must not start a database server.
const offline = ['generate', 'validate', 'format', 'version', '--version', '--help', '-h'];
const needsDatabase = !process.argv.slice(2).some((argument) => offline.includes(argument));
// Migrations need a session of the server's own, and a pooler lends one for a transaction.
const configured = process.env['DIRECT_URL'] || process.env['DATABASE_URL'];
const { url } = needsDatabase
  ? await resolveDatabaseUrl({ env: { DATABASE_URL: configured }, directory: path.join(root, '.agora') })
  : { url: configured ?? 'postgresql://127.0.0.1/agora' };

// Prisma splits the command at spaces and knows no quotes: a space in the path is written `\ `.
const seedScript = path
  .join(import.meta.dirname, 'src', 'seed', 'main.ts')
  .replaceAll('\\', '/')
  .replaceAll(' ', String.raw`\ `);

// Absolute paths: through the root's `prisma` link relative ones would land elsewhere.
export default defineConfig({
  schema: path.join(import.meta.dirname, 'prisma', 'schema'),
  migrations: {
    path: path.join(import.meta.dirname, 'prisma', 'migrations'),
    seed: `tsx --conditions=source ${seedScript}`,
  },
  datasource: {
    url,
    ...(process.env['SHADOW_DATABASE_URL'] ? { shadowDatabaseUrl: process.env['SHADOW_DATABASE_URL'] } : {}),
  },
});
