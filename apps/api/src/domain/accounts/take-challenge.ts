import { createHash } from 'node:crypto';
import type { CommunityTransaction } from '@agora/db';
import { wrongPasskey } from '../../auth/passkey.ts';

/**
 * Takes a passkey's challenge, in the transaction that it is good for; of two who send one answer at once, one finds it taken.
 * @throws ApiError `auth.invalid_passkey`
 */
export async function takeChallenge(
  transaction: CommunityTransaction,
  { communityId, userId }: { readonly communityId: string; readonly userId: string },
  challengeId: string,
): Promise<void> {
  const key = `passkey ${challengeId}`;
  const fingerprint = new Uint8Array(createHash('sha256').update(key).digest());
  const { count } = await transaction.idempotencyKey.createMany({
    data: [{ communityId, userId, key, fingerprint, status: 201 }],
    skipDuplicates: true,
  });
  if (count === 0) throw wrongPasskey();
}
