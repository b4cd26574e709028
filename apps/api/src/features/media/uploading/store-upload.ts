import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ApiError, found } from '../../../api-error.ts';
import type { Viewer } from '../../../auth/access-token.ts';
import type { Forum } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { accepted } from '../../../domain/outcome.ts';
import { inspect } from '../formats/inspect.ts';
import { type AttachMediumRow, attachMediumSql } from './attach-medium.sql.ts';
import { checkUploadSql } from './check-upload.sql.ts';
import { lockContentSql } from './lock-content.sql.ts';
import { lockForUploadSql } from './lock-for-upload.sql.ts';
import { receiving } from './receive.ts';

/** Whose upload it is, to where, and what it should be. */
export interface Upload {
  readonly viewer: Viewer;
  readonly postId: string;
  readonly body: unknown;
  readonly altText?: string | undefined;
  /** The content id that the client reckons with. */
  readonly cid?: string | undefined;
}

export const uploadRefusals = {
  'auth.forbidden': 'Only its author gives a post media.',
  'post.closed': 'The post takes no media: it is hidden or archived.',
} as const;

/**
 * Takes in a file: to the spool, through inspection, into the store, and to the post. The bytes are stored before the
 * row that names them, and both under a lock on the content, so that no row is ever without its bytes.
 */
export async function storeUpload(
  { media, config }: Dependencies,
  forum: Forum,
  { viewer, postId, body, altText, cid: declared }: Upload,
): Promise<AttachMediumRow> {
  const { spool } = await media.store();
  const { limitBytes: mostBytes, quotaBytes: quota, uploadSeconds } = config.media;
  const coming = body instanceof Readable ? body : Readable.from([]);
  const patience = { spool, mostBytes, deadlineMs: uploadSeconds * 1000 };
  return receiving(coming, patience, ({ file, cid, bytes }) =>
    media.writing(async () => {
      if (declared !== undefined && declared !== cid) {
        throw new ApiError('media.cid_mismatch', `The bytes that came have the content id ${cid}.`, {
          why: 'They are not the bytes that the id you sent belongs to: they changed on the way, or another codec or hash was used.',
        });
      }
      const medium = { ...viewer, postId, cid, bytes, ...inspect(await readFile(file)) };
      return forum.transaction(async (statements) => {
        await statements.run(lockContentSql({ cid, alone: false }));
        await media.keep(cid, file, bytes);
        const [, [verdict]] = await statements.run(
          lockForUploadSql(medium),
          checkUploadSql({ ...medium, quota }),
        );
        accepted(verdict, uploadRefusals);
        const attach = attachMediumSql({ ...medium, mediumId: uuid7(), altText: altText ?? null });
        return found(await statements.one(attach), 'medium');
      });
    }),
  );
}
