import type { CommunityTransaction } from '@agora/db';

/**
 * Takes a second factor away, on or only begun, with its recovery codes.
 * @returns whether it was on
 */
export async function removeTwoFactor(
  transaction: CommunityTransaction,
  { communityId, userId }: { readonly communityId: string; readonly userId: string },
): Promise<boolean> {
  const where = { communityId, userId };
  await transaction.recoveryCode.deleteMany({ where });
  const { count } = await transaction.twoFactor.deleteMany({ where: { ...where, enabledAt: { not: null } } });
  await transaction.twoFactor.deleteMany({ where });
  return count === 1;
}
