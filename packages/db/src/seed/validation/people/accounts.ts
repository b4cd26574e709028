import { inScope, type Invariant } from '../model/invariant.ts';

/** Argon2id in PHC format, version 19 (RFC 9106): memory, passes and lanes, salt and hash in base64 without padding. */
const PHC = String.raw`^\$argon2id\$v=19\$m=[1-9][0-9]*,t=[1-9][0-9]*,p=[1-9][0-9]*\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}$`;

/** A language tag (RFC 5646): language, script, region, variants, extensions, private use. */
const LANGUAGE =
  '^([a-z]{2,3}|[a-z]{5,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$';

export const accounts: Invariant = {
  name: 'accounts',
  summary:
    'Passwords are argon2id in PHC format, pictures are addresses, languages are BCP 47 tags and time zones IANA names.',
  checks: [
    `
    SELECT community_id, username AS row, 'a password hash that is no argon2id in PHC format' AS detail
      FROM users t WHERE ${inScope('t')} AND password_hash !~ '${PHC}'`,
    `
    SELECT community_id, username AS row, 'avatar ' || avatar AS detail
      FROM users t WHERE ${inScope('t')} AND avatar !~ '^(https://[^@[:space:]/?#]+([/?#][^[:space:]]*)?|/[^[:space:]]*)$'`,
    `
    SELECT community_id, user_id::text AS row, 'locale ' || locale AS detail
      FROM user_preferences t WHERE ${inScope('t')} AND locale !~* '${LANGUAGE}'`,
    `
    WITH used AS MATERIALIZED (SELECT DISTINCT time_zone FROM user_preferences t WHERE ${inScope('t')}),
         unknown AS MATERIALIZED (SELECT time_zone FROM used
           WHERE NOT EXISTS (SELECT FROM pg_timezone_names z WHERE lower(z.name) = lower(used.time_zone)))
    SELECT t.community_id, t.user_id::text AS row, 'time zone ' || t.time_zone AS detail
      FROM user_preferences t JOIN unknown USING (time_zone) WHERE ${inScope('t')}`,
  ],
};

/** AES-256-GCM in base64url: a nonce of 12 bytes, at least one of ciphertext, a tag of 16; nothing that a provider gives out. */
const SEALED = '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$';

export const sealedTokens: Invariant = {
  name: 'sealed-tokens',
  summary:
    'Providers’ tokens and secrets of second factors are sealed: nonce, ciphertext and tag in base64url, under the version of a key.',
  checks: (
    [
      ['oauth_accounts', 'id', ['access_token', 'refresh_token']],
      ['oauth_grants', 'id', ['access_token', 'refresh_token']],
      ['two_factors', 'user_id', ['secret']],
    ] as const
  ).map(([table, key, columns]) => {
    const plain = columns.map((column) => `${column} !~ '${SEALED}' OR length(${column}) % 4 = 1`);
    return `
    SELECT community_id, '${table} ' || ${key} AS row, 'something that is not sealed, or under key version ' || key_version AS detail
      FROM ${table} t
     WHERE ${inScope('t')} AND (key_version < 1 OR ${plain.join(' OR ')})`;
  }),
};
