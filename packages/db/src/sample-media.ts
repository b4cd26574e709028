import { contentId } from './seed/values/cid.ts';
import { type Attachment, attachmentBytes, attachments } from './seed/text/attachments.ts';

let byContentId: ReadonlyMap<string, Attachment> | undefined;

/**
 * The bytes of a medium that the seeds attach to posts, by its content id; undefined when no seed has such a one. They
 * come with this package, so that a seeded forum shows its pictures whatever store the API is given.
 */
export function sampleMedium(cid: string): Buffer | undefined {
  byContentId ??= new Map(Object.values(attachments).map((one) => [contentId(attachmentBytes(one)), one]));
  const attachment = byContentId.get(cid);
  return attachment === undefined ? undefined : attachmentBytes(attachment);
}
