import { contentId } from '../values/cid.ts';
import { attachmentBytes } from '../text/attachments.ts';
import { at, defineFactory } from './factory.ts';

export const media = defineFactory({
  entity: 'media',
  table: 'media',
  columns: [
    'community_id',
    'id',
    'post_id',
    'cid',
    'mime_type',
    'bytes',
    'width',
    'height',
    'alt_text',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['posts'],
  kind: 'sample',
  version: 4,
  count: (ctx) => ctx.plan.media.length,
  row(ctx, index) {
    const item = ctx.plan.media[index]!;
    const content = attachmentBytes(item.attachment);
    const [width, height] = item.attachment.size ?? [null, null];
    return {
      community_id: ctx.spec.id,
      id: item.id,
      post_id: ctx.plan.posts[item.post]!.id,
      cid: contentId(content),
      mime_type: item.attachment.mimeType,
      bytes: content.length,
      width,
      height,
      alt_text: item.attachment.altText,
      created_at: at(item.createdAt),
      updated_at: at(item.createdAt),
    };
  },
});
