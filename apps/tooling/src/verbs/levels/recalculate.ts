import { counted, defineCommand, EXIT, flag, openDatabase, text } from '@agora/cli';
import { inCommunities } from '../../forum/upkeep/in-communities.ts';
import { countWrongLevels, recalculateLevels } from '../../forum/upkeep/levels.ts';

const path = 'agora levels recalculate';

/** `agora levels recalculate` */
export const recalculate = defineCommand({
  name: 'recalculate',
  summary: "Work out every user's level from their points and the table of levels",
  description:
    'A level moves with the points, but not when the table of levels is changed: that is what this is for. In batches ' +
    'of a thousand users, while the forum runs. Stopped half-way, what was done stays, and the next run does the rest.',
  options: {
    community: text('community', 'only this one, by slug or id; by default every community'),
    dryRun: flag('only say how many would change; exits 2 when there are any'),
  },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [
    { command: `${path} --dry-run`, does: 'how many would change, and from which level to which' },
    { command: `${path} --community main`, does: 'after the levels of one community were changed' },
  ],
  next: [{ command: 'agora seed validate', does: 'check this and every other invariant' }],
  run: ({ context, options: { community, dryRun } }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const database = await openDatabase(context, out.detail);
      const communities = await out.step(dryRun ? 'Compare levels' : 'Recalculate levels', (step) =>
        inCommunities(database, {
          only: community,
          signal,
          command: path,
          use(upkeep) {
            step.note(upkeep.community.slug);
            return dryRun ? countWrongLevels(upkeep) : recalculateLevels(upkeep);
          },
        }),
      );
      const rows = communities.flatMap(({ community: slug, changes }) =>
        changes.map((change) => ({ slug, ...change })),
      );
      const changed = rows.reduce((sum, { users }) => sum + users, 0);
      const stopped = signal.aborted;
      out.data({ communities, changed, dryRun, stopped }, () =>
        rows.length === 0
          ? ''
          : out.table(rows, [
              { heading: 'community', cell: ({ slug }) => slug },
              { heading: 'from level', cell: ({ from }) => `${from}` },
              { heading: 'to level', cell: ({ to }) => `${to}` },
              { heading: 'users', cell: ({ users }) => `${users}` },
            ]),
      );
      if (stopped) {
        out.warn(
          `Stopped. ${dryRun ? 'Nothing was changed.' : `${counted(changed, 'user')} changed; run it again for the rest.`}`,
        );
        return EXIT.interrupted;
      }
      if (changed === 0) out.note('Every user has the level that their points reach.');
      else
        out.note(`${counted(changed, 'user')} ${dryRun ? 'would get another level' : 'got another level'}.`);
      return dryRun && changed > 0 ? EXIT.found : EXIT.ok;
    }),
});
