import fastifySwagger, { type StaticDocumentSpec } from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
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
      // First where the document came from: /docs tries things out there, whatever the public address is.
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

/** What is read without a token shows its owner more with one: clients, /docs among them, send only what is declared. */
function withOptionalToken(route: ReturnType<typeof jsonSchemaTransform>): typeof route {
  const { schema, url } = route;
  const open = schema.security === undefined && url.startsWith('/c/:community') && !url.includes('/auth/');
  return open ? { ...route, schema: { ...schema, security: [{}, { accessToken: [] }] } } : route;
}

/** Serves the document at /openapi.json and a page to read and try it at /docs. */
export function serveDocumentation(app: App): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());

  // The page is an application of its own, made when first asked for: it would be a tenth of every start.
  let pages: Promise<FastifyInstance> | undefined;
  app.addHook('onClose', async () => (await pages)?.close());
  for (const url of ['/docs', '/docs/*']) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      pages ??= documentationPages(app).catch((error: unknown) => {
        pages = undefined;
        throw error;
      });
      const { accept, 'if-none-match': known } = request.headers;
      const headers = { ...(accept && { accept }), ...(known && { 'if-none-match': known }) };
      const page = await (await pages).inject({ url: request.url, headers });
      if (page.statusCode === 404) return reply.callNotFound();
      const { connection: _hop, date: _date, 'content-length': _length, ...kept } = page.headers;
      return reply.code(page.statusCode).headers(kept).send(page.rawPayload);
    });
  }
}

async function documentationPages(app: App): Promise<FastifyInstance> {
  const { default: fastifySwaggerUi } = await import('@fastify/swagger-ui');
  const pages = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type knows OpenAPI 3.0 only
  const document = app.swagger() as StaticDocumentSpec['document'];
  await pages.register(fastifySwagger, { mode: 'static', specification: { document } });
  await pages.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    uiConfig: { deepLinking: true, persistAuthorization: true, tryItOutEnabled: true },
  });
  await pages.ready();
  return pages;
}
