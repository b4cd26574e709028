import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { Medium } from './schema.ts';
import { inspect } from './inspect.ts';
import { attachMedium, lockContent, lockForUpload } from './queries.ts';
import { receiving } from './receive.ts';

/** Whose upload it is, to where, and what it should be. */
export interface Upload {
  readonly communityId: string;
  readonly userId: string;
  readonly postId: string;
  readonly altText: string | undefined;
  /** The content id that the client reckons with. */
  readonly cid: string | undefined;
}

export const refusals = {
  'auth.forbidden': 'Only its author gives a post media.',
  'post.closed': 'The post takes no media: it is hidden or archived.',
} as const;

/**
 * Takes in a file: to the spool, through inspection, into the store, and to the post. The bytes are stored before the
 * row that names them, and both under a lock on the content, so that no row is ever without its bytes.
 */
export async function upload(
  { database, media, config }: Dependencies,
  request: FastifyRequest,
  { communityId, userId, postId, altText, cid: declared }: Upload,
): Promise<{ created: boolean; medium: Medium }> {
  const { spool } = await media.store();
  const { limitBytes: mostBytes, quotaBytes, uploadSeconds } = config.media;
  const body = request.body instanceof Readable ? request.body : Readable.from([]);
  const patience = { spool, mostBytes, deadlineMs: uploadSeconds * 1000 };
  return receiving(body, patience, ({ file, cid, bytes }) =>
    media.writing(async () => {
      if (declared !== undefined && declared !== cid) {
        throw new ApiError('media.cid_mismatch', `The bytes that came have the content id ${cid}.`, {
          why: 'They are not the bytes that the id you sent belongs to: they changed on the way, or another codec or hash was used.',
        });
      }
      const { mimeType, width, height } = inspect(await readFile(file));
      const outcome = await database.session(async (session) => {
        await session.run(request.scope, call(lockContent, cid));
        await media.keep(cid, file, bytes);
        const [, [attached]] = await session.run(
          request.scope,
          call(lockForUpload, communityId, userId, postId),
          call(
            attachMedium,
            communityId,
            userId,
            postId,
            bytes,
            quotaBytes,
            cid,
            uuid7(),
            mimeType,
            width,
            height,
            altText ?? null,
          ),
        );
        return attached;
      });
      return accepted(outcome, refusals);
    }),
  );
}
