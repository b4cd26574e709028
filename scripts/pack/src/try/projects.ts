import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What the packages are tried in: every manager with every version of Prisma. */
export const managers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export const prismaVersions = ['5.22.0', '6.19.0', '7.0.0', '7.10.0', '7.10.1'] as const;

export type Manager = (typeof managers)[number];

/** How a manager installs from an empty cache, without scripts: Prisma's would load an engine from elsewhere. */
export function installCommand(manager: Manager, cache: string, what: readonly string[]): readonly string[] {
  const [program, cacheOption] = {
    npm: [['npm', 'install', '--no-audit', '--no-fund'], '--cache'] as const,
    pnpm: [['npx', '-y', '--prefer-offline', 'pnpm@12.21.0', 'add'], '--store-dir'] as const,
    // Prisma 7 asks for Node 22 in a package that it never loads; the others only warn.
    yarn: [
      ['npx', '-y', '--prefer-offline', 'yarn@1.22.22', 'add', '--ignore-engines'],
      '--cache-folder',
    ] as const,
    bun: [['npx', '-y', '--prefer-offline', 'bun@1.3.4', 'add'], '--cache-dir'] as const,
  }[manager];
  return [...program, '--ignore-scripts', cacheOption, cache, ...what];
}

/** Writes a small project with two migrations, as a version of Prisma has it. */
export async function writeProject(directory: string, prisma: string): Promise<void> {
  const seven = prisma.startsWith('7.');
  const url = seven ? '' : '\n  url      = env("DATABASE_URL")';
  const files: Record<string, string> = {
    'package.json': '{ "name": "tried", "private": true }\n',
    'prisma/schema.prisma': `datasource db {\n  provider = "postgresql"${url}\n}\n\nmodel Note {\n  id   Int    @id\n  text String\n  pinned Boolean @default(false)\n}\n`,
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/migrations/20260101000000_notes/migration.sql':
      'CREATE TABLE "Note" ("id" INTEGER NOT NULL, "text" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));\n',
    'prisma/migrations/20260102000000_pinned/migration.sql':
      'ALTER TABLE "Note" ADD COLUMN "pinned" BOOLEAN NOT NULL DEFAULT false;\n',
    ...(seven
      ? {
          'prisma.config.ts':
            "import { defineConfig, env } from 'prisma/config';\n\nexport default defineConfig({\n  schema: 'prisma/schema.prisma',\n  datasource: { url: env('DATABASE_URL') },\n});\n",
        }
      : {}),
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
