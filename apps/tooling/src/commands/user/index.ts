import { defineGroup } from '../../command.ts';
import { create } from './create.ts';
import { list } from './list.ts';
import { role } from './role.ts';

/** The accounts of a community. A new verb: one file beside this one, and one line here. */
export const user = defineGroup({
  name: 'user',
  summary: 'Make accounts, administrators too, and give them roles',
  commands: [create, role, list],
  examples: [
    {
      command: 'agora user create --community main --username ada --email ada@example.com --role ADMIN',
      does: 'the first administrator of a forum that was seeded with --profile minimal',
    },
    { command: 'agora user role bob MODERATOR --community main', does: 'make somebody a moderator' },
    { command: 'agora user list --community main --role ADMIN', does: 'who administers it' },
  ],
});
