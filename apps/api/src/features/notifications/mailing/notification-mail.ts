import { addressOf } from '../../../domain/communities/address-of.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import type { Config } from '../../../config.ts';
import type { Mail } from '../../../mail/mailer.ts';
import { notificationTexts } from '../notification-texts.ts';
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
  const ending = (postId?: string): string =>
    `${pages}/unsubscribe?token=${unsubscribeToken(config.tokens.secret, community.id, { userId, postId })}`;
  const unsubscribe = ending();
  const lines = news.slice(0, mostNamed).map((each) => {
    const followed = each.kind === 'FOLLOWED' && each.postId !== null;
    const unfollow = followed ? `\n  Follow this thread no more: ${ending(each.postId)}` : '';
    return `- ${lineOf(pages, each)}${unfollow}`;
  });
  const left = news.length - lines.length;
  return {
    to: email,
    subject: news.length === 1 ? firstLine(news[0]) : `${news.length} news for you at ${community.name}`,
    text:
      `${lines.join('\n\n')}\n\n${left > 0 ? `And ${left} more: ${pages}/me/notifications\n\n` : ''}` +
      `How often these mails come: ${pages}/me/preferences\nNo more of them: ${unsubscribe}\n`,
    headers: {
      'List-Unsubscribe': `<${ending(threadOf(news))}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** The thread that a mail is about, where it is about a followed one alone: its button ends no other mails. */
function threadOf([{ kind, postId }, ...others]: readonly [ClaimMailsRow, ...ClaimMailsRow[]]):
  | string
  | undefined {
  return kind === 'FOLLOWED' && others.length === 0 ? (postId ?? undefined) : undefined;
}

/** A subject: what people write has no line ends by then, and is kept short. */
const firstLine = (news: ClaimMailsRow): string => deedOf(news).slice(0, 150);

function deedOf({ actorName, kind, postTitle }: ClaimMailsRow): string {
  if (kind === 'TIP') return `${actorName} ${notificationTexts.TIP}`;
  return `${actorName} ${notificationTexts[kind]} ${postTitle ?? 'a post that is not shown any more'}`;
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
