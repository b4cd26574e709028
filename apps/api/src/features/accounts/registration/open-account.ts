import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { makeOpaqueToken } from '../../../auth/opaque-token.ts';
import { hashPassword } from '../../../auth/password.ts';
import type { Forum } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { tokenHours } from '../mails.ts';
import { createAccountSql } from './create-account.sql.ts';
import { createRegistrationTokenSql } from './create-registration-token.sql.ts';
import type { registerRequest } from './register-request.ts';
import { releaseNameSql } from './release-name.sql.ts';

/** Days for which an account whose address was never proved keeps its name from others. */
export const keepNameDays = 7;

/** What came of registering. */
export interface Opened {
  /** To be mailed to the address. */
  readonly token: string;
  /** Whether the token proves the address of a new account, or else sets a password; undefined: there is none to mail. */
  readonly mailed: { readonly isNew: boolean } | undefined;
  readonly usernameTaken: boolean;
}

/** Opens an account, or makes a token for who has the address; both take the same time. */
export async function openAccount(
  forum: Forum,
  communityId: string,
  { password, ...wanted }: z.output<typeof registerRequest>,
): Promise<Opened> {
  const passwordHash = await hashPassword(password);
  const { token, hash } = makeOpaqueToken();
  const { VERIFY_EMAIL: hoursToVerify, RESET_PASSWORD: hoursToReset } = tokenHours;
  const make = async () => {
    const account = { communityId, ...wanted, passwordHash, userId: uuid7() };
    const [, [taken], [mailed]] = await forum.run(
      releaseNameSql({
        ...account,
        keepNameDays,
        freedName: `unproved_${randomUUID().replaceAll('-', '').slice(0, 20)}`,
      }),
      createAccountSql(account),
      createRegistrationTokenSql({ ...account, tokenId: uuid7(), hash, hoursToVerify, hoursToReset }),
    );
    const { emailTaken = false, usernameTaken = false } = taken ?? {};
    // A mailed token decides, too: it was made for who got the address between the two statements.
    return { mailed, usernameTaken, decided: mailed !== undefined || emailTaken || usernameTaken };
  };
  const made = await make();
  // A second look says who was faster, when another wanted the same address or name at the same moment.
  const { mailed, usernameTaken } = made.decided ? made : await make();
  return { token, mailed, usernameTaken };
}
