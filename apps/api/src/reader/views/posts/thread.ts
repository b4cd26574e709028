import type { Post } from '../../../features/posts/page/post.ts';
import { ago, counted } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { type Mentions, withMentions } from '../../markup/markdown.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import type { ThreadRow } from '../../queries/thread.sql.ts';
import type { View } from '../../view.ts';
import { commentActs } from './acts.ts';
import { avatar, personLink } from '../parts.ts';

/** A comment as a page shows it. */
export interface ShownComment extends Pick<
  ThreadRow,
  'id' | 'path' | 'depth' | 'status' | 'likeCount' | 'liked' | 'accepted' | 'waits' | 'createdAt' | 'editedAt'
> {
  /** As the renderer made it; null where the text is gone. */
  readonly html: string | null;
  readonly author:
    | (Pick<ThreadRow, 'username' | 'displayName' | 'avatar' | 'role'> & { readonly id: string })
    | null;
}

/** A page of a thread. */
export interface ThreadView {
  /** Depth first. */
  readonly comments: readonly ShownComment[];
  /** Path of the comment that the next page begins with; null on the last page. */
  readonly nextPath: string | null;
  /** There are comments before it. */
  readonly isContinued: boolean;
  /** The comment that is shown alone, with what replies to it. */
  readonly under: string | undefined;
}

/** A comment with those that reply to it; without the comment, one that stands on a page before. */
interface Branch {
  readonly id: string;
  readonly comment: ShownComment | undefined;
  readonly replies: Branch[];
}

/** Digits of an id in a path. */
const idDigits = 32;

/** A page of a thread, with the ways to the whole, to what is before it and to what follows. */
export function threadView(view: View, mentions: Mentions, post: Post, thread: ThreadView): Html {
  const { comments, nextPath, isContinued, under } = thread;
  const path = readerPaths.post(mentions.community, post.id);
  const last = comments.at(-1);
  const from = under === undefined ? 0 : Math.max(0, idsOf(comments[0]?.path ?? '').indexOf(under));
  const cut: Cut = {
    path,
    after: nextPath === null ? undefined : last?.path,
    // What the next page begins with belongs to each of these.
    line: new Set(nextPath === null ? [] : idsOf(nextPath).slice(from, -1)),
  };
  return html`${
    (under !== undefined || isContinued) &&
    html`<p class="elsewhere">
      ${under === undefined ? html`Continued from the page before.` : html`One branch of the thread.`}
      <a href="${path}#replies">The thread from its beginning</a>
    </p>`
  }
  ${branches({ view, mentions, post, cut, isAnswered: comments.some(({ accepted }) => accepted) }, grow(comments, from))}
  ${
    cut.after !== undefined &&
    html`<nav class="more" aria-label="Replies">
      <a rel="next" href="${withQuery(path, { under, after: cut.after })}#replies">More replies</a>
    </nav>`
  }`;
}

/** Where a page ends in the middle of a thread. */
interface Cut {
  readonly path: string;
  readonly after: string | undefined;
  readonly line: ReadonlySet<string>;
}

interface Shown {
  readonly view: View;
  /** Whether an answer was accepted, as far as the page shows. */
  readonly isAnswered: boolean;
  readonly mentions: Mentions;
  readonly post: Post;
  readonly cut: Cut;
}

/**
 * Comments come depth first: each one belongs to the last that was one less deep. Those that stand on a page before keep
 * their places, without their texts.
 * @param from depth of what is outermost
 */
export function grow(comments: readonly ShownComment[], from = 0): Branch[] {
  const top: Branch[] = [];
  let line: Branch[] = [];
  for (const comment of comments) {
    const ids = idsOf(comment.path).slice(from);
    // As much of the line before as is common with this one.
    const common = line.findIndex((branch, depth) => branch.id !== ids[depth]);
    line = line.slice(0, common === -1 ? line.length : common);
    for (const [depth, id] of ids.entries()) {
      if (depth < line.length) continue;
      const branch = { id, comment: depth === ids.length - 1 ? comment : undefined, replies: [] };
      (line[depth - 1]?.replies ?? top).push(branch);
      line.push(branch);
    }
  }
  return top;
}

/** The ids from a thread's first comment down to the one of a path. */
function idsOf(path: string): string[] {
  return Array.from({ length: path.length / idDigits }, (_, depth) => {
    const digits = path.slice(depth * idDigits, (depth + 1) * idDigits);
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  });
}

function branches(shown: Shown, all: readonly Branch[]): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<ol>
    ${all.map((branch) => html`<li>${branchView(shown, branch)}</li>`)}
  </ol>`;
}

function branchView(shown: Shown, branch: Branch): Html {
  const { view, mentions, post, cut, isAnswered } = shown;
  const { id, comment, replies } = branch;
  const inside = html`${branches(shown, replies)}${
    cut.line.has(id) &&
    html`<p class="elsewhere">
      <a href="${withQuery(cut.path, { under: id, after: cut.after })}#replies">More replies to this</a>
    </p>`
  }`;
  if (comment === undefined) {
    // Said once, at the innermost of what is on the page before.
    return html`<div class="comment continues">
      ${
        replies[0]?.comment !== undefined &&
        html`<p class="elsewhere">
          <a href="${withQuery(cut.path, { under: id })}#c-${id}">continues a reply of the page before</a>
        </p>`
      }
      ${inside}
    </div>`;
  }
  const { author } = comment;
  const folded = descendants(replies);
  const hidden = comment.waits ? 'waits for a moderator' : 'taken out by a moderator';
  const gone = comment.status === 'HIDDEN' ? hidden : 'deleted';
  return html`<article class="comment${comment.accepted && ' accepted'}" id="c-${id}">
    <header class="by">
      ${
        author === null
          ? html`<span class="gone">${gone}</span>`
          : html`${avatar(author)}<span
                >${personLink(mentions.community, author)}${author.id === post.author.id && html` <span class="badge author">author</span>`}</span
              >`
      }<span class="meta"
        ><a class="anchor" href="#c-${id}">${ago(comment.createdAt.toISOString())}</a
        >${comment.editedAt !== null && html`<span>edited</span>`}${comment.accepted && html`<span class="badge answer">answer</span>`}</span
      >
    </header>
    <details open>
      <summary>
        <span class="hidden">${author === null ? `Reply, ${gone}` : `Reply by ${author.displayName}`}</span
        >${folded > 0 && html`<span class="folded">${counted(folded, 'more reply', 'more replies')}</span>`}
      </summary>
      ${comment.html !== null && html`<div class="prose">${withMentions(comment.html, mentions)}</div>`}
      ${commentActs(view, post, { ...comment, isAnswered })} ${inside}
    </details>
  </article>`;
}

function descendants(all: readonly Branch[]): number {
  return all.reduce((sum, branch) => sum + 1 + descendants(branch.replies), 0);
}
