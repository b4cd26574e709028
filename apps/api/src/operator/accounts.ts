// What whoever runs the forum does to its accounts, without being a user of it: `@agora/api/accounts`, by itself because
// the rest of the API takes a second to load. What is done to one is in the log of moderation, under the account itself.

export { hashPassword } from '../auth/password.ts';
export { openToken, sealingVersion, sealToken, type TokenKeys } from '../auth/token-box.ts';
export { oauthTokenKeys } from '../settings/oauth-providers.ts';
export { weaknessOf } from '../auth/password-strength.ts';
export type { Forum } from '../database/forum.ts';
export { imitationOf } from '../domain/names/imitation.ts';
export { registerRequest } from '../features/accounts/registration/register-request.ts';
export type { Account, LeftAccount } from './account.ts';
export { findAccounts, listAccounts } from './find-accounts.ts';
export { giveRole, type RoleGiven } from './give-role.ts';
export { openAccount } from './open-account.ts';
export { inForum } from './in-forum.ts';
export { reopenAccount, type ReopenedAccount } from './reopen-account.ts';
export { type RecountAuthors, recountAuthors } from './recount-authors.ts';
export { resetTwoFactor, type TwoFactorReset } from './reset-two-factor.ts';
export { verifyAccount, type VerifiedAccount } from './verify-account.ts';
