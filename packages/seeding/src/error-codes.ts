import type { Table } from '@agora/core';

/** Codes of the errors of seeding, with what each means. */
export const seedingErrorCodes = {
  'seed.unknown_profile': 'There is no seed profile of that name.',
  'seed.unknown_entity': 'There is no seeded entity of that name.',
  'seed.not_allowed': 'The environment does not allow this profile or this action.',
  'seed.no_rights':
    'The login may not do what it takes: write as the role of the seeds, make the tables in which they are noted, or change what they made.',
  'seed.verification_failed': 'What was read back after seeding is not what was written.',
  'seed.own_rows':
    'Rows that users made depend on seeded rows, which therefore cannot be removed or replaced.',
} as const;

/** A code of {@link seedingErrorCodes}. */
export type SeedingErrorCode = keyof typeof seedingErrorCodes;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof seedingErrorCodes> {}
}
