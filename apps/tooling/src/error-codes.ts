import type { Table } from '@agora/core';

/** Every error code of the forum's own verbs, with its meaning in one line; those of `@agora/cli` come on top. */
export const errorCodes = {
  'cli.unknown_community': 'There is no community of that slug or id.',
  'cli.unknown_user': 'The community shows no user of that name.',
  'cli.taken': 'Another account of the community has the name or the address.',
  'cli.password_required': 'A password was neither typed nor given on standard input.',
  'cli.weak_password': 'The password is not one that the API would take.',
  'cli.name_imitates': 'The API would not take the name: it could be taken for another, or for the team.',
  'cli.not_migrated': 'The database has not the tables that the command works on.',
  'cli.no_rights': 'The login of the database may not do what the command does.',
  'cli.invalid_retention': "A community's settings say what cannot be read about how long things are kept.",
  'cli.no_token_keys': 'OAUTH_TOKEN_KEYS, whose newest key seals, is not set or cannot be read.',
  'cli.missing_token_key': 'Rows are sealed with versions of the key that OAUTH_TOKEN_KEYS does not have.',
  'cli.port_in_use': 'The port that was asked for is taken by another process.',
} as const;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof errorCodes> {}
}
