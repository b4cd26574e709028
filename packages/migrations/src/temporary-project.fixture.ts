import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Client, withConnection } from '@agora/postgres';
import { type TestDatabase, createTestDatabase } from '@agora/testkit';

/** The files of one migration; more names than `up` and `down` are written as they are. */
export interface FixtureMigration {
  readonly up: string;
  readonly down?: string;
  readonly [file: string]: string | undefined;
}

/** A Prisma project in a temporary folder, with an empty database of its own. */
export interface FixtureProject {
  readonly root: string;
  readonly directory: string;
  readonly url: string;
  /** Writes migrations, over what is there. */
  write(migrations: Readonly<Record<string, FixtureMigration>>): Promise<void>;
  remove(name: string): Promise<void>;
  /** Runs one statement, or several that return nothing. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  connect<T>(use: (client: Client) => Promise<T>): Promise<T>;
}

/** What a project may be made with. */
export interface ProjectOptions {
  /** Of the URL; by default none is named. */
  readonly schema?: string;
  readonly models?: string;
}

/** Makes a project. @param later is given what removes it again, database and all, in order: the last runs first */
export async function makeProject(
  later: (cleanup: () => Promise<void>) => void,
  migrations: Readonly<Record<string, FixtureMigration>> = {},
  options: ProjectOptions = {},
): Promise<FixtureProject> {
  const database: TestDatabase = await createTestDatabase();
  later(() => database.drop());
  const root = await mkdtemp(path.join(tmpdir(), 'agora migrations '));
  later(() => rm(root, { recursive: true, force: true }));
  const directory = path.join(root, 'prisma', 'migrations');
  const url = options.schema === undefined ? database.url : `${database.url}?schema=${options.schema}`;
  const project: FixtureProject = {
    root,
    directory,
    url,
    write: (more) => writeMigrations(directory, more),
    remove: (name) => rm(path.join(directory, name), { recursive: true }),
    connect: (use) => withConnection(url, use),
    query: (sql) =>
      withConnection(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(
    path.join(root, 'prisma', 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n${options.models ?? ''}`,
  );
  await writeFile(
    path.join(root, 'prisma.config.ts'),
    "import { defineConfig } from 'prisma/config';\n" +
      "export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL']! } });\n",
  );
  await symlink(
    path.resolve(import.meta.dirname, '..', 'node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
  await project.write(migrations);
  return project;
}

async function writeMigrations(
  directory: string,
  migrations: Readonly<Record<string, FixtureMigration>>,
): Promise<void> {
  for (const [name, { up, down, ...others }] of Object.entries(migrations)) {
    await mkdir(path.join(directory, name), { recursive: true });
    const files = { 'migration.sql': up, 'down.sql': down, ...others };
    for (const [file, text] of Object.entries(files)) {
      if (text !== undefined) await writeFile(path.join(directory, name, file), text);
    }
  }
}
