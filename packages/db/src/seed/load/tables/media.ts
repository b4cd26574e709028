import { contentId } from '../../cid.ts';
import { media as factory } from '../../factories/media.ts';
import { mix32 } from '../../random.ts';
import type { LoadTable } from '../load-table.ts';

/** One post in 25 has a picture. */
const EVERY = 25;
const MIME_TYPE = Buffer.from('image/svg+xml');
const ALT_TEXT = Buffer.from('A small bar chart with five bars.');

export const media: LoadTable = {
  factory,
  count: ({ plan }) => Math.floor(plan.posts / EVERY),
  write(writer, { plan, community }, index) {
    const post = index * EVERY + 3;
    const created = plan.postCreated[post]!;
    const content = picture(plan.keys.misc ^ post);
    writer.row(11);
    writer.uuid(community);
    writer.uuid7(created, plan.keys.misc ^ 1, index);
    writer.uuid7(created, plan.keys.post, post);
    writer.text(contentId(content));
    writer.bytes(MIME_TYPE);
    writer.int4(content.length);
    writer.int4(120);
    writer.int4(60);
    writer.bytes(ALT_TEXT);
    writer.time(created);
    writer.time(created);
  },
};

/** The bytes whose content id is stored. */
function picture(key: number): Buffer {
  const bars = [0, 1, 2, 3, 4].map((bar) => {
    const height = 5 + (mix32(key + bar) % 55);
    return `<rect x="${bar * 24}" y="${60 - height}" width="20" height="${height}"/>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">${bars.join('')}</svg>`,
  );
}
