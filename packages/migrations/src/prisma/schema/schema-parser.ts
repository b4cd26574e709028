import { AgoraError } from '@agora/core';
import * as z from 'zod';

/** A file of a Prisma schema: its path and its text. */
export type SchemaFile = readonly [path: string, text: string];

/** Something the parser has to say of a place in a file. Offsets count UTF-16 units. */
export interface Remark {
  readonly file_name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** Prisma's own parser of schemas, compiled to WASM by its makers. */
export interface SchemaParser {
  /** Errors and warnings, each with its place. */
  remarks(files: readonly SchemaFile[]): readonly Remark[];
  /** Generators and datasources, whatever else is wrong with the schema. */
  blocks(files: readonly SchemaFile[]): Blocks;
  /** JSON of models and enums, with their comments. Throws an Error whose message is JSON with a `message`. */
  datamodel(files: readonly SchemaFile[]): string;
}

const value = z.object({ fromEnvVar: z.string().nullable(), value: z.string().nullable() });

const blocks = z.object({
  config: z.object({
    generators: z.array(z.object({ provider: value, previewFeatures: z.array(z.string()) })),
    datasources: z.array(z.object({ sourceFilePath: z.string().nullish() })),
  }),
});

export type Blocks = z.output<typeof blocks>['config'];

/** @throws AgoraError `migrations.no_schema_parser` where the package is not installed */
export async function loadSchemaParser(): Promise<SchemaParser> {
  const { default: parser } = await import('@prisma/prisma-schema-wasm').catch((cause: unknown) => {
    throw new AgoraError({
      code: 'migrations.no_schema_parser',
      message: 'A Prisma schema has to be read, and Prisma’s parser for it is not installed.',
      why: 'It is the package @prisma/prisma-schema-wasm.',
      fix: 'npm install --save-dev @prisma/prisma-schema-wasm; or name what is wanted from the schema: --migrations and --url.',
      cause,
    });
  });
  return {
    remarks: (files) => z.array(remark).parse(JSON.parse(parser.lint(JSON.stringify(files)))),
    blocks: (files) =>
      blocks.parse(JSON.parse(parser.get_config(JSON.stringify({ prismaSchema: files })))).config,
    // Not get_dmmf: for 300 models that adds 80 MB of text about queries.
    datamodel: (files) => parser.get_datamodel(JSON.stringify({ prismaSchema: files, noColor: true })),
  };
}

const remark = z.object({
  file_name: z.string(),
  start: z.number(),
  end: z.number(),
  text: z.string(),
  is_warning: z.boolean(),
});
