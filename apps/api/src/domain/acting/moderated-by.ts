import type { Prisma } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';

/** What belongs to a community that somebody moderates now, for Prisma's `where`. */
export function moderatedBy({ userId }: Viewer) {
  return {
    community: { users: { some: { id: userId, role: { not: 'MEMBER' }, status: 'ACTIVE' } } },
  } as const satisfies Prisma.PostWhereInput & Prisma.CommentWhereInput;
}
