import type { CommentStatus, PostStatus } from '@agora/db';
import { z } from 'zod';
import { page } from './page.ts';
import { author } from './people.ts';
import { writtenText } from './text.ts';
import { id, slug, time } from './values.ts';

const channelSummary = z.object({ id, slug, name: z.string() }).meta({ id: 'ChannelSummary' });

export const postStatus = z.enum(['DRAFT', 'PUBLISHED', 'HIDDEN', 'ARCHIVED'] satisfies PostStatus[]);
export const commentStatus = z.enum(['PUBLISHED', 'HIDDEN', 'DELETED'] satisfies CommentStatus[]);

export const tagSummary = z.object({ slug, name: z.string(), colour: z.string() }).meta({ id: 'TagSummary' });

/** The tags of a post. */
export const tagSlugs = z.array(slug).max(5).describe('Slugs of tags');

/** What people write, in posts and in comments. */
export const markdown = writtenText(40_000).describe('Markdown');

export const version = z.int().describe('Changes with every edit; what If-Match is compared with');

export const postFields = {
  version,
  id,
  title: z.string(),
  status: postStatus,
  pinned: z.boolean(),
  channel: channelSummary,
  author,
  tags: z.array(tagSummary),
  viewCount: z.int(),
  likeCount: z.int(),
  commentCount: z.int().describe('Published comments'),
  createdAt: time,
  editedAt: time.nullable(),
  lastActivityAt: time.describe('Time of publication or of the newest comment'),
};

export const postSummary = z
  .object({ ...postFields, excerpt: z.string().describe('The first 240 characters of the text') })
  .meta({ id: 'PostSummary' });

export const postPage = page(postSummary).meta({ id: 'PostPage' });

export const comment = z
  .object({
    version,
    id,
    parentId: id.nullable().describe('The comment replied to; null when it replies to the post'),
    depth: z.int().min(0).max(10),
    author: author.nullable().describe('null where the text is gone'),
    status: commentStatus,
    body: z.string().nullable().describe('Markdown; null when hidden or deleted'),
    likeCount: z.int(),
    liked: z.boolean().describe('Whether you like it'),
    accepted: z.boolean().describe("Whether the post's author took it as the answer"),
    createdAt: time,
    editedAt: time.nullable(),
  })
  .meta({ id: 'Comment' });

export const medium = z
  .object({
    id,
    cid: z.string().describe('IPFS content id (CIDv1) of the bytes'),
    mimeType: z.string(),
    bytes: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    altText: z.string(),
  })
  .meta({ id: 'Medium' });

export type PostPage = z.output<typeof postPage>;
export type Comment = z.output<typeof comment>;
