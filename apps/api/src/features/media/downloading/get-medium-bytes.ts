import { z } from 'zod';
import { ApiError, found } from '../../../api-error.ts';
import { operation } from '../../../http/operation.ts';
import { known } from '../../../http/versions.ts';
import { deliveryOf, sentTypes } from '../formats/index.ts';
import { cid, documentPolicy, fileBytes, keptByEverybody } from '../medium-bytes.ts';
import { readRange } from './byte-range.ts';
import { visibleMediumSql } from './visible-medium.sql.ts';

const forViewer = 'private, no-cache';

/** Bytes under each type that they are sent as. */
const content = Object.fromEntries(sentTypes.map((type) => [type, { schema: fileBytes }]));

export const getMediumBytes = operation({
  id: 'getMediumBytes',
  method: 'GET',
  path: '/media/:cid',
  tag: 'media',
  summary: 'Get the bytes of a medium, or a range of them',
  params: { cid },
  headers: z.object({
    range: z.string().max(200).optional().describe('One range of bytes, such as `bytes=0-1023`'),
    'if-range': z.string().max(200).optional().describe('The ETag of what you have the rest of'),
  }),
  answers: {
    200: { description: 'The whole file', content },
    206: { description: 'The range', content },
    304: z.undefined().describe('You have it already'),
  },
  refusals: [416],
  async handle({ forum, community, viewer, params, headers, request, reply }, { media }) {
    const wanted = {
      communityId: community.id,
      cid: params.cid,
      viewerId: viewer?.userId ?? null,
      sessionId: viewer?.sessionId ?? null,
    };
    const medium = found(await forum.one(visibleMediumSql(wanted)), 'medium');
    const tag = `"${params.cid}"`;
    const caching = { etag: tag, 'cache-control': medium.shared ? keptByEverybody : forViewer };
    if (known(request.headers['if-none-match'], tag)) return reply.headers(caching).code(304).send();

    const bytes = await media.read(params.cid, medium.bytes);
    const current = headers['if-range'] === undefined || headers['if-range'] === tag;
    const range = current ? readRange(headers.range, bytes.length) : undefined;
    if (range === 'unsatisfiable') {
      throw new ApiError('request.range_not_satisfiable', `The file has ${bytes.length} bytes.`, {
        headers: { 'content-range': `bytes */${bytes.length}` },
      });
    }
    const { mimeType, extension, inline } = deliveryOf(medium.mimeType);
    reply.headers({
      ...caching,
      'accept-ranges': 'bytes',
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${params.cid}.${extension}"`,
      'content-security-policy': documentPolicy,
      'content-type': mimeType.startsWith('text/') ? `${mimeType}; charset=utf-8` : mimeType,
    });
    if (range === undefined) return reply.send(bytes);
    const { first, last } = range;
    reply.code(206).header('content-range', `bytes ${first}-${last}/${bytes.length}`);
    return reply.send(bytes.subarray(first, last + 1));
  },
});
