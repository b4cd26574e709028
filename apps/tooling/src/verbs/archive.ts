import { counted, defineCommand, EXIT, flag, openDatabase, text, UsageError } from '@agora/cli';
import { type Archived, archiveOld, type Count, countOld } from '../forum/upkeep/archive.ts';
import { inCommunities } from '../forum/upkeep/in-communities.ts';
import { defaultRetention, readRetention, type Retention } from '../forum/upkeep/retention.ts';

const path = 'agora archive';
const { threads, readNotifications, unreadNotifications, idempotencyKeys } = defaultRetention;

/** `agora archive` */
export const archive = defineCommand({
  name: 'archive',
  summary: 'Archive old threads, and remove what is no longer of use',
  description:
    `Threads without a comment for ${threads} days are archived, but for pinned ones: they are still read, and stand in ` +
    'no list. Removed are tokens, sessions and sign-in grants that have expired, notifications ' +
    `${readNotifications} days after they were read (unread ones after ${unreadNotifications} days), and answers kept for ` +
    `requests that are sent again (${idempotencyKeys} days). A community sets days of its own, or null for ever, as ` +
    '`retention` in its settings: {"retention": {"threads": 730, "readNotifications": null}}; its names are threads, ' +
    'readNotifications, unreadNotifications, idempotencyKeys and expired. In small transactions, while the forum runs. ' +
    'Stopped half-way, what was done stays, and the next run does the rest.',
  options: {
    community: text('community', 'only this one, by slug or id; by default every community'),
    olderThan: text('days', "threads older than this, as 365d, whatever the communities' settings say"),
    dryRun: flag('only say how much there is; exits 2 when there is anything'),
  },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [
    { command: `${path} --dry-run`, does: 'what would be archived and removed, counted' },
    { command: path, does: 'once a night, from a timer' },
    { command: `${path} --community main --older-than 730d`, does: 'leave threads alone for two years' },
  ],
  next: [{ command: 'agora seed validate', does: 'check every invariant' }],
  run: ({ context, options: { community, olderThan, dryRun } }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const given = parseDays(olderThan);
      const database = await openDatabase(context, out.detail);
      const { recountAuthors } = await import('@agora/api/accounts');
      let retention: ReadonlyMap<string, Retention> = new Map();
      let all = 0;
      const communities = await out.step(dryRun ? 'Count what is old' : 'Archive what is old', (step) =>
        inCommunities(database, {
          only: community,
          signal,
          command: path,
          prepare(found) {
            retention = readRetention(found);
            all = found.length;
          },
          use(upkeep, index) {
            const { id, slug } = upkeep.community;
            step.note(`${slug} (${index + 1} of ${all})`);
            const set = retention.get(id) ?? defaultRetention;
            const kept = given === undefined ? set : { ...set, threads: given };
            return dryRun ? countOld(upkeep, kept) : archiveOld(upkeep, kept, recountAuthors);
          },
        }),
      );
      const totals = sum(communities);
      const stopped = signal.aborted;
      out.data({ communities, totals, dryRun, stopped }, () =>
        out.table(totals, [
          { heading: 'what', cell: ({ what }) => what },
          { heading: dryRun ? 'would go' : 'gone', cell: ({ count }) => `${count}` },
        ]),
      );
      if (stopped) {
        out.warn(dryRun ? 'Stopped.' : 'Stopped. What is told above was done; run it again for the rest.');
        return EXIT.interrupted;
      }
      out.note(`In ${counted(communities.length, 'community', 'communities')}.`);
      return dryRun && totals.some(({ count }) => count > 0) ? EXIT.found : EXIT.ok;
    }),
});

/** The counts of all communities together, by what they count. */
function sum(communities: readonly Archived[]): Pick<Count, 'what' | 'count'>[] {
  const totals = new Map<string, number>();
  for (const { counts } of communities)
    for (const { what, count } of counts) totals.set(what, (totals.get(what) ?? 0) + count);
  return [...totals].map(([what, count]) => ({ what, count }));
}

/** The days of `--older-than`. */
function parseDays(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const [, days] = /^([1-9]\d{0,4})d$/.exec(given) ?? [];
  if (days !== undefined && Number(days) <= 36_500) return Number(days);
  throw new UsageError({
    code: 'cli.invalid_value',
    message: `"${given}" is no age of threads.`,
    why: 'It is a number of days from 1 to 36500, followed by a d.',
    fix: `${path} --older-than 365d`,
  });
}
