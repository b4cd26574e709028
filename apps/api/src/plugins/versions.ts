import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';

/** Header of edits: the ETag, or the `version`, of what is edited. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .max(200)
    .optional()
    .describe('The ETag you read; needed, so that nobody overwrites unseen changes'),
});

/**
 * The version that an edit is based on.
 * @throws ApiError `request.precondition_required`, `request.precondition_failed` for what is no ETag of ours
 */
export function editedVersion(request: FastifyRequest): string {
  const given = request.headers['if-match'];
  if (given === undefined) {
    throw new ApiError('request.precondition_required', 'Say which version you edit.', {
      fix: 'Send `If-Match` with the ETag of what you read.',
    });
  }
  const version = /^"(\d{1,16})(?:\.[\w-]+)?"$/.exec(given)?.[1];
  if (version === undefined)
    throw new ApiError('request.precondition_failed', 'If-Match holds no ETag of this API.');
  return version;
}

/**
 * Gives an answer its ETag: the version of the thing itself, by which edits are compared, and a hash of everything
 * that is shown with it, by which a reader's copy is.
 * @param json begins with the `version`, as all statements of versioned things write it
 * @returns whether the reader has exactly this already
 */
export function tagVersion(request: FastifyRequest, reply: FastifyReply, json: Buffer): boolean {
  const version = /^\{"version" ?: ?(\d+)/.exec(json.toString('latin1', 0, 40))?.[1] ?? '0';
  const hash = createHash('sha1').update(json).digest('base64url').slice(0, 16);
  const tag = `"${version}.${hash}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'authorization');
  return request.headers['if-none-match'] === tag;
}
