import { z } from 'zod';
import { page, pageFrom, pageQuery, readCursor } from '../../../domain/page.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { holdReason } from '../content/post-state.ts';
import { requireModerator } from '../moderators.ts';
import { person } from '../person.ts';
import { reportReason } from '../reports/report.ts';
import { type QueueRow, queueSql } from './queue.sql.ts';
import { queueCountsSql } from './queue-counts.sql.ts';

const queueItem = z
  .object({
    id: id.describe('Of the post, comment or user'),
    kind: z.enum(['POST', 'COMMENT', 'USER']),
    since: time.describe('When the first report of it was made, or when it was held'),
    reports: z.int().describe('Open ones'),
    reasons: z.array(reportReason),
    hold: holdReason.nullable().describe('Why it is hidden until somebody has looked'),
    postId: id.nullable().describe('The post, or that of the comment'),
    title: z.string().nullable(),
    excerpt: z.string().describe('The first 1000 characters of the text, hidden or not'),
    status: z.string(),
    author: person,
    takenBy: person.nullable().describe('Who is looking at it, for an hour at most'),
    takenAt: time.nullable(),
  })
  .meta({ id: 'QueueItem' });

export const queuePage = page(queueItem)
  .extend({
    counts: z.object({ waiting: z.int(), reported: z.int(), held: z.int(), taken: z.int() }),
  })
  .meta({ id: 'Queue' });

export const listQueue = operation({
  id: 'listQueue',
  method: 'GET',
  path: '/moderation/queue',
  tag: 'moderation',
  summary: 'List what waits for moderators, the longest waiting first (moderators)',
  description:
    'What has open reports, posts that are held because they look like a flood, and what new members wrote, where it is held.',
  login: 'required',
  query: pageQuery,
  answers: { 200: queuePage },
  async handle({ forum, viewer, query: { limit, cursor } }) {
    const [after, afterId] =
      cursor === undefined ? [null, null] : readCursor('queue', z.tuple([time, id]), cursor);
    await requireModerator(forum, viewer);
    const { communityId } = viewer;
    const wanted = { communityId, limit, after: after === null ? null : new Date(after), afterId };
    const [rows, [counts]] = await forum.run(queueSql(wanted), queueCountsSql({ communityId }));
    const { items, next } = pageFrom('queue', rows.map(itemOf), limit, (item) => [item.since, item.id]);
    return { items, next, counts: counts ?? { waiting: 0, reported: 0, held: 0, taken: 0 } };
  },
});

function itemOf(row: QueueRow): z.input<typeof queueItem> {
  const { authorId, authorName, takenById, takenByName, takenAt, since, reasons, kind, ...rest } = row;
  return {
    ...rest,
    kind: queueItem.shape.kind.parse(kind),
    reasons: z.array(reportReason).parse(reasons.split(' ').filter(Boolean)),
    since: since.toISOString(),
    author: { id: authorId ?? rest.id, username: authorName ?? '' },
    takenBy: takenById === null || takenByName === null ? null : { id: takenById, username: takenByName },
    takenAt: takenAt?.toISOString() ?? null,
  };
}
