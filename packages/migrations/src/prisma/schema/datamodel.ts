import { AgoraError } from '@agora/core';
import * as z from 'zod';

import { type Datamodel, datamodelSchema } from './datamodel-schema.ts';
import { loadSchemaParser, type SchemaFile } from './schema-parser.ts';

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
    return datamodelSchema.parse(JSON.parse(parser.datamodel(files)));
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
