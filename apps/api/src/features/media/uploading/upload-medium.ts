import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { medium } from '../../../domain/content.ts';
import { accepted } from '../../../domain/outcome.ts';
import { text } from '../../../domain/text.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { cid, fileBytes } from '../medium-bytes.ts';
import { checkUploadSql } from './check-upload.sql.ts';
import { tooLarge } from './receive.ts';
import { storeUpload, uploadRefusals } from './store-upload.ts';

const uploadQuery = z.object({
  altText: text(500)
    .optional()
    .describe('What it shows, for those who do not see it; sent again with the same bytes it replaces'),
  cid: cid.optional().describe('The content id that you reckon with: other bytes are refused'),
});

export const uploadMedium = operation({
  id: 'uploadMedium',
  method: 'POST',
  path: '/posts/:post/media',
  tag: 'media',
  summary: 'Give your post a medium: the file is the body, as it is',
  description:
    'The type is read from the bytes; the declared one does not matter. Taken are PNG, JPEG, GIF, WebP, PDF and ' +
    'plain text. Sending the same bytes to the same post again changes nothing but `altText`. The bytes are then ' +
    'at `/c/{community}/media/{cid}`.',
  login: 'required',
  params: { post: id },
  query: uploadQuery,
  body: fileBytes,
  streams: 'application/octet-stream',
  answers: { 200: medium.describe('The post had it already'), 201: medium },
  refusals: [408, 409, 413, 415, 429],
  async handle(asked, dependencies) {
    const { forum, community, viewer, params, query, request, reply } = asked;
    const { limitBytes, quotaBytes: quota } = dependencies.config.media;
    if (request.headers['content-encoding'] !== undefined) {
      throw new ApiError('request.unsupported_media_type', 'Send the file itself, not a compressed one.');
    }
    // Whether it may begin, before any of it is read.
    const length = Number(request.headers['content-length'] ?? 0);
    const bytes = length > limitBytes ? 0 : length;
    const wanted = { ...viewer, postId: params.post, bytes, quota, cid: query.cid ?? null };
    accepted(await forum.one(checkUploadSql(wanted)), uploadRefusals);
    if (length > limitBytes) throw tooLarge(limitBytes);
    return dependencies.uploads.during(`${viewer.communityId} ${viewer.userId}`, async (headers) => {
      reply.headers(headers);
      const upload = { viewer, postId: params.post, body: request.body, ...query };
      const { created, ...made } = await storeUpload(dependencies, forum, upload);
      reply.header('location', `/c/${community.slug}/media/${made.cid}`);
      return reply.code(created ? 201 : 200).send(made);
    });
  },
});
