import type { Table } from '@agora/core';
import { seedingErrorCodes } from '@agora/seeding';

/** Codes of the errors that the forum's seeds throw, with what each means. */
export const seedErrorCodes = {
  ...seedingErrorCodes,
  'seed.impossible_text': 'A hand-written thread says something that could not have happened.',
  'seed.unknown_community': 'There is no community of that id.',
  'seed.not_empty': 'A table that a load is to fill holds rows that the load did not make.',
  'seed.load_mismatch': 'A load that was begun differs from the one asked for.',
  'seed.worker_failed': 'A worker of the load generator stopped with an error.',
} as const;

export type SeedErrorCode = keyof typeof seedErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof seedErrorCodes> {}
}
