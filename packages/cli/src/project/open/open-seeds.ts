import path from 'node:path';

import { type Datamodel, historySchema, parseDatamodel, readSchema } from '@agora/migrations';
import { parseDatabaseUrl } from '@agora/postgres';
import type { LoadedSeeds, SeedField, SeedModel } from '@agora/seeding/project';

import type { Context } from '../../context/context.ts';
import { noteEnvironment, openProject, type OpenProject, projectUrl } from './open-project.ts';

/** A project's seeds, with what names in them can mean. */
interface OpenSeeds extends LoadedSeeds {
  readonly url: string;
  /** The database's own name, as in `--confirm <name>`. */
  readonly database: string;
  readonly policy: OpenProject['policy'];
  readonly models: readonly SeedModel[];
  /** Where a table without a schema stands. */
  readonly schema: string;
}

/**
 * Finds a project and loads its seeds; says which environment counts.
 * @param request.file another file than agora.seed.ts, relative to where the person stands
 * @param request.into the table or model that the rows of a file go into
 * @throws AgoraError `migrations.no_schema_parser`, `seed.no_file`, `seed.bad_file`, `migrations.no_url`, `docs.invalid_schema`
 */
export async function openSeeds(
  context: Context,
  request: { readonly file?: string | undefined; readonly into?: string | undefined } = {},
): Promise<OpenSeeds> {
  const { project, policy, environment } = await openProject(context);
  noteEnvironment(context.out, environment);
  const { loadSeedFile, loadSeeds } = await import('@agora/seeding/project');
  // Without a schema, tables alone have names.
  const models =
    project.schemaFiles.length === 0
      ? []
      : modelsOf(await parseDatamodel(await readSchema(project.schemaFiles)));
  const loaded =
    request.file === undefined
      ? await loadSeeds(project.root)
      : await loadSeedFile(path.resolve(context.cwd, request.file), request.into, models);
  const url = projectUrl(project, context);
  return {
    ...loaded,
    url,
    database: parseDatabaseUrl(url).database,
    policy,
    models,
    schema: historySchema(url),
  };
}

const MADE = ['uuid', 'cuid', 'nanoid', 'ulid'] as const;

function modelsOf({ models, enums }: Datamodel): SeedModel[] {
  const labels = new Map(
    enums.map(({ name, values }) => [
      name,
      new Map(values.map((value) => [value.name, value.dbName ?? value.name])),
    ]),
  );
  return models.map(({ name, dbName, schema, fields }) => ({
    name,
    table: dbName ?? name,
    ...(schema ? { schema } : {}),
    fields: fields
      .filter(({ kind }) => kind !== 'object')
      .map((field): SeedField => {
        const label = labels.get(field.type);
        const made = MADE.find((one) => one === functionOf(field.default));
        return {
          name: field.name,
          column: field.dbName ?? field.name,
          ...(label === undefined ? {} : { labels: label }),
          ...(made === undefined ? {} : { made }),
          ...(field.isUpdatedAt === true ? { touched: true } : {}),
        };
      }),
  }));
}

/** The function behind `@default(uuid())`; undefined for a literal. */
function functionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
}
