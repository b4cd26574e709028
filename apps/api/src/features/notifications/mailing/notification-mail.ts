import { addressOf } from '../../../domain/communities/address-of.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import type { Config } from '../../../config.ts';
import type { Mail } from '../../../mail/mailer.ts';
import { deeds } from '../deeds.ts';
import { unsubscribeToken } from '../unsubscribing/unsubscribe-token.ts';
import type { ClaimMailsRow } from './claim-mails.sql.ts';

/** News that one mail names; of more it says how many. */
const mostNamed = 30;

/** One mail of all that is new to somebody. @param news of one person, at least one */
export function notificationMail(
  config: Config,
  community: Community,
  news: readonly [ClaimMailsRow, ...ClaimMailsRow[]],
): Mail {
  const [{ userId, email }] = news;
  const pages = addressOf(config, community);
  const unsubscribe = `${pages}/unsubscribe?token=${unsubscribeToken(config.tokens.secret, community.id, userId)}`;
  const lines = news.slice(0, mostNamed).map((each) => `- ${lineOf(pages, each)}`);
  const left = news.length - lines.length;
  return {
    to: email,
    subject: news.length === 1 ? firstLine(news[0]) : `${news.length} news for you at ${community.name}`,
    text:
      `${lines.join('\n\n')}\n\n${left > 0 ? `And ${left} more: ${pages}/me/notifications\n\n` : ''}` +
      `How often these mails come: ${pages}/me/preferences\nNo more of them: ${unsubscribe}\n`,
    headers: {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** A subject: what people write has no line ends by then, and is kept short. */
const firstLine = (news: ClaimMailsRow): string => deedOf(news).slice(0, 150);

function deedOf({ actorName, kind, postTitle }: ClaimMailsRow): string {
  if (kind === 'TIP') return `${actorName} ${deeds.TIP}`;
  return `${actorName} ${deeds[kind]} ${postTitle ?? 'a post that is not shown any more'}`;
}

function lineOf(pages: string, news: ClaimMailsRow): string {
  const { postId, commentId, postTitle } = news;
  const place =
    postTitle === null
      ? '/me/notifications'
      : commentId === null
        ? `/posts/${postId}`
        : `/comments/${commentId}`;
  return `${deedOf(news)}\n  ${pages}${place}`;
}
