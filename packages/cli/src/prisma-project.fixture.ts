import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase } from '@agora/testkit';

import { runAgora } from './agora.fixture.ts';

/** A small Prisma project outside of the workspace, with an empty database of its own. */
export interface PrismaProject {
  readonly root: string;
  readonly url: string;
  readonly migrations: string;
  /** Runs `agora ...` in it. */
  readonly agora: (...words: readonly string[]) => Promise<CliRun>;
  readonly query: (sql: string) => Promise<Record<string, unknown>[]>;
  /** Writes a file below the root. */
  readonly write: (file: string, text: string) => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** @param models of schema.prisma */
export async function prismaProject(models = ''): Promise<PrismaProject> {
  const database = await createTestDatabase();
  const { url } = database;
  const root = await mkdtemp(path.join(tmpdir(), 'agora project '));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await write('prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n');
  await write('prisma/schema.prisma', `datasource db {\n  provider = "postgresql"\n}\n${models}`);
  await write(
    'prisma.config.ts',
    "import { defineConfig } from 'prisma/config';\n" +
      "export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL'] ?? '' } });\n",
  );
  await symlink(
    path.resolve(import.meta.dirname, '../../../node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
  return {
    root,
    url,
    migrations: path.join(root, 'prisma', 'migrations'),
    agora: (...words) => runAgora(words, { cwd: root, env: { DATABASE_URL: url } }),
    query: (sql) =>
      withConnection(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows),
    write,
    drop: async () => {
      await database.drop();
      await rm(root, { recursive: true });
    },
  };
}
