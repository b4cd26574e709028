import type { Operation } from '../../http/operation.ts';
import { changePassword } from './password/change-password.ts';
import { forgotPassword } from './password/forgot-password.ts';
import { resetPassword } from './password/reset-password.ts';
import { beginPasskeyLogin } from './passkeys/begin-passkey-login.ts';
import { passkeyLogin } from './passkeys/passkey-login.ts';
import { register } from './registration/register.ts';
import { resendVerification } from './registration/resend-verification.ts';
import { verifyEmail } from './registration/verify-email.ts';
import { enterCode } from './sessions/enter-code.ts';
import { login } from './sessions/login.ts';
import { logoutEverywhere } from './sessions/logout-everywhere.ts';
import { logout } from './sessions/logout.ts';
import { refreshTokens } from './sessions/refresh-tokens.ts';

/** Getting an account, proving its address, its password, and logging in and out. */
export const accounts: readonly Operation[] = [
  login,
  enterCode,
  beginPasskeyLogin,
  passkeyLogin,
  refreshTokens,
  logout,
  logoutEverywhere,
  register,
  verifyEmail,
  resendVerification,
  changePassword,
  forgotPassword,
  resetPassword,
];
