import { AgoraError } from '@agora/core';
import * as z from 'zod';

import { loadSchemaParser, type SchemaFile } from './schema-parser.ts';

const documentation = z.string().optional();
const datamodel = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      dbName: z.string().nullish(),
      schema: z.string().nullish(),
      documentation,
      primaryKey: z.object({ fields: z.array(z.string()) }).nullish(),
      uniqueFields: z.array(z.array(z.string())),
      fields: z.array(
        z.object({
          name: z.string(),
          dbName: z.string().nullish(),
          kind: z.string(),
          type: z.string(),
          isList: z.boolean(),
          isRequired: z.boolean(),
          isId: z.boolean(),
          isUnique: z.boolean(),
          isUpdatedAt: z.boolean().optional(),
          /** A literal, or the name of a function of Prisma's. */
          default: z.unknown().optional(),
          relationName: z.string().optional(),
          relationFromFields: z.array(z.string()).optional(),
          relationToFields: z.array(z.string()).optional(),
          documentation,
        }),
      ),
    }),
  ),
  enums: z.array(
    z.object({
      name: z.string(),
      dbName: z.string().nullish(),
      documentation,
      values: z.array(z.object({ name: z.string(), dbName: z.string().nullish(), documentation })),
    }),
  ),
});

/** Models and enums of a Prisma schema, as its own parser has them. */
export type Datamodel = z.output<typeof datamodel>;

/**
 * Reads models through Prisma's own schema parser, compiled to WASM by its makers and pinned to the engine's commit.
 * (`prisma generate` would need a generator of ours in the user's schema; `@prisma/internals` brings the CLI's
 * downloads along.)
 * @param files as `readSchema` gives them
 * @throws AgoraError `migrations.no_schema_parser`; `docs.invalid_schema` with Prisma's own words
 */
export async function parseDatamodel(files: readonly SchemaFile[]): Promise<Datamodel> {
  const parser = await loadSchemaParser();
  try {
    return datamodel.parse(JSON.parse(parser.datamodel(files)));
  } catch (error) {
    throw new AgoraError({
      code: 'docs.invalid_schema',
      message: 'The Prisma schema cannot be read.',
      why: prismaMessage(error),
      fix: 'Mend the schema; npx prisma validate says the same.',
      cause: error,
    });
  }
}

/** The parser throws an Error whose message is JSON with a `message`. */
function prismaMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(text)).message;
  } catch {
    return text;
  }
}
