import { z } from 'zod';
import { ApiError, found } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App, Dependencies } from '../../dependencies.ts';
import { RateLimiter } from '../../limits/rate-limiter.ts';
import { known } from '../../http/versions.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import { medium } from '../../domain/content.ts';
import { readRange } from './byte-range.ts';
import { deliveryOf, sentTypes } from './formats/index.ts';
import { checkUpload, detachMedium, visibleMedium } from './queries.ts';
import { cid, fileBytes, uploadQuery } from './schema.ts';

/** Milliseconds for which the rest of a refused body is discarded before its connection is closed. */
const lingerMs = 2000;

/** Uploads of one user that may come in at once. */
const mostAtOnce = 4;

/** A browser keeps it for good; a shared cache asks again after five minutes, and so notices when a post was hidden. */
const forEveryone = 'public, max-age=31536000, s-maxage=300, immutable';
const forViewer = 'private, no-cache';

/** Bytes under each type that they are sent as. */
const fileContent = Object.fromEntries(sentTypes.map((type) => [type, { schema: fileBytes }]));

/** Whoever opens a medium by its address gets a document that may do nothing. */
const policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Media of posts: files by their content id. */
export function mediaRoutes(app: App, dependencies: Dependencies): void {
  const { database, media } = dependencies;
  const tags = ['media'];
  const security = [{ accessToken: [] }];
  void app.register(async (scope) => uploadRoute(scope.withTypeProvider<ZodTypeProvider>(), dependencies));
  app.get(
    '/media/:cid',
    {
      schema: {
        tags,
        summary: 'Get the bytes of a medium, or a range of them',
        params: communityParams.extend({ cid }),
        headers: z.object({
          range: z.string().max(200).optional().describe('One range of bytes, such as `bytes=0-1023`'),
          'if-range': z.string().max(200).optional().describe('The ETag of what you have the rest of'),
        }),
        response: {
          200: { description: 'The whole file', content: fileContent },
          206: { description: 'The range', content: fileContent },
          304: z.undefined().describe('You have it already'),
          ...problems(404, 416, 503),
        },
      },
    },
    async (request, reply) => {
      const { community, params, scope, viewer, headers } = request;
      const read = call(visibleMedium, community.id, params.cid, viewer?.userId ?? null);
      const shown = found(await database.one(scope, read), 'medium');
      const tag = `"${params.cid}"`;
      const caching = { etag: tag, 'cache-control': shown.public ? forEveryone : forViewer };
      if (known(headers['if-none-match'], tag)) return reply.headers(caching).code(304).send();

      const bytes = await media.read(params.cid, shown.bytes);
      const wanted = headers['if-range'] === undefined || headers['if-range'] === tag;
      const range = wanted ? readRange(headers.range, bytes.length) : undefined;
      if (range === 'unsatisfiable') {
        throw new ApiError('request.range_not_satisfiable', `The file has ${bytes.length} bytes.`, {
          headers: { 'content-range': `bytes */${bytes.length}` },
        });
      }
      const { mimeType, extension, inline } = deliveryOf(shown.mimeType);
      reply.headers({
        ...caching,
        'accept-ranges': 'bytes',
        'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${params.cid}.${extension}"`,
        'content-security-policy': policy,
        'content-type': mimeType.startsWith('text/') ? `${mimeType}; charset=utf-8` : mimeType,
      });
      if (range === undefined) return reply.send(bytes);
      const { first, last } = range;
      reply.code(206).header('content-range', `bytes ${first}-${last}/${bytes.length}`);
      return reply.send(bytes.subarray(first, last + 1));
    },
  );
  app.delete(
    '/posts/:post/media/:medium',
    {
      schema: {
        tags,
        summary: 'Take a medium from your post, or as a moderator from any',
        security,
        params: communityParams.extend({ post: id, medium: id }),
        response: { 204: z.undefined().describe('It is gone'), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { post, medium: mediumId } = request.params;
      const act = call(detachMedium, communityId, userId, post, mediumId, uuid7(), uuid7());
      accepted(await database.one(viewer, act), {
        'auth.forbidden': 'Only its author and moderators take a medium from a post.',
      });
      return reply.code(204).send();
    },
  );
}

/** Uploads have a scope of their own, in which a body of any type stays the stream that it is. */
function uploadRoute(app: App, dependencies: Dependencies): void {
  const { config, database } = dependencies;
  const { limitBytes, quotaBytes, uploadsPerHour } = config.media;
  const limiter = new RateLimiter({
    name: 'uploads',
    most: uploadsPerHour,
    windowSeconds: 3600,
    code: 'media.too_many_uploads',
  });
  const coming = new Map<string, number>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.addHook('onResponse', async ({ raw }) => {
    // After an answer that came before the end of the body Node discards the rest. For a while that is right: closed at
    // once, a client that is still sending would get a reset instead of the answer.
    if (raw.complete) return;
    setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, lingerMs).unref();
  });
  app.post(
    '/posts/:post/media',
    {
      schema: {
        tags: ['media'],
        summary: 'Give your post a medium: the file is the body, as it is',
        description:
          'The type is read from the bytes; the declared one does not matter. Taken are PNG, JPEG, GIF, WebP, PDF and ' +
          'plain text. Sending the same bytes to the same post again changes nothing but `altText`. The bytes are then ' +
          'at `/c/{community}/media/{cid}`.',
        security: [{ accessToken: [] }],
        consumes: ['application/octet-stream'],
        params: communityParams.extend({ post: id }),
        querystring: uploadQuery,
        body: fileBytes,
        response: {
          200: medium.describe('The post had it already'),
          201: medium,
          ...problems(401, 403, 404, 408, 409, 413, 415, 422, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { post: postId } = request.params;
      const { altText, cid: declared } = request.query;
      if (request.headers['content-encoding'] !== undefined)
        throw new ApiError('request.unsupported_media_type', 'Send the file itself, not a compressed one.');
      const length = Number(request.headers['content-length'] ?? 0);
      const check = call(
        checkUpload,
        communityId,
        userId,
        postId,
        length > limitBytes ? 0 : length,
        quotaBytes,
        declared ?? '',
      );
      const { refusals, upload } = await import('./upload.ts');
      accepted(await database.one(viewer, check), refusals);
      if (length > limitBytes) {
        const { tooLarge } = await import('./receive.ts');
        throw tooLarge(limitBytes);
      }
      const key = `${communityId} ${userId}`;
      if ((coming.get(key) ?? 0) >= mostAtOnce)
        throw new ApiError('media.too_many_uploads', `At most ${mostAtOnce} files at once.`);
      reply.headers(limiter.headers(limiter.take(key)));
      coming.set(key, (coming.get(key) ?? 0) + 1);
      try {
        const what = { communityId, userId, postId, altText, cid: declared };
        const { created, medium: made } = await upload(dependencies, request, what);
        const address = `/c/${request.community.slug}/media/${made.cid}`;
        return await reply
          .code(created ? 201 : 200)
          .header('location', address)
          .send(made);
      } finally {
        const others = (coming.get(key) ?? 1) - 1;
        if (others > 0) coming.set(key, others);
        else coming.delete(key);
      }
    },
  );
}
