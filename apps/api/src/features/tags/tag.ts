import type { CommunityTransaction, Prisma } from '@agora/db';
import { z } from 'zod';
import { tagSummary, version } from '../../domain/content.ts';
import { line } from '../../domain/text.ts';
import { versionOf } from '../../domain/version.ts';

export const tag = z
  .object({
    version,
    ...tagSummary.shape,
    postCount: z.int().describe('Published posts that carry it'),
  })
  .meta({ id: 'Tag', description: 'A label of posts' });

// What moderators write of a tag.
export const tagName = line(80);
export const tagColour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be #rrggbb')
  .toLowerCase()
  .describe('`#rrggbb`');

/** What is said to who may not, and where there is none. */
export const tagRefusals = {
  'auth.forbidden': 'Only moderators keep the tags.',
  'conflict.duplicate': 'There is a tag of that slug.',
  'resource.not_found': 'No such tag.',
} as const;

/** What a tag is made of, for Prisma's `select`. */
export const tagFields = {
  id: true,
  slug: true,
  name: true,
  colour: true,
  updatedAt: true,
} as const satisfies Prisma.TagSelect;

type TagRow = Prisma.TagGetPayload<{ select: typeof tagFields }>;

/** A tag as it is answered. */
export function tagOf({ slug, name, colour, updatedAt }: TagRow, postCount: number): z.input<typeof tag> {
  return { version: versionOf(updatedAt), slug, name, colour, postCount };
}

/** The posts that count: those that are published. */
export const publishedPosts = { post: { status: 'PUBLISHED' } } as const satisfies Prisma.PostTagWhereInput;

/** Reads a tag and counts its posts, and not those of all tags, which `_count` would. */
export async function readTag(
  prisma: Pick<CommunityTransaction, 'tag' | 'postTag'>,
  communityId: string,
  slug: string,
): Promise<z.input<typeof tag> | undefined> {
  const where = { communityId_slug: { communityId, slug } };
  const row = await prisma.tag.findUnique({ where, select: tagFields });
  if (row === null) return undefined;
  const carrying = { communityId, tagId: row.id, ...publishedPosts };
  return tagOf(row, await prisma.postTag.count({ where: carrying }));
}
