import type { Table } from '@agora/core';

/** Codes of the errors of seeding, with what each means. */
export const seedingErrorCodes = {
  'seed.unknown_profile': 'There is no seed profile of that name.',
  'seed.unknown_entity': 'There is no seeded entity of that name.',
  'seed.unknown_check': 'The seeds have no check of that name.',
  'seed.no_file': 'There is no agora.seed.ts.',
  'seed.bad_file': 'A file of seeds cannot be read or is not what it should be; all faults are listed.',
  'seed.invalid': 'Seeds name tables, columns, values or rows that there are not; all faults are listed.',
  'seed.not_migrated': 'The database has not all of the tables and columns that are needed.',
  'seed.not_allowed': 'The environment does not allow this profile or this action.',
  'seed.no_rights':
    'The login may not do what it takes: write as the role of the seeds, make the tables in which they are noted, or change what they made.',
  'seed.refused': 'The server refused rows of a set of seeds. Nothing was kept.',
  'seed.interrupted': 'Seeding was stopped on request. Nothing was kept.',
  'seed.verification_failed': 'What was read back after seeding is not what was written.',
  'seed.own_rows':
    'Rows that users made depend on seeded rows, which therefore cannot be removed or replaced.',
} as const;

/** A code of {@link seedingErrorCodes}. */
export type SeedingErrorCode = keyof typeof seedingErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof seedingErrorCodes> {}
}
