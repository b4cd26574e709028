import type { Table } from '@agora/core';

/** Codes of the errors that the seeds throw, with what each means. */
export const seedErrorCodes = {
  'seed.impossible_text': 'A hand-written thread says something that could not have happened.',
  'seed.unknown_profile': 'There is no seed profile of that name.',
  'seed.unknown_entity': 'There is no seeded entity of that name.',
  'seed.not_allowed': 'The environment does not allow this profile or this action.',
  'seed.not_migrated': 'The database has not all of the forum’s tables and columns.',
  'seed.no_rights':
    'The login may not do what it takes: be agora_loader, make the tables in which seeds are noted, or change what they made.',
  'seed.unknown_community': 'There is no community of that id.',
  'seed.verification_failed': 'What was read back after seeding is not what was written.',
  'seed.own_rows':
    'Rows that users made depend on seeded rows, which therefore cannot be removed or replaced.',
  'seed.not_empty': 'A table that a load is to fill holds rows that the load did not make.',
  'seed.load_mismatch': 'A load that was begun differs from the one asked for.',
  'seed.worker_failed': 'A worker of the load generator stopped with an error.',
} as const;

export type SeedErrorCode = keyof typeof seedErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof seedErrorCodes> {}
}
