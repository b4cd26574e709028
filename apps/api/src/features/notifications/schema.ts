import type { NotificationKind } from '@agora/db';
import { z } from 'zod';
import { page, pageQuery } from '../../domain/page.ts';
import { id, time } from '../../domain/values.ts';
import { author } from '../../domain/people.ts';

export const notification = z
  .object({
    id,
    kind: z.enum(['REPLY', 'MENTION', 'ANSWER_ACCEPTED', 'TIP', 'MODERATION'] satisfies NotificationKind[]),
    actor: author,
    postId: id.nullable(),
    postTitle: z.string().nullable(),
    commentId: id.nullable(),
    readAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Notification' });

export const inboxQuery = pageQuery.extend({
  unread: z.stringbool().default(false).describe('Only unread ones'),
});
export const inbox = page(notification).meta({ id: 'Inbox' });
export const readRequest = z
  .strictObject({ upTo: id.describe('Marks this notification and all before it as read') })
  .meta({ id: 'ReadRequest' });

export type Inbox = z.output<typeof inbox>;
