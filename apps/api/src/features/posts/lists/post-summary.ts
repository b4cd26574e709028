import type { Prisma } from '@agora/db';
import type { z } from 'zod';
import { authorFields } from '../../../domain/authors.ts';
import type { postSummary } from '../../../domain/content.ts';
import { versionOf } from '../../../domain/version.ts';

/** What a post's summary is made of, for Prisma's `select`. */
export const summaryFields = {
  id: true,
  title: true,
  body: true,
  status: true,
  pinned: true,
  viewCount: true,
  likeCount: true,
  commentCount: true,
  createdAt: true,
  editedAt: true,
  lastActivityAt: true,
  updatedAt: true,
  channel: { select: { id: true, slug: true, name: true } },
  author: { select: authorFields },
  tags: {
    select: { tag: { select: { slug: true, name: true, colour: true } } },
    orderBy: { tag: { slug: 'asc' } },
  },
} as const satisfies Prisma.PostSelect;

/** The summary of a post that Prisma read. */
export function summaryOf(
  post: Prisma.PostGetPayload<{ select: typeof summaryFields }>,
): z.input<typeof postSummary> {
  const { body, updatedAt, tags, createdAt, editedAt, lastActivityAt, ...rest } = post;
  return {
    ...rest,
    version: versionOf(updatedAt),
    tags: tags.map(({ tag }) => tag),
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    lastActivityAt: lastActivityAt.toISOString(),
    // As PostgreSQL's left() counts.
    excerpt: Array.from(body.slice(0, 480)).slice(0, 240).join(''),
  };
}
