import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError } from '@agora/core';

import { loadSchemaParser } from './schema-parser.ts';

/** A schema that is there. */
export interface SchemaLocation {
  /** A file, or a folder of *.prisma files. Absolute. */
  readonly schemaPath: string;
  /** Every file, absolute, sorted. */
  readonly schemaFiles: readonly string[];
}

/** The first of some places where there is a schema. */
export async function locateSchema(candidates: readonly string[]): Promise<SchemaLocation | undefined> {
  for (const schemaPath of candidates) {
    const found = await stat(schemaPath).catch(() => undefined);
    if (found !== undefined) {
      const schemaFiles = found.isDirectory() ? await listFiles(schemaPath) : [schemaPath];
      return { schemaPath, schemaFiles: Object.freeze(schemaFiles) };
    }
  }
  return undefined;
}

/** @throws AgoraError `migrations.no_schema` */
export function noSchema(candidates: readonly string[]): AgoraError {
  return new AgoraError({
    code: 'migrations.no_schema',
    message:
      candidates.length === 0
        ? 'This needs the Prisma schema, and nothing names one.'
        : `There is no Prisma schema at ${candidates.join(' nor at ')}.`,
    fix: 'Name the file or folder: --schema path/to/schema.prisma, or `schema` in prisma.config.ts.',
  });
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted((a, b) => a.localeCompare(b));
}

/**
 * The migrations of a schema: beside the file that holds the datasource. Projects of the preview `prismaSchemaFolder`
 * may have them beside the folder.
 */
export async function migrationsBeside({ schemaPath, schemaFiles }: SchemaLocation): Promise<string> {
  if (schemaFiles.includes(schemaPath)) return path.join(path.dirname(schemaPath), 'migrations');
  const beside = path.join(await datasourceFolder(schemaPath, schemaFiles), 'migrations');
  const around = path.join(path.dirname(schemaPath), 'migrations');
  return !existsSync(beside) && existsSync(around) ? around : beside;
}

async function datasourceFolder(schemaPath: string, schemaFiles: readonly string[]): Promise<string> {
  const parser = await loadSchemaParser();
  for (const file of schemaFiles) {
    const { datasources } = parser.blocks([[file, await readFile(file, 'utf8')]]);
    if (datasources.length > 0) return path.dirname(file);
  }
  return schemaPath;
}
