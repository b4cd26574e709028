import type { NotificationKind } from '@agora/db';

/** What somebody did, between their name and the post's title. */
export const notificationTexts: Readonly<Record<NotificationKind, string>> = {
  REPLY: 'replied to you in',
  MENTION: 'mentioned you in',
  FOLLOWED: 'wrote in a thread that you follow,',
  ANSWER_ACCEPTED: 'took your reply as the answer in',
  TIP: 'gave you points',
  MODERATION: 'moderated what you wrote in',
};
