import { DAY_MS, MINUTE_MS } from '../../values/calendar.ts';
import { reports as factory } from '../../factories/reports.ts';
import { labels, type LoadContext, type LoadTable } from './load-table.ts';

/** Of the comments at these distances, those that reply to somebody were reported by that somebody. */
const EVERY = 211;
const kinds = labels(['SPAM', 'HARASSMENT', 'OFF_TOPIC', 'MISINFORMATION', 'OTHER']);
const details = labels([
  'Reads like an advertisement.',
  'This is about me and not about the subject.',
  'Has nothing to do with the thread.',
  'The numbers are made up.',
  'Please have a look.',
]);
const [OPEN, RESOLVED, DISMISSED] = labels(['OPEN', 'RESOLVED', 'DISMISSED']);
const [DONE, KEPT] = labels(['Talked to the author.', 'Looked at it, and it may stay.']);

export const reports: LoadTable = {
  factory,
  count: (ctx) => reported(ctx).length,
  write(writer, ctx, index) {
    const { plan, community } = ctx;
    const comment = reported(ctx)[index]!;
    const reporter = plan.commentAuthor.data[plan.commentParent.data[comment]!]!;
    const created = Math.min(
      plan.commentCreated.data[comment]! + (10 + (comment % 300)) * MINUTE_MS,
      plan.referenceMs,
    );
    const handled = created < plan.referenceMs - 3 * DAY_MS;
    writer.row(14);
    writer.uuid(community);
    writer.uuid7(created, plan.keys.misc ^ 2, index);
    writer.uuid7(plan.joined[reporter]!, plan.keys.user, reporter);
    writer.null();
    writer.uuid7(plan.commentCreated.data[comment]!, plan.keys.comment, comment);
    writer.null();
    writer.bytes(kinds[index % 5]!);
    writer.bytes(details[index % 5]!);
    if (handled) {
      const dismissed = index % 3 === 0;
      writer.bytes((dismissed ? DISMISSED : RESOLVED)!);
      writer.bytes((dismissed ? KEPT : DONE)!);
      writer.uuid7(plan.joined[0]!, plan.keys.user, 0);
      writer.time(created + 5 * 60 * MINUTE_MS);
    } else {
      writer.bytes(OPEN!);
      writer.null();
      writer.null();
      writer.null();
    }
    writer.time(created);
    writer.time(handled ? created + 5 * 60 * MINUTE_MS : created);
  },
};

const known = new WeakMap<LoadContext, number[]>();

function reported(ctx: LoadContext): number[] {
  let found = known.get(ctx);
  if (found === undefined) {
    found = [];
    for (let comment = 1; comment < ctx.plan.commentPost.length; comment += EVERY) {
      if (ctx.plan.commentParent.data[comment]! >= 0) found.push(comment);
    }
    known.set(ctx, found);
  }
  return found;
}
