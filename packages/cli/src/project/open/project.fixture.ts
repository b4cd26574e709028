import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How a stranger's project names its database. */
const config = (seed: string | undefined): string =>
  "import { defineConfig } from 'prisma/config';\n" +
  `export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL'] ?? '' },
  migrations: { path: 'prisma/migrations'${seed === undefined ? '' : `, seed: ${JSON.stringify(seed)}`} } });\n`;

/**
 * Lays a Prisma project of no forum into a folder.
 * @param migrations name -> migration.sql
 * @param seed the seed command of prisma.config.ts
 */
export async function makeProject(
  root: string,
  migrations: Readonly<Record<string, string>>,
  seed?: string,
): Promise<string> {
  await mkdir(path.join(root, 'prisma'), { recursive: true });
  await writeFile(
    path.join(root, 'prisma', 'schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\n',
  );
  await writeFile(path.join(root, 'prisma.config.ts'), config(seed));
  const modules = path.resolve(import.meta.dirname, '../../../../../node_modules');
  await symlink(modules, path.join(root, 'node_modules'), 'junction');
  await writeMigrations(root, migrations);
  return root;
}

/** Writes migrations of a project, over what is there. */
export async function writeMigrations(
  root: string,
  migrations: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [migration, sql] of Object.entries(migrations)) {
    const folder = path.join(root, 'prisma', 'migrations', migration);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), sql);
  }
}
