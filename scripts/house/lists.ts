/** Files that a folder may have: about a dozen. */
export const MOST_FILES = 13;

/** Folders that may have more, since they are lists of like things, with what is listed. */
export const lists: Readonly<Record<string, string>> = {
  'bench/src': 'a bench each',
  'packages/db/src/seed/factories': 'a seeded table each',
  'packages/db/src/seed/validation/content': 'an invariant each',
  'packages/db/src/seed/validation/ledger': 'an invariant each',
  'packages/db/src/seed/validation/people': 'an invariant each',
  'packages/migrations/src/online/rewrite/rows': 'a rewritten kind of statement each',
};
