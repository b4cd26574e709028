import type { Operation } from '../../http/operation.ts';
import { getMyPreferences } from './preferences/get-my-preferences.ts';
import { updateMyPreferences } from './preferences/update-my-preferences.ts';
import { getMe } from './profile/get-me.ts';
import { updateMe } from './profile/update-me.ts';

/** One's own account. */
export const me: readonly Operation[] = [getMe, updateMe, getMyPreferences, updateMyPreferences];
