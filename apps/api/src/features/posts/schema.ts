import type { CommentStatus, PostStatus } from '@agora/db';
import { z } from 'zod';
import { page, pageQuery } from '../../schema/page.ts';
import { line, writtenText } from '../../schema/text.ts';
import { id, slug, time } from '../../schema/values.ts';
import { channelSummary } from '../channels/schema.ts';
import { author, username } from '../users/schema.ts';

export const postStatus = z.enum(['DRAFT', 'PUBLISHED', 'HIDDEN', 'ARCHIVED'] satisfies PostStatus[]);
export const commentStatus = z.enum(['PUBLISHED', 'HIDDEN', 'DELETED'] satisfies CommentStatus[]);

export const tagSummary = z.object({ slug, name: z.string(), colour: z.string() }).meta({ id: 'TagSummary' });

const version = z.int().describe('Changes with every edit; what If-Match is compared with');

const postFields = {
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

export const post = z
  .object({
    ...postFields,
    body: z.string().describe('Markdown'),
    liked: z.boolean().describe('Whether you like it'),
    media: z.array(medium),
    comments: z
      .array(comment)
      .describe('The whole thread depth first, siblings by time: indenting by `depth` shows the tree'),
  })
  .meta({ id: 'Post', description: 'A post with its whole thread' });

export const postSort = z.enum(['new', 'top', 'active']);
export type PostSort = z.output<typeof postSort>;

export const postListQuery = pageQuery.extend({
  sort: postSort.default('active').describe('Newest first, most liked first, or latest activity first'),
  channel: slug.optional().describe('Only posts of this channel'),
  tag: slug.optional().describe('Only posts that carry this tag'),
  author: username.optional().describe('Only posts of this user'),
});

export type PostPage = z.output<typeof postPage>;
export type Post = z.output<typeof post>;

const title = line(200);
const body = writtenText(40_000).describe('Markdown');
const tagSlugs = z.array(slug).max(5).describe('Slugs of tags');

export const newPost = z
  .strictObject({
    channel: slug,
    title,
    body,
    tags: tagSlugs.default([]),
    status: z.enum(['DRAFT', 'PUBLISHED']).default('PUBLISHED'),
  })
  .meta({ id: 'NewPost' });

export const postEdit = z
  .strictObject({
    title: title.optional(),
    body: body.optional(),
    tags: tagSlugs.optional(),
    status: z.enum(['PUBLISHED', 'ARCHIVED']).optional().describe('Publishes a draft, or archives a post'),
  })
  .meta({ id: 'PostEdit' });

export const postRevision = z
  .object({
    id,
    title: z.string(),
    body: z.string(),
    replacedAt: time,
    editor: author,
  })
  .meta({ id: 'PostRevision', description: 'What a post said before an edit' });

export const postRevisions = z.object({ items: z.array(postRevision) }).meta({ id: 'PostRevisions' });

export const newComment = z
  .strictObject({ body, parentId: id.optional().describe('The comment replied to; the post without it') })
  .meta({ id: 'NewComment' });

export const commentEdit = z.strictObject({ body }).meta({ id: 'CommentEdit' });

export type Comment = z.output<typeof comment>;
export type PostRevisions = z.output<typeof postRevisions>;
