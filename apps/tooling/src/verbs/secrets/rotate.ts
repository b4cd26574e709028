import { counted, defineCommand, EXIT, flag, openDatabase } from '@agora/cli';
import { AgoraError } from '@agora/core';
import { inCommunities } from '../../forum/upkeep/in-communities.ts';
import { assertKeysFor, countSealed, type Resealed, resealTokens } from '../../forum/upkeep/reseal.ts';

const path = 'agora secrets rotate';

/** `agora secrets rotate` */
export const rotate = defineCommand({
  name: 'rotate',
  summary: 'Seal the tokens of identity providers and the secrets of second factors with the newest key',
  description:
    'What OAUTH_TOKEN_KEYS has sealed with an older key is opened and sealed with the newest, in small transactions, ' +
    'while the forum runs: a row that the API writes meanwhile is left to it. First give every process of the API the ' +
    'new key beside the old ones and start it again, then run this; when nothing is left, the old key can go. Refused ' +
    'while a row names a version that OAUTH_TOKEN_KEYS does not have. Keys are never shown.',
  options: {
    dryRun: flag('only count what is sealed with an older key; exits 2 when there is anything'),
  },
  environment: {
    DATABASE_URL: 'the database of the forum; unset: the embedded server',
    OAUTH_TOKEN_KEYS: 'version:key pairs, as the API has them; the highest version seals',
  },
  examples: [
    { command: `${path} --dry-run`, does: 'how much is sealed with which version' },
    { command: path, does: 'seal it anew; run again until nothing is left' },
  ],
  next: [{ command: `${path} --dry-run`, does: 'whether an older key can go' }],
  run: ({ context, options: { dryRun } }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const box = await import('@agora/api/accounts');
      const keys = readKeys(box, context.env['OAUTH_TOKEN_KEYS']);
      const newest = box.sealingVersion(keys);
      const database = await openDatabase(context, out.detail);
      const communities = await out.step(dryRun ? 'Count sealed rows' : 'Seal anew', (step) =>
        inCommunities<Resealed>(database, {
          only: undefined,
          signal,
          command: path,
          async prepare(all, client) {
            const counts = [];
            for (const community of all) counts.push(...(await countSealed(client, community)));
            assertKeysFor(keys, counts);
          },
          async use(upkeep) {
            step.note(upkeep.community.slug);
            if (!dryRun) return resealTokens(upkeep, keys, box);
            const old = (await countSealed(upkeep.client, upkeep.community)).filter(
              ({ version }) => version !== newest,
            );
            const left = old.reduce((sum, { rows }) => sum + rows, 0);
            return { community: upkeep.community.slug, resealed: 0, left, unreadable: 0 };
          },
        }),
      );
      const total = (part: 'resealed' | 'left' | 'unreadable'): number =>
        communities.reduce((sum, row) => sum + row[part], 0);
      const [resealed, left, unreadable] = [total('resealed'), total('left'), total('unreadable')];
      const stopped = signal.aborted;
      out.data({ newest, resealed, left, unreadable, communities, dryRun, stopped }, () =>
        out.table(
          communities.filter((row) => row.resealed + row.left > 0),
          [
            { heading: 'community', cell: ({ community }) => community },
            { heading: 'sealed anew', cell: (row) => `${row.resealed}` },
            { heading: 'left', cell: (row) => `${row.left}` },
          ],
        ),
      );
      if (unreadable > 0) {
        out.warn(
          `${counted(unreadable, 'row')} cannot be opened with the key of their version: it is another key now, or they ` +
            'were damaged. They stay; whoever they belong to signs in with the provider again, or gets a new second factor.',
        );
      }
      if (stopped) {
        out.warn(dryRun ? 'Stopped.' : 'Stopped. What is told above was done; run it again for the rest.');
        return EXIT.interrupted;
      }
      out.note(
        left === 0
          ? `Everything is sealed with version ${newest}; older keys can go.`
          : `${counted(left, 'row')} left under an older key.`,
      );
      return left > 0 ? EXIT.found : EXIT.ok;
    }),
});

/**
 * The keys of `OAUTH_TOKEN_KEYS`.
 * @throws AgoraError `cli.no_token_keys`
 */
function readKeys(
  { oauthTokenKeys }: Pick<typeof import('@agora/api/accounts'), 'oauthTokenKeys'>,
  given: string | undefined,
): NonNullable<ReturnType<typeof oauthTokenKeys.parse>> {
  const read = oauthTokenKeys.safeParse(given === '' ? undefined : given);
  if (read.success && read.data !== undefined) return read.data;
  throw new AgoraError({
    code: 'cli.no_token_keys',
    message: 'There are no keys to seal with.',
    why: read.success
      ? 'OAUTH_TOKEN_KEYS is not set.'
      : `OAUTH_TOKEN_KEYS ${read.error.issues.map(({ message }) => message).join('; ')}.`,
    fix: 'Set it as the API has it, with the new key in front: OAUTH_TOKEN_KEYS=2:<new key>,1:<old key>',
  });
}
