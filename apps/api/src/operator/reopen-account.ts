import type { UserStatus } from '@agora/db';
import { makeOpaqueToken } from '../auth/opaque-token.ts';
import type { Forum } from '../database/forum.ts';
import { replaceMailToken } from '../domain/accounts/mail-tokens.ts';
import { setPassword } from '../domain/accounts/set-password.ts';
import { noteAct } from '../domain/acting/note-act.ts';
import type { LeftAccount } from './account.ts';
import { lockedAccount } from './locked-account.ts';

/** An account that only a token opens, and a provider that was linked before. */
export interface ReopenedAccount {
  readonly left: false;
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly status: UserStatus;
  /** Short names of the providers that open the account, too. */
  readonly providers: readonly string[];
  /** How many passkeys opened it, and do no more: whoever had it may have made them. */
  readonly passkeys: number;
  readonly token: string;
  /** As ISO 8601 has it. */
  readonly expiresAt: string;
}

/**
 * Takes the password of an account away and makes a token that sets another, as a mail would bring it: at
 * `POST /c/{community}/auth/password/reset`, once. All sessions and passkeys end, as do the tokens mailed for another password
 * or another address. In the log of moderation.
 * @param hours for how long the token is good
 * @returns the token, which is kept as a hash only; undefined without such an account
 */
export function reopenAccount(
  forum: Forum,
  communityId: string,
  username: string,
  hours: number,
): Promise<ReopenedAccount | LeftAccount | undefined> {
  const { token, hash } = makeOpaqueToken();
  return forum.prismaTransaction(async (transaction, run) => {
    const account = await lockedAccount(transaction, run, { communityId, username });
    if (account === undefined) return undefined;
    if (account.status === 'DEACTIVATED') return { left: true };
    const { id, email, status } = account;
    const user = { communityId, userId: id };
    await setPassword(transaction, { ...user, email }, { passwordHash: null });
    const { count: passkeys } = await transaction.passkey.deleteMany({ where: user });
    const made = { purpose: 'RESET_PASSWORD', email, hash, hours } as const;
    const { expiresAt } = await replaceMailToken(transaction, run, user, made);
    const act = { action: 'account.reset_password', targetId: id, details: { by: 'operator' } };
    await noteAct(transaction, user, act);
    const linked = await transaction.oAuthAccount.findMany({
      where: user,
      select: { provider: true },
      distinct: 'provider',
      orderBy: { provider: 'asc' },
    });
    const providers = linked.map(({ provider }) => provider);
    const known = { id, username, email, status, providers, passkeys };
    return { left: false, ...known, token, expiresAt: expiresAt.toISOString() };
  });
}
