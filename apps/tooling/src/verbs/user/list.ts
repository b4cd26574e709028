import { choice, defineCommand, EXIT, integer, openDatabase } from '@agora/cli';
import { inCommunity } from '../../forum/in-community.ts';
import { communityOption, needed } from './needed-options.ts';
import { roles } from './roles.ts';

const path = 'agora user list';

/** `agora user list` */
export const list = defineCommand({
  name: 'list',
  summary: 'List the accounts of a community, administrators first',
  description:
    'All of them, also those that the forum shows to nobody: left, or with an address never proved.',
  options: {
    community: communityOption,
    role: choice(roles, 'only these'),
    limit: integer('count', 'how many at most', { min: 1, max: 100_000, default: 100 }),
  },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [
    { command: `${path} --community main --role ADMIN`, does: 'who administers it' },
    { command: `${path} --community main --limit 1000 --json`, does: 'for a program' },
  ],
  next: [{ command: 'agora user role bob MODERATOR --community main', does: 'give one of them a role' }],
  async run({ context, options: { community, role, limit } }) {
    const { out } = context;
    const named = needed(community, '--community', path);
    const database = await openDatabase(context, out.detail);
    const { listAccounts } = await import('@agora/api/accounts');
    const { slug, found } = await inCommunity(database, named, async (forum, { id, slug: key }) => ({
      slug: key,
      found: await listAccounts(forum, id, { role, limit: limit + 1 }),
    }));
    const users = found.slice(0, limit);
    const more = found.length > limit;
    out.data({ community: slug, users, more }, () =>
      users.length === 0
        ? ''
        : out.table(users, [
            { heading: 'username', cell: ({ username }) => username },
            { heading: 'role', cell: (user) => user.role },
            { heading: 'status', cell: ({ status }) => status },
            { heading: 'e-mail', cell: ({ email }) => email },
            { heading: 'verified', cell: ({ emailVerified }) => (emailVerified ? 'yes' : 'no') },
            { heading: 'joined', cell: ({ createdAt }) => createdAt.slice(0, 10) },
          ]),
    );
    if (users.length === 0)
      out.note(`${slug} has no ${role ?? 'account'}${role === undefined ? ' yet' : ''}.`);
    if (more) out.note(`There are more; --limit ${limit * 10} shows more of them.`);
    return EXIT.ok;
  },
});
