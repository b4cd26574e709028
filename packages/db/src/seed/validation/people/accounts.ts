import { checksOf, type Invariant } from '../model/invariant.ts';
import { accountsSql } from './accounts.sql.ts';
import { sealedTokensSql } from './sealed-tokens.sql.ts';

export const accounts: Invariant = {
  name: 'accounts',
  summary:
    'Passwords are argon2id in PHC format, pictures are addresses, languages are BCP 47 tags and time zones IANA names.',
  checks: checksOf(...accountsSql),
};

export const sealedTokens: Invariant = {
  name: 'sealed-tokens',
  summary:
    'Providers’ tokens and secrets of second factors are sealed: nonce, ciphertext and tag in base64url, under the version of a key.',
  checks: checksOf(...sealedTokensSql),
};
