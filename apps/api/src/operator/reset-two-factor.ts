import type { Forum } from '../database/forum.ts';
import { noteAct } from '../domain/acting/note-act.ts';
import { removeTwoFactor } from '../domain/accounts/remove-two-factor.ts';
import type { LeftAccount } from './account.ts';
import { lockedAccount } from './locked-account.ts';

/** An account that asks for no codes any more. */
export interface TwoFactorReset {
  readonly left: false;
  readonly id: string;
  readonly username: string;
  readonly email: string;
  /** Whether it did before. */
  readonly wasOn: boolean;
}

/**
 * Takes the second factor of an account away, with its recovery codes: the password alone logs in. In the log of moderation,
 * unless no code was asked for: then nothing changes.
 * @returns undefined without such an account
 */
export function resetTwoFactor(
  forum: Forum,
  communityId: string,
  username: string,
): Promise<TwoFactorReset | LeftAccount | undefined> {
  return forum.prismaTransaction(async (transaction, run) => {
    const account = await lockedAccount(transaction, run, { communityId, username });
    if (account === undefined) return undefined;
    if (account.status === 'DEACTIVATED') return { left: true };
    const { id, email } = account;
    const user = { communityId, userId: id };
    const wasOn = await removeTwoFactor(transaction, user);
    if (wasOn) {
      const act = { action: 'account.reset_two_factor', targetId: id, details: { by: 'operator' } };
      await noteAct(transaction, user, act);
    }
    return { left: false, id, username, email, wasOn };
  });
}
