import { contentId } from '../../values/cid.ts';
import { media as factory } from '../../factories/media.ts';
import { mix32 } from '@agora/seeding/random';
import { type Attachment, attachmentBytes, attachments } from '../../text/attachments.ts';
import type { LoadTable } from './load-table.ts';

/** One post in 25 has a picture. */
const EVERY = 25;

/** The hand-written forum's pictures, over and over: their bytes are at hand, so that millions of posts can show them. */
const pictures = Object.values<Attachment>(attachments).flatMap(({ size, ...attachment }) => {
  if (size === undefined) return [];
  const bytes = attachmentBytes(attachment);
  const [width, height] = size;
  return {
    cid: contentId(bytes),
    mimeType: Buffer.from(attachment.mimeType),
    bytes: bytes.length,
    width,
    height,
    altText: Buffer.from(attachment.altText),
  };
});

export const media: LoadTable = {
  factory,
  count: ({ plan }) => Math.floor(plan.posts / EVERY),
  write(writer, { plan, community }, index) {
    const post = index * EVERY + 3;
    const created = plan.postCreated[post]!;
    const picture = pictures[mix32(plan.keys.misc ^ post) % pictures.length]!;
    writer.row(11);
    writer.uuid(community);
    writer.uuid7(created, plan.keys.misc ^ 1, index);
    writer.uuid7(created, plan.keys.post, post);
    writer.text(picture.cid);
    writer.bytes(picture.mimeType);
    writer.int4(picture.bytes);
    writer.int4(picture.width);
    writer.int4(picture.height);
    writer.bytes(picture.altText);
    writer.time(created);
    writer.time(created);
  },
};
