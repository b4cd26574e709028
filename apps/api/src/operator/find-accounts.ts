import type { UserRole } from '@agora/db';
import type { Forum } from '../database/forum.ts';
import { type Account, accountFields, accountOf } from './account.ts';

/** Who has the address, or the name: at most two. */
export async function findAccounts(
  forum: Forum,
  communityId: string,
  { email, username }: { readonly email: string; readonly username: string },
): Promise<Account[]> {
  const rows = await forum.prisma.user.findMany({
    where: { communityId, OR: [{ email }, { username }] },
    select: accountFields,
    orderBy: { username: 'asc' },
  });
  return rows.map(accountOf);
}

/** The accounts of a community by role, the mightiest first, and name. */
export async function listAccounts(
  forum: Forum,
  communityId: string,
  { role, limit }: { readonly role?: UserRole | undefined; readonly limit: number },
): Promise<Account[]> {
  const rows = await forum.prisma.user.findMany({
    where: { communityId, ...(role !== undefined && { role }) },
    select: accountFields,
    orderBy: [{ role: 'asc' }, { username: 'asc' }],
    take: limit,
  });
  return rows.map(accountOf);
}
