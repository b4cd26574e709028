export { ApiError, type RequestFault } from './api-error.ts';
export { buildApp } from './app.ts';
export { type Config, parseConfig } from './config.ts';
export { Database } from './database/database.ts';
export { assertRoleIsBound } from './database/role-guard.ts';
export type { App, Dependencies } from './dependencies.ts';
export { type ApiErrorCode, apiErrorCodes } from './error-codes.ts';
export { type RunningServer, startServer } from './start-server.ts';
