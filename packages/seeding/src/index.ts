export * from './apply/index.ts';
export * from './checks/index.ts';
export * from './copy/index.ts';
export { seedingErrorCodes, type SeedingErrorCode } from './error-codes.ts';
export * from './profiles/index.ts';
export * from './records/index.ts';
export * from './rows/index.ts';
export * from './structure/index.ts';
