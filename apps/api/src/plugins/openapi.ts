import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../dependencies.ts';
import { withoutUnusedSchemas } from './openapi-schemas.ts';

/** Registers the OpenAPI document, made from the routes' zod schemas. Must come before the routes. */
export async function describeApi(app: App): Promise<void> {
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
      components: {
        securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnusedSchemas(jsonSchemaTransformObject(document)),
  });
}

/** Serves the document at /openapi.json and a page to read and try it at /docs. */
export async function serveDocumentation(app: App): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    uiConfig: { deepLinking: true, persistAuthorization: true, tryItOutEnabled: true },
  });
}
