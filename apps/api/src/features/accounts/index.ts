import type { Operation } from '../../http/operation.ts';
import { login } from './sessions/login.ts';
import { logoutEverywhere } from './sessions/logout-everywhere.ts';
import { logout } from './sessions/logout.ts';
import { refreshTokens } from './sessions/refresh-tokens.ts';

/** Getting an account and its tokens, and ending them. */
export const accounts: readonly Operation[] = [login, refreshTokens, logout, logoutEverywhere];
