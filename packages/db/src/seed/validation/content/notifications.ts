import { checksOf, type Invariant } from '../model/invariant.ts';
import { notificationsSql } from './notifications.sql.ts';

export const notifications: Invariant = {
  name: 'notifications',
  summary:
    'Who is told of an answer, a mention, a comment in a followed thread, an accepted answer, a tip or an act of moderation is whom it concerns, by who did it, once, and may see it; of a followed thread one is unread at most.',
  checks: checksOf(...notificationsSql),
};
