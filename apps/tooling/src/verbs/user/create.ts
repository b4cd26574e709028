import { AgoraError } from '@agora/core';

import { choice, defineCommand, EXIT, flag, openDatabase, text, UsageError } from '@agora/cli';
import { inCommunity } from '../../forum/in-community.ts';
import { readNewPassword } from '../../forum/read-password.ts';
import { communityOption, needed } from './needed-options.ts';
import { roles } from './roles.ts';

const path = 'agora user create';

/** `agora user create` */
export const create = defineCommand({
  name: 'create',
  summary: 'Make an account, such as the first administrator',
  description:
    'The account is like one that was registered, and its address counts as verified: no mail is sent. The password ' +
    'is typed twice, or read from standard input; it is never an argument. A role above MEMBER is in the log of moderation.',
  options: {
    community: communityOption,
    username: text('name', '3 to 30 lower-case letters, digits and underscores; needed'),
    email: text('address', 'what it logs in with; needed'),
    displayName: text('name', 'what others see; the username without it'),
    role: choice(roles, 'what it may do', { default: 'MEMBER' }),
    passwordStdin: flag('read the password from standard input'),
  },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [
    {
      command: `${path} --community main --username ada --email ada@example.com --role ADMIN`,
      does: 'asks for the password',
    },
    {
      command: `${path} --community main --username ada --email ada@example.com --password-stdin < password.txt`,
      does: 'for scripts',
    },
  ],
  next: [{ command: 'agora user list --community main --role ADMIN', does: 'who administers it' }],
  async run({ context, options }) {
    const { out } = context;
    const community = needed(options.community, '--community', path);
    const wanted = needed(options.username, '--username', path);
    const { role } = options;
    const { findAccounts, hashPassword, imitationOf, openAccount, registerRequest, weaknessOf } =
      await import('@agora/api/accounts');
    const { email, username, displayName } = parsed(
      registerRequest.omit({ password: true }).safeParse({
        username: wanted,
        email: needed(options.email, '--email', path),
        displayName: options.displayName ?? wanted,
      }),
    );
    const database = await openDatabase(context, out.detail);
    const refuseTaken = (): Promise<string> =>
      inCommunity(database, community, async (forum, { id, slug, name }) => {
        const [holder] = await findAccounts(forum, id, { email, username });
        if (holder === undefined) {
          // Who is of the team may say so.
          const why =
            role === 'MEMBER'
              ? await imitationOf(forum, { id, slug, name }, { username, displayName })
              : undefined;
          if (why === undefined) return slug;
          throw new AgoraError({
            code: 'cli.name_imitates',
            message: `The API would not take this name. Nothing was changed.`,
            why,
            fix: 'Choose another.',
          });
        }
        const what = holder.username === username ? `name ${username}` : `address ${email}`;
        throw new AgoraError({
          code: 'cli.taken',
          message: `The ${what} is taken in ${slug}, by ${holder.username} <${holder.email}> (${holder.role}).`,
          fix:
            holder.role === role
              ? 'Choose another.'
              : `agora user role ${holder.username} ${role} --community ${slug}   (if it is the same person)`,
        });
      });
    // Before anything is typed.
    const slug = await refuseTaken();
    const password = await readNewPassword(context, options.passwordStdin, path);
    const rule = registerRequest.shape.password.safeParse(password);
    const why = rule.success
      ? await weaknessOf(password, [email, username, displayName, slug])
      : rule.error.issues.map(({ message }) => message).join('\n');
    if (why !== undefined) {
      throw new AgoraError({
        code: 'cli.weak_password',
        message: 'The API would not take this password. Nothing was changed.',
        why,
        fix: 'Take one of 8 to 200 characters that is hard to guess, such as four words.',
      });
    }
    const passwordHash = await hashPassword(password);
    const account = { email, username, displayName, passwordHash, role };
    const made = await inCommunity(database, community, (forum, { id }) => openAccount(forum, id, account));
    if (made === undefined) {
      await refuseTaken();
      throw new AgoraError({
        code: 'cli.taken',
        message: 'The name or the address was taken, and given up, at this very moment.',
        fix: 'Run it again.',
      });
    }
    out.data({ community: slug, ...made }, () => made.username);
    out.success(`${made.username} <${made.email}> is ${article(role)} of ${slug}, and can log in.`);
    return EXIT.ok;
  },
});

/** @throws UsageError naming every fault */
function parsed<T>(
  result:
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } },
): T {
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path: [field], message }) => {
    const option = String(field).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${option}: ${message}`;
  });
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `${path}: ${faults.join('; ')}`,
    fix: `${path} --help`,
  });
}

const article = (role: (typeof roles)[number]): string =>
  role === 'ADMIN' ? 'an administrator' : role === 'MODERATOR' ? 'a moderator' : 'a member';
