import { z } from 'zod';
import { email } from '../../../auth/email.ts';
import { newPassword } from '../../../domain/accounts/fields.ts';
import { displayName, keptNames, username } from '../../../domain/people.ts';

export const registerRequest = z
  .strictObject({
    email,
    username: username.refine(
      (name) => !keptNames.test(name),
      'must not begin like the names that are given to accounts that were left or never proved',
    ),
    displayName,
    password: newPassword,
  })
  .meta({ id: 'RegisterRequest' });
