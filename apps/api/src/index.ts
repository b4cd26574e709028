export { ApiError, type RequestFault } from './api-error.ts';
export { buildApp } from './app.ts';
export { hashPassword } from './auth/password.ts';
export { type Config, parseConfig } from './config.ts';
export { Database } from './database/database.ts';
export { assertRoleIsBound } from './database/role-guard.ts';
export type { App, Dependencies } from './dependencies.ts';
export { type ApiErrorCode, apiErrorCodes } from './error-codes.ts';
export { registerRequest } from './features/accounts/schema.ts';
export { collectMedia, type Collected } from './features/media/collect.ts';
export { openStore } from './features/media/stores/open-store.ts';
export type { MediaStore, StoredMedium } from './features/media/stores/store.ts';
export {
  type Account,
  findAccounts,
  giveRole,
  listAccounts,
  openAccount,
  type RoleGiven,
} from './operations/accounts.ts';
export { type RunningServer, startServer } from './start-server.ts';
