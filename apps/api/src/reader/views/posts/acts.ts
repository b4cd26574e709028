import type { Post } from '../../../features/posts/page/post.ts';
import { fieldView, keyField } from '../../forms/field.ts';
import { count } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import type { View } from '../../view.ts';
import { buttonForm, tokenField } from '../button.ts';
import { heart, likes } from '../parts.ts';

/** A heart to press, or how many there are for who cannot give one. */
function likeButton(
  view: View,
  thing: {
    readonly likeCount: number;
    readonly liked: boolean;
    readonly mine: boolean;
    readonly like: string;
    readonly unlike: string;
  },
): Html {
  const { likeCount, liked, mine } = thing;
  if (view.reader === undefined || mine) return likes(likeCount);
  return buttonForm(view, {
    action: liked ? thing.unlike : thing.like,
    text: html`${heart}<span
        >${count(likeCount)}<span class="hidden"> likes: ${liked ? 'take yours back' : 'like it'}</span></span
      >`,
    kind: liked ? 'on' : 'quiet',
  });
}

function followButton(view: View, { id, followed }: Post): Html {
  const { slug } = view.community;
  return buttonForm(view, {
    action: followed ? readerPaths.unfollowPost(slug, id) : readerPaths.followPost(slug, id),
    text: followed ? 'Following' : 'Follow',
    kind: followed ? 'on' : 'quiet',
  });
}

const act = (address: string, text: string, about?: string): Html =>
  html`<a class="act" href="${address}"
    >${text}${about !== undefined && html`<span class="hidden"> ${about}</span>`}</a
  >`;

/** What may be done with a post, by whoever reads it. */
export function postActs(view: View, post: Post): Html {
  const {
    community: { slug },
    reader,
    address,
  } = view;
  const mine = reader?.id === post.author.id;
  const open = post.status === 'PUBLISHED';
  return html`<div class="acts" id="acts">
    ${post.status === 'DRAFT' ? undefined : likeButton(view, { ...post, mine: mine || !open, like: readerPaths.likePost(slug, post.id), unlike: readerPaths.unlikePost(slug, post.id) })}
    ${reader !== undefined && post.status !== 'DRAFT' && post.status !== 'HIDDEN' && followButton(view, post)}
    ${mine && (open || post.status === 'DRAFT') && act(readerPaths.editPost(slug, post.id), 'Edit', 'your post')}
    ${!mine && reader !== undefined && act(withQuery(readerPaths.tip(slug, post.author.username), { to: address }), 'Give points')}
    ${!mine && reader !== undefined && act(withQuery(readerPaths.report(slug), { post: post.id, to: address }), 'Report', 'this post')}
    ${reader !== undefined && reader.role !== 'MEMBER' && act(readerPaths.moderatePost(slug, post.id), 'Moderate', 'this post')}
    ${post.status !== 'DRAFT' && act(readerPaths.postFeed(slug, post.id), 'Feed', 'of this post')}
  </div>`;
}

/** What of a comment says what may be done with it. */
interface Answer {
  readonly id: string;
  readonly depth: number;
  readonly status: 'PUBLISHED' | 'HIDDEN' | 'DELETED';
  readonly likeCount: number;
  readonly liked: boolean;
  readonly accepted: boolean;
  /** Whether this or another is the accepted answer. */
  readonly isAnswered: boolean;
  readonly author: { readonly id: string; readonly displayName: string } | null;
}

/** What may be done with a comment. Nothing with one whose text is gone, but for moderators. */
export function commentActs(view: View, post: Post, comment: Answer): Html | undefined {
  const {
    community: { slug },
    reader,
    address,
  } = view;
  const { id, author } = comment;
  const moderates = reader !== undefined && reader.role !== 'MEMBER';
  const moderate =
    moderates &&
    comment.status !== 'DELETED' &&
    act(readerPaths.moderateComment(slug, id) + asking(address), 'Moderate', 'this reply');
  if (author === null) return moderate ? html`<div class="acts">${moderate}</div>` : undefined;
  const mine = reader?.id === author.id;
  const open = post.status === 'PUBLISHED';
  const asked = reader !== undefined && reader.id === post.author.id;
  const by = `to ${author.displayName}`;
  const acts = [
    (reader !== undefined || comment.likeCount > 0) &&
      likeButton(view, {
        ...comment,
        mine: mine || !open,
        like: readerPaths.likeComment(slug, id),
        unlike: readerPaths.unlikeComment(slug, id),
      }),
    reader !== undefined &&
      open &&
      comment.depth < 10 &&
      act(withQuery(readerPaths.reply(slug, post.id), { parent: id }), 'Reply', by),
    asked &&
      open &&
      (comment.accepted
        ? buttonForm(view, { action: readerPaths.unacceptComment(slug, id), text: 'No longer the answer' })
        : !mine &&
          !comment.isAnswered &&
          buttonForm(view, { action: readerPaths.acceptComment(slug, id), text: 'This is the answer' })),
    mine && act(readerPaths.editComment(slug, id) + asking(address), 'Edit', 'your reply'),
    mine && act(readerPaths.deleteComment(slug, id) + asking(address), 'Delete', 'your reply'),
    !mine &&
      reader !== undefined &&
      act(
        withQuery(readerPaths.report(slug), { comment: id, to: address }),
        'Report',
        `the reply of ${author.displayName}`,
      ),
    moderate,
  ].filter((each) => each instanceof Object);
  return acts.length === 0 ? undefined : html`<div class="acts">${acts}</div>`;
}

/** The end of an address that says where to come back to. */
const asking = (address: string): string => withQuery('', { to: address });

/** The form below a thread; who is not logged in is told how to get one. */
export function answerForm(view: View, post: Post): Html | undefined {
  const { slug } = view.community;
  if (post.status !== 'PUBLISHED') return undefined;
  if (post.locked && (view.reader?.role ?? 'MEMBER') === 'MEMBER') {
    return html`<p class="notice">This thread is locked: only moderators reply.</p>`;
  }
  if (view.reader === undefined) {
    return html`<p class="notice">
      <a href="${withQuery(readerPaths.logIn(slug), { to: view.address })}">Log in</a> or
      <a href="${readerPaths.register(slug)}">register</a> to reply.
    </p>`;
  }
  return html`<form class="answer" method="post" action="${readerPaths.reply(slug, post.id)}">
    ${tokenField(view)}${fieldView(keyField(), undefined)}
    <label for="answer">Your reply</label>
    <textarea
      id="answer"
      name="body"
      rows="5"
      maxlength="40000"
      required
      aria-describedby="answer-hint"
    ></textarea>
    <p class="hint" id="answer-hint">
      Markdown; @name tells
      somebody.${post.slowSeconds !== null && html` One reply in ${post.slowSeconds} seconds each.`}
    </p>
    <div class="buttons">
      <button class="main" name="do" value="publish">Reply</button
      ><button class="quiet" name="do" value="preview">Preview</button>
    </div>
  </form>`;
}
