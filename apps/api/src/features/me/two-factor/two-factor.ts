import type { CommunityTransaction } from '@agora/db';
import { z } from 'zod';
import type { Viewer } from '../../../auth/access-token.ts';
import { hashRecoveryCode, makeRecoveryCode, recoveryCodeCount } from '../../../auth/recovery-code.ts';
import { code, currentPassword } from '../../../domain/accounts/fields.ts';

/** What recovery codes are answered as, once. */
export const recoveryCodes = z
  .object({
    recoveryCodes: z.array(z.string()).describe('Each good once; kept as hashes, and shown never again'),
  })
  .meta({ id: 'RecoveryCodes' });

/** What changes a second factor that is on. */
export const twoFactorProof = z.strictObject({ currentPassword, code }).meta({ id: 'TwoFactorProof' });

/** Makes recovery codes in place of those that there were. */
export async function renewRecoveryCodes(
  transaction: CommunityTransaction,
  { communityId, userId }: Viewer,
): Promise<z.output<typeof recoveryCodes>> {
  const made = Array.from({ length: recoveryCodeCount }, makeRecoveryCode);
  await transaction.recoveryCode.deleteMany({ where: { communityId, userId } });
  await transaction.recoveryCode.createMany({
    data: made.map((each) => ({ communityId, userId, codeHash: hashRecoveryCode(each) })),
  });
  return { recoveryCodes: made };
}
