// oxlint-disable unicorn/consistent-function-scoping, typescript/no-unsafe-type-assertion, vitest/valid-expect -- small words of the tests stand beside them; the message is the output of the CLI
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateMigrationSql } from './generate-migration-sql.ts';
import { schemaHead } from './testing/throwaway-project.fixture.ts';

describe('generateMigrationSql', () => {
  const database = useTestDatabase();
  let directory: string;
  const schema = (fields: string) =>
    [['schema.prisma', `${schemaHead}\nmodel T {\n  id Int @id\n${fields}}\n`]] as const;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'agora-history-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('goes from nothing, from a history and from a live database to the schema', async () => {
    const migrations = path.join(directory, 'migrations');
    const first = await generateMigrationSql({
      fromMigrationsDirectory: migrations,
      url: database.url,
      schemaFiles: schema(''),
    });
    expect(first).toMatch(/^-- CreateTable\nCREATE TABLE "T"/);
    await mkdir(path.join(migrations, '20260101000000_init'), { recursive: true });
    await writeFile(path.join(migrations, '20260101000000_init/migration.sql'), first as string);

    const options = { fromMigrationsDirectory: migrations, url: database.url };
    expect(await generateMigrationSql({ ...options, schemaFiles: schema('') })).toBeUndefined();
    const second = '-- AlterTable\nALTER TABLE "T" ADD COLUMN     "a" TEXT;\n';
    expect(await generateMigrationSql({ ...options, schemaFiles: schema('  a String?\n') })).toBe(second);

    await withConnection(database.url, (client) => client.query(first as string));
    expect(await generateMigrationSql({ fromUrl: database.url, schemaFiles: schema('') })).toBeUndefined();
    expect(await generateMigrationSql({ fromUrl: database.url, schemaFiles: schema('  a String?\n') })).toBe(
      second,
    );
  });

  it('needs nothing but a shadow database where one is given', async () => {
    const sql = await generateMigrationSql({
      fromMigrationsDirectory: path.join(directory, 'none'),
      shadowUrl: database.url,
      schemaFiles: schema(''),
    });
    expect(sql).toContain('CREATE TABLE "T"');
  });

  it("gives Prisma's code for a schema that is not valid", async () => {
    const options = { fromUrl: database.url, schemaFiles: [['schema.prisma', 'model {']] as const };
    await expect(generateMigrationSql(options)).rejects.toMatchObject({ engineCode: 'P1012' });
  });
});
