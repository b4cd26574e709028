import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';

/** Header of edits: the ETag, or the `version`, of what is edited. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .max(200)
    .optional()
    .describe(
      'The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes',
    ),
});

/**
 * The version that an edit is based on.
 * @throws ApiError `request.precondition_required`, `request.precondition_failed` for what is no ETag of ours
 */
export function editedVersion(request: Pick<FastifyRequest, 'headers'>): number {
  const given = request.headers['if-match'];
  if (given === undefined) {
    throw new ApiError('request.precondition_required', 'Say which version you edit.', {
      fix: 'Send `If-Match` with the ETag of what you read.',
    });
  }
  // A gateway that compresses makes the tag weak (W/): what is compared is the version in it, not the bytes.
  const version = /^(?:W\/)?"(\d{1,16})(?:\.[\w-]+)?"$/.exec(given)?.[1];
  if (version === undefined) {
    throw new ApiError('request.precondition_failed', 'If-Match holds no ETag of this API.', {
      fix: 'Send the ETag as it came, or the `version` in double quotes: If-Match: "1795263406780".',
    });
  }
  return Number(version);
}

/**
 * Gives an answer its ETag: the version of the thing itself, by which edits are compared, and a hash of everything
 * that is shown with it, by which a reader's copy is.
 * @param shown.content what is hashed
 * @param shown.complete false where a number that moves without anything being edited or said is left out of it: then the
 *   tag is a weak one (RFC 9110, 8.8.1), so a reader's copy stays good although its number may be an old one
 * @returns whether the reader has exactly this already
 */
export function tagShown(
  request: FastifyRequest,
  reply: FastifyReply,
  shown: { readonly version: number; readonly content: string | Uint8Array; readonly complete: boolean },
): boolean {
  const ofContent = hash('sha1', shown.content, 'base64url').slice(0, 16);
  const tag = `${shown.complete ? '' : 'W/'}"${shown.version}.${ofContent}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  varyBy(reply, 'authorization');
  return known(request.headers['if-none-match'], tag);
}

/**
 * Gives the answer to a write the version it made, so that the next edit need not read it first. It has no hash: what
 * others see of the thing is another representation.
 */
export function tagWritten(reply: FastifyReply, { version }: { readonly version: number }): void {
  reply.header('etag', `"${version}"`);
}

/** Whether an If-None-Match names a tag (RFC 9110, 13.1.2: any of a list, compared weakly; `*` is whatever there is). */
export function known(header: string | undefined, tag: string): boolean {
  const tags = header?.split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags !== undefined && (tags.includes(tag.replace(/^W\//, '')) || tags.includes('*'));
}

/** Adds a header to those by which answers differ, whoever named others before. */
export function varyBy(reply: FastifyReply, name: string): void {
  const before = reply.getHeader('vary');
  reply.header('vary', before === undefined ? name : `${String(before)}, ${name}`);
}
