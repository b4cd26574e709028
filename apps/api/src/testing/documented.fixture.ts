import { z } from 'zod';
import type { Forum } from './forum/forum.fixture.ts';

/** What of a JSON schema these tests read. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** An operation of a community, as the OpenAPI document has it. */
export interface Documented {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the community: `/posts/{post}`. */
  readonly path: string;
  /** Those of the path without the community. */
  readonly parameters: readonly Parameter[];
  /** Of a JSON body, its reference followed. */
  readonly body: Schema | undefined;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
            };
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const base = '/c/{community}';

/** Every operation of a community, in the order of the document. */
export async function documentedOperations(forum: Forum): Promise<Documented[]> {
  const { paths, components } = (await forum.app.inject({ url: '/openapi.json' })).json<Document>();
  const followed = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(base))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([verb, { operationId, parameters = [], requestBody }]) => ({
        id: operationId,
        method: method.parse(verb.toUpperCase()),
        path: path.slice(base.length),
        parameters: parameters.filter(({ name }) => name !== 'community'),
        body: followed(requestBody?.content['application/json']?.schema),
      })),
    );
}
