import { mix32 } from '@agora/seeding/random';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { contentId } from '../values/cid.ts';
import { type Attachment, attachmentBytes, attachments } from '../text/attachments.ts';
import { at, defineFactory } from './factory.ts';
import { inCommunity, postId } from './load-context.ts';

export const media = defineFactory('Media', {
  table: 'media',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    postId: 'uuid',
    cid: 'text',
    mimeType: 'text',
    bytes: 'int4',
    width: 'int4',
    height: 'int4',
    altText: 'text',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['posts'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.media.length,
  row(ctx, index) {
    const item = ctx.plan.media[index]!;
    const content = attachmentBytes(item.attachment);
    const [width, height] = item.attachment.size ?? [null, null];
    return {
      communityId: ctx.spec.id,
      id: item.id,
      postId: ctx.plan.posts[item.post]!.id,
      cid: contentId(content),
      mimeType: item.attachment.mimeType,
      bytes: content.length,
      width,
      height,
      altText: item.attachment.altText,
      createdAt: at(item.createdAt),
      updatedAt: at(item.createdAt),
    };
  },
  generated: {
    perUser: 0.1,
    count: ({ plan }) => Math.floor(plan.posts / EVERY),
    cells: {
      communityId: inCommunity,
      id: (cell, { plan }, index) => cell.uuid7(plan.postCreated[postOf(index)]!, plan.keys.misc ^ 1, index),
      postId: (cell, ctx, index) => postId(cell, ctx, postOf(index)),
      cid: (cell, { plan }, index) => cell.text(pictureOf(plan, index).cid),
      mimeType: (cell, { plan }, index) => cell.bytes(pictureOf(plan, index).mimeType),
      bytes: (cell, { plan }, index) => cell.int4(pictureOf(plan, index).bytes),
      width: (cell, { plan }, index) => cell.int4(pictureOf(plan, index).width),
      height: (cell, { plan }, index) => cell.int4(pictureOf(plan, index).height),
      altText: (cell, { plan }, index) => cell.bytes(pictureOf(plan, index).altText),
      createdAt: (cell, { plan }, index) => cell.time(plan.postCreated[postOf(index)]!),
      updatedAt: (cell, { plan }, index) => cell.time(plan.postCreated[postOf(index)]!),
    },
  },
});

/** One generated post in so many has a picture. */
const EVERY = 25;

function postOf(picture: number): number {
  return picture * EVERY + 3;
}

interface Picture {
  readonly cid: string;
  readonly mimeType: Buffer;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly altText: Buffer;
}

let pictures: readonly Picture[] | undefined;

/** The hand-written forum's pictures, over and over: their bytes are at hand, so that millions of posts can show them. */
function pictureOf(plan: LoadCommunityPlan, index: number): Picture {
  pictures ??= Object.values<Attachment>(attachments).flatMap(pictureIn);
  return pictures[mix32(plan.keys.misc ^ postOf(index)) % pictures.length]!;
}

function pictureIn({ size, ...attachment }: Attachment): Picture | [] {
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
}
