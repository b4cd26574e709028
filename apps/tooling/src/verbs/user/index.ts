import { defineGroup } from '@agora/cli';
import { create } from './create.ts';
import { list } from './list.ts';
import { resetPassword } from './reset-password.ts';
import { resetTwoFactor } from './reset-two-factor.ts';
import { role } from './role.ts';
import { verify } from './verify.ts';

/** The accounts of a community. A new verb: one file beside this one, and one line here. */
export const user = defineGroup({
  name: 'user',
  summary: 'Make accounts, administrators too, give them roles, and let people back in',
  commands: [create, role, verify, resetPassword, resetTwoFactor, list],
  examples: [
    {
      command: 'agora user create --community main --username ada --email ada@example.com --role ADMIN',
      does: 'the first administrator of a forum that was seeded with --profile minimal',
    },
    { command: 'agora user role bob MODERATOR --community main', does: 'make somebody a moderator' },
    {
      command: 'agora user reset-password bob --community main',
      does: 'a way back in for somebody whom no mail reaches',
    },
    { command: 'agora user list --community main --role ADMIN', does: 'who administers it' },
  ],
});
