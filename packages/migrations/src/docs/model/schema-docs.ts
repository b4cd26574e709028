import path from 'node:path';

import { readSchema } from '../../prisma/schema/current-schema.ts';
import { parseDatamodel } from '../../prisma/schema/datamodel.ts';
import type { Datamodel } from '../../prisma/schema/datamodel-schema.ts';
import type { Project } from '../../prisma/project.ts';

/** A field of a model that is a column. */
interface FieldDocs {
  readonly name: string;
  readonly column: string;
  readonly documentation?: string;
  /** As the schema has it: `String?`, `UserRole[]`. */
  readonly type: string;
}

/** A relation whose columns the model holds, as the schema declares it; the database may have no foreign key for it. */
interface RelationDocs {
  readonly columns: readonly string[];
  /** Name of the model that it points at. */
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly optional: boolean;
  /** Whether at most one row points at each target. */
  readonly unique: boolean;
}

/** The table of an implicit many-to-many relation: its column A points at one model, its column B at the other. */
interface JoinDocs {
  readonly table: string;
  readonly a: string;
  readonly b: string;
}

/** A model or view, with what its doc comments say. */
export interface ModelDocs {
  readonly name: string;
  /** The table, with its schema only where the Prisma schema names one. */
  readonly schema?: string;
  readonly table: string;
  readonly documentation?: string;
  readonly fields: readonly FieldDocs[];
  readonly relations: readonly RelationDocs[];
  /** Implicit many-to-many relations of which this model is the first by name. */
  readonly joins: readonly JoinDocs[];
}

interface EnumDocs {
  readonly name: string;
  readonly type: string;
  readonly documentation?: string;
  readonly values: readonly { readonly name: string; readonly documentation?: string }[];
}

/** The models of one schema file; one file is one domain of the database. */
export interface Domain {
  /** Name of the file without `.prisma`. */
  readonly name: string;
  /** In the order of the file. */
  readonly models: readonly ModelDocs[];
  readonly enums: readonly EnumDocs[];
}

type Model = Datamodel['models'][number];

/**
 * Reads models and doc comments.
 * @returns a domain for each schema file that holds a model or an enum, in the order of the files
 * @throws AgoraError `docs.invalid_schema` with Prisma's own words
 */
export async function readSchemaDocs(project: Pick<Project, 'schemaFiles'>): Promise<readonly Domain[]> {
  const files = await readSchema(project.schemaFiles);
  const { models, enums } = await parseDatamodel(files);
  const titles = domainNames(project.schemaFiles);
  return files
    .map(([file, text]): Domain => {
      const names = declaredNames(text);
      return {
        name: titles.get(file) ?? '',
        models: names.flatMap((name) =>
          models.filter((model) => model.name === name).map((model) => modelDocs(model, models)),
        ),
        enums: names.flatMap((name) => enums.filter((one) => one.name === name).map(enumDocs)),
      };
    })
    .filter((domain) => domain.models.length > 0 || domain.enums.length > 0);
}

/** The name of each file, and of its folders as far as it takes to tell two files apart. `other` is taken. */
function domainNames(files: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const file of files) {
    let depth = 1;
    const taken = (name: string): boolean =>
      name === 'other' || files.some((other) => other !== file && nameOfFile(other, depth) === name);
    while (depth < 5 && taken(nameOfFile(file, depth))) depth += 1;
    names.set(file, nameOfFile(file, depth));
  }
  return names;
}

function nameOfFile(file: string, depth: number): string {
  return file
    .replace(/\.prisma$/, '')
    .split(path.sep)
    .slice(-depth)
    .join('-');
}

/** Names of the models, views and enums that a file declares, in its order. */
function declaredNames(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:model|view|enum)[ \t]+(\w+)[ \t]*\{/gm)].map(([, name]) => name ?? '');
}

function modelDocs(model: Model, models: readonly Model[]): ModelDocs {
  return {
    relations: relationsOf(model, models),
    joins: joinsOf(model, models),
    name: model.name,
    table: model.dbName ?? model.name,
    ...(model.schema ? { schema: model.schema } : {}),
    ...documented(model.documentation),
    fields: model.fields
      .filter((field) => field.kind !== 'object')
      .map((field) => ({
        name: field.name,
        column: field.dbName ?? field.name,
        type: `${field.type}${field.isList ? '[]' : field.isRequired ? '' : '?'}`,
        ...documented(field.documentation),
      })),
  };
}

function relationsOf(model: Model, models: readonly Model[]): readonly RelationDocs[] {
  return model.fields.flatMap(({ type, relationFromFields: from = [], relationToFields: to = [] }) => {
    const target = models.find(({ name }) => name === type);
    if (target === undefined || from.length === 0) return [];
    return [
      {
        columns: columnsOf(model, from),
        target: type,
        targetColumns: columnsOf(target, to),
        optional: from.some(
          (name) => model.fields.find((field) => field.name === name)?.isRequired === false,
        ),
        unique: isUnique(model, from),
      },
    ];
  });
}

function isUnique({ fields, primaryKey, uniqueFields }: Model, names: readonly string[]): boolean {
  const keys = [
    ...uniqueFields,
    ...(primaryKey ? [primaryKey.fields] : []),
    ...fields.filter(({ isId, isUnique: unique }) => isId || unique).map(({ name }) => [name]),
  ];
  return keys.some((key) => key.every((name) => names.includes(name)));
}

/** Both sides are lists without columns of their own; A is the model that comes first by name (Prisma's rule). */
function joinsOf(model: Model, models: readonly Model[]): readonly JoinDocs[] {
  return model.fields.flatMap(({ isList, relationName, type, name }) => {
    if (!isList || relationName === undefined) return [];
    const other = models
      .find((one) => one.name === type)
      ?.fields.find(
        (field) => field.relationName === relationName && (type !== model.name || field.name > name),
      );
    if (other?.isList !== true || model.name > type) return [];
    return [{ table: `_${relationName}`, a: model.name, b: type }];
  });
}

function columnsOf(model: Model, names: readonly string[]): readonly string[] {
  return names.map((name) => model.fields.find((field) => field.name === name)?.dbName ?? name);
}

function enumDocs(one: Datamodel['enums'][number]): EnumDocs {
  return {
    name: one.name,
    type: one.dbName ?? one.name,
    ...documented(one.documentation),
    values: one.values.map((value) => ({
      name: value.dbName ?? value.name,
      ...documented(value.documentation),
    })),
  };
}

function documented(text: string | undefined): { documentation?: string } {
  return text === undefined || text === '' ? {} : { documentation: text };
}
