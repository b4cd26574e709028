import type { UserRole } from '@agora/db';
import type { Forum } from '../database/forum.ts';
import { noteAct } from '../domain/acting/note-act.ts';
import { shownUser } from '../domain/shown-users.ts';
import { lockedAccount } from './locked-account.ts';

/** A role that was given, or had been before. */
export interface RoleGiven {
  readonly shown: true;
  readonly id: string;
  readonly username: string;
  readonly before: UserRole;
  readonly role: UserRole;
  /** How many active admins the community has now. */
  readonly admins: number;
}

/**
 * Gives an account another role, in force with its next request and written into the log of moderation.
 * @returns `shown: false` for an account that the forum shows to nobody, because it was left or its address never proved,
 *   which stays as it is; undefined without one
 */
export function giveRole(
  forum: Forum,
  communityId: string,
  username: string,
  role: UserRole,
): Promise<RoleGiven | { readonly shown: false } | undefined> {
  return forum.prismaTransaction(async (transaction, run) => {
    const account = await lockedAccount(transaction, run, { communityId, username });
    if (account === undefined) return undefined;
    const { id, role: before } = account;
    const where = { communityId_id: { communityId, id } };
    const shown = await transaction.user.findUnique({
      where: { ...where, ...shownUser },
      select: { id: true },
    });
    if (shown === null) return { shown: false };
    if (before !== role) {
      await transaction.user.update({ where, data: { role }, select: { id: true } });
      const details = { from: before, to: role, by: 'operator' };
      await noteAct(
        transaction,
        { communityId, userId: id },
        { action: 'role.change', targetId: id, details },
      );
    }
    const admins = await transaction.user.count({ where: { communityId, role: 'ADMIN', status: 'ACTIVE' } });
    return { shown: true, id, username, before, role, admins };
  });
}
