import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect } from 'vitest';

import { prisma } from '../../prisma-cli.fixture.ts';
import type { FixtureProject } from '../../project.fixture.ts';

type Row = Readonly<Record<string, unknown>>;

/** What is called of a model of a generated client. */
export interface Model {
  create(query: object): Promise<Row>;
  update(query: object): Promise<Row>;
  updateMany(query: object): Promise<unknown>;
  upsert(query: object): Promise<Row>;
  findMany(query: object): Promise<Row[]>;
  findUnique(query: object): Promise<Row | null>;
}

/** A generated client with these models. */
export type PrismaClient<Name extends string> = Readonly<Record<Name, Model>> & {
  $disconnect(): Promise<void>;
  $queryRawUnsafe(sql: string): Promise<Row[]>;
};

/** Generates a client of these models, and connects it. */
export async function clientOf<Name extends string>(
  fixture: FixtureProject,
  name: string,
  text: string,
): Promise<PrismaClient<Name>> {
  const folder = path.join(fixture.root, name);
  await mkdir(folder);
  const schema = path.join(folder, 'schema.prisma');
  await writeFile(
    schema,
    `generator client {\n  provider = "prisma-client"\n  output = "client"\n  moduleFormat = "esm"\n  generatedFileExtension = "ts"\n  importFileExtension = "ts"\n}\ndatasource db {\n  provider = "postgresql"\n}\n${text}`,
  );
  expect(await prisma(fixture, 'generate', '--schema', schema)).toMatchObject({ code: 0 });
  await writeFile(
    path.join(folder, 'connect.ts'),
    "import { PrismaPg } from '@prisma/adapter-pg';\nimport { PrismaClient } from './client/client.ts';\n" +
      'export const connect = (url: string) => new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 3 }) });\n',
  );
  const made: unknown = await import(/* @vite-ignore */ path.join(folder, 'connect.ts'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- generated a moment ago, after the type check
  return (made as { connect: (url: string) => PrismaClient<Name> }).connect(fixture.url);
}
