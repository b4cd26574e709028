import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { avatarAddress } from '@agora/db';
import { ApiError } from '../../../api-error.ts';
import { refusal } from '../../../domain/outcome.ts';
import { operation } from '../../../http/operation.ts';
import { inspect } from '../formats/inspect.ts';
import { fileBytes } from '../medium-bytes.ts';
import { lockContentSql } from '../uploading/lock-content.sql.ts';
import { receiving } from '../uploading/receive.ts';
import { mostAvatarBytes, mostAvatarSide, pictureFormat } from './pictures.ts';
import { setAvatarSql } from './set-avatar.sql.ts';

const avatar = z
  .object({ avatar: z.string().describe('Where the picture is now, for everybody') })
  .meta({ id: 'Avatar', description: 'An uploaded avatar' });

export const uploadAvatar = operation({
  id: 'uploadAvatar',
  method: 'PUT',
  path: '/me/avatar',
  tag: 'media',
  summary: 'Show a picture beside your name: the file is the body, as it is',
  description:
    `The type is read from the bytes. Taken are PNG, JPEG, GIF and WebP of at most ${mostAvatarBytes} bytes and ` +
    `${mostAvatarSide} pixels a side. It takes the place of the one before; \`PATCH .../me\` with \`"avatar": null\` takes it away.`,
  login: 'required',
  body: fileBytes,
  streams: 'application/octet-stream',
  answers: { 200: avatar },
  refusals: [408, 413, 415, 422, 429],
  async handle({ forum, viewer, request, reply }, dependencies) {
    const { media, config, uploads } = dependencies;
    if (request.headers['content-encoding'] !== undefined) {
      throw new ApiError('request.unsupported_media_type', 'Send the file itself, not a compressed one.');
    }
    // Who asks, before any of it is read.
    const actor = { communityId: viewer.communityId, id: viewer.userId, status: 'ACTIVE' } as const;
    if ((await forum.prisma.user.findFirst({ where: actor, select: { id: true } })) === null)
      throw refusal('auth.account_inactive');
    if (Number(request.headers['content-length'] ?? 0) > mostAvatarBytes) throw tooLargeAvatar();
    const body = request.body instanceof Readable ? request.body : Readable.from([]);
    return uploads.during(`${viewer.communityId} ${viewer.userId}`, async (headers) => {
      reply.headers(headers);
      const { spool } = await media.store();
      const patience = {
        spool,
        mostBytes: mostAvatarBytes,
        deadlineMs: config.media.uploadSeconds * 1000,
      };
      return receiving(body, patience, ({ file, cid, bytes }) =>
        media.writing(async () => {
          assertPicture(await readFile(file));
          return forum.transaction(async (statements) => {
            await statements.run(lockContentSql({ cid, alone: false }));
            await media.keep(cid, file, bytes);
            const set = await statements.one(setAvatarSql({ ...viewer, avatar: avatarAddress(actor, cid) }));
            if (set === undefined) throw refusal('auth.account_inactive');
            return set;
          });
        }),
      );
    });
  },
});

/** What is answered to a picture with too many bytes. */
export function tooLargeAvatar(): ApiError {
  return new ApiError('request.too_large', `A picture may have at most ${mostAvatarBytes / 1e6} MB.`, {
    fix: 'Make it smaller: a square of 512 pixels is enough.',
  });
}

/** @throws ApiError `media.type_refused`, `media.malformed`, `media.too_many_pixels` */
function assertPicture(bytes: Buffer): void {
  if (pictureFormat(bytes) === undefined) {
    throw new ApiError('media.type_refused', 'This file is no picture.', {
      why: 'The type is read from the bytes.',
      fix: 'Send a PNG, JPEG, GIF or WebP file.',
    });
  }
  const { width, height } = inspect(bytes);
  if (Math.max(width ?? 0, height ?? 0) > mostAvatarSide) {
    throw new ApiError(
      'media.too_many_pixels',
      `A picture of ${width} × ${height} pixels is too large; at most ${mostAvatarSide} a side are taken.`,
    );
  }
}
