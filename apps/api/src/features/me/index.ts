import type { Operation } from '../../http/operation.ts';
import { requestEmailChange } from './email/request-email-change.ts';
import { exportMe } from './export/export-me.ts';
import { deleteMe } from './leave/delete-me.ts';
import { farewellExport, farewellLeave } from './leave/export-and-leave.ts';
import { getMyPreferences } from './preferences/get-my-preferences.ts';
import { updateMyPreferences } from './preferences/update-my-preferences.ts';
import { getMe } from './profile/get-me.ts';
import { updateMe } from './profile/update-me.ts';
import { beginTwoFactor } from './two-factor/begin-two-factor.ts';
import { confirmTwoFactor } from './two-factor/confirm-two-factor.ts';
import { endTwoFactor } from './two-factor/end-two-factor.ts';
import { getTwoFactor } from './two-factor/get-two-factor.ts';
import { makeRecoveryCodes } from './two-factor/make-recovery-codes.ts';
import { addPasskey } from './passkeys/add-passkey.ts';
import { beginPasskey } from './passkeys/begin-passkey.ts';
import { listPasskeys } from './passkeys/list-passkeys.ts';
import { removePasskey } from './passkeys/remove-passkey.ts';
import { renamePasskey } from './passkeys/rename-passkey.ts';
import { endMySession } from './sessions/end-my-session.ts';
import { listMySessions } from './sessions/list-my-sessions.ts';

/** One's own account. */
export const me: readonly Operation[] = [
  getMe,
  updateMe,
  getMyPreferences,
  updateMyPreferences,
  requestEmailChange,
  listMySessions,
  endMySession,
  getTwoFactor,
  beginTwoFactor,
  confirmTwoFactor,
  makeRecoveryCodes,
  endTwoFactor,
  listPasskeys,
  beginPasskey,
  addPasskey,
  renamePasskey,
  removePasskey,
  deleteMe,
  exportMe,
  farewellExport,
  farewellLeave,
];
