import fastifySwagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Config } from '../../config.ts';
import type { App } from '../../dependencies.ts';
import { withCommonAnswers } from './common-answers.ts';
import { withoutUnusedSchemas, withPlainFormats } from './schemas.ts';

/** Registers the OpenAPI document, made from the routes' zod schemas. Must come before the routes. */
export async function describeApi(app: App, { publicUrl }: Pick<Config, 'publicUrl'>): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Agora',
        version: '1',
        description:
          'The forum API. Everything of a community lives below `/c/{community}`, where `{community}` is its slug or id. ' +
          'Listings answer pages: send `next` back as `cursor`. Errors are RFC 9457 problem documents with a stable `code`.',
      },
      // First where the document came from: programs try things out there, whatever the public address is.
      servers: [
        { url: '/', description: 'Where this document came from' },
        { url: publicUrl, description: 'The public address' },
      ],
      components: {
        securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: (route) => withOptionalToken(jsonSchemaTransform(route)),
    transformObject: (document) =>
      withCommonAnswers(withPlainFormats(withoutUnusedSchemas(jsonSchemaTransformObject(document)))),
  });
}

/** What is read without a token shows its owner more with one: clients send only what is declared. */
function withOptionalToken(route: ReturnType<typeof jsonSchemaTransform>): typeof route {
  const { schema, url } = route;
  const open = schema.security === undefined && url.startsWith('/c/:community') && !url.includes('/auth/');
  return open ? { ...route, schema: { ...schema, security: [{}, { accessToken: [] }] } } : route;
}

/** Serves the document at /openapi.json; the page of it is the reader's. */
export function serveDocument(app: App): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
