import type { PostPage } from '../../domain/content.ts';
import type { UserProfile } from '../../domain/profiles/profile.ts';
import { ago, count } from '../markup/format.ts';
import { type Html, html } from '../markup/html.ts';
import { readerPaths, withQuery } from '../markup/paths.ts';
import type { View } from '../view.ts';
import { communityPage } from './layout.ts';
import { avatar, badge, more } from './parts.ts';
import { postItems } from './posts/post-list.ts';

/** A profile with the posts of its user. */
export function userPage(view: View, user: UserProfile, posts: PostPage): Html {
  const { slug } = view.community;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['points', count(user.points)],
    ['posts', count(user.statistics?.posts ?? 0)],
    ['replies', count(user.statistics?.comments ?? 0)],
    ['likes received', count(user.statistics?.likesReceived ?? 0)],
  ];
  return communityPage(view, {
    title: user.displayName,
    description: user.bio,
    content: html`<section class="profile">
        ${avatar(user, 'large')}
        <div>
          <h1>${user.displayName}${badge(user.role)}</h1>
          <p class="meta">
            <span>@${user.username}</span
            >${user.levelName !== null && html`<span>${user.levelName}</span>`}<span
              >joined ${ago(user.createdAt)}</span
            >${user.lastSeenAt !== null && html`<span>seen ${ago(user.lastSeenAt)}</span>`}
          </p>
          ${
            view.reader !== undefined &&
            view.reader.username !== user.username &&
            html`<div class="acts">
              <a class="act" href="${withQuery(readerPaths.tip(slug, user.username), { to: view.address })}"
                >Give points</a
              >
              <a
                class="act"
                href="${withQuery(readerPaths.report(slug), { user: user.username, to: view.address })}"
                >Report</a
              >
              ${view.reader.role !== 'MEMBER' && html`<a class="act" href="${readerPaths.mute(slug, user.username)}">Mute</a> <a class="act" href="${readerPaths.ban(slug, user.username)}">Ban</a>`}
              ${view.reader.role === 'ADMIN' && html`<a class="act" href="${withQuery(readerPaths.purge(slug), { kind: 'PERSON', target: user.id })}">Purge</a>`}
            </div>`
          }
          ${view.reader?.username === user.username && html`<div class="acts"><a class="act" href="${readerPaths.profile(slug)}">Edit your profile</a></div>`}
          ${user.bio !== '' && html`<p class="bio">${user.bio}</p>`}
        </div>
      </section>
      <dl class="facts">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${
        user.achievements.length > 0 &&
        html`<section>
          <h2 class="section">Achievements</h2>
          <ul class="medals">
            ${user.achievements.map((one) => html`<li><strong>${one.name}</strong><span>${one.description}</span><span class="meta">${ago(one.earnedAt)}</span></li>`)}
          </ul>
        </section>`
      }
      <section>
        <h2 class="section">Posts</h2>
        ${postItems(slug, posts.items)} ${more(readerPaths.user(slug, user.username), {}, posts.next)}
      </section>`,
  });
}
