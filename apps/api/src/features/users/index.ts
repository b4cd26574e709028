import type { Operation } from '../../http/operation.ts';
import { getUser } from './get-user.ts';
import { listUsers } from './list-users.ts';

/** The people of a community, as everyone may see them. */
export const users: readonly Operation[] = [listUsers, getUser];
