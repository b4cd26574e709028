import { isUploaded } from '@agora/db';
import { isLeftName } from '../../domain/leaving/left-name.ts';
import { count } from '../markup/format.ts';
import { type Html, html } from '../markup/html.ts';
import { readerPaths, withQuery } from '../markup/paths.ts';

interface Person {
  readonly username: string;
  readonly displayName: string;
  readonly avatar: string | null;
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
}

const roles = { ADMIN: 'admin', MODERATOR: 'moderator', MEMBER: undefined } as const;

/** Pixels of a side, at most: style.ts makes some smaller. */
const avatarPixels = { small: 36, large: 72 } as const;

/**
 * The picture that a person has uploaded, or else a disc with their initials. One that lies elsewhere on the web is not
 * shown: whoever keeps it there would learn who reads what.
 */
export function avatar(person: Person, size: 'small' | 'large' = 'small'): Html {
  if (person.avatar === null || !isUploaded(person.avatar)) return initials(person, size);
  // A small one stands beside the name, and says nothing more.
  const text = size === 'large' ? `Picture of ${person.displayName}` : '';
  const side = avatarPixels[size];
  return html`<span class="avatar ${size}"
    ><img
      src="${person.avatar}"
      alt="${text}"
      width="${side}"
      height="${side}"
      loading="lazy"
      decoding="async"
  /></span>`;
}

/** A disc with a person's initials, in one of twelve hues that depends on the name alone. */
function initials(person: Person, size: 'small' | 'large'): Html {
  const hue =
    Array.from(person.username, (letter) => letter.charCodeAt(0)).reduce(
      (sum, code) => (sum * 31 + code) % 9973,
      7,
    ) % 12;
  const firsts = person.displayName
    .split(/\s+/)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0))
    .filter((letter) => /\p{L}|\p{N}/u.test(letter));
  const letters = (firsts.length > 1 ? `${firsts[0]}${firsts.at(-1)}` : (firsts[0] ?? '?')).toUpperCase();
  return html`<span class="avatar ${size} hue-${hue}" aria-hidden="true">${letters}</span>`;
}

/** A person's name, which leads to their profile, and the handle, which nobody else has; who has left has neither. */
export function personLink(community: string, person: Person): Html {
  if (isLeftName(person.username)) return html`<span class="person">${person.displayName}</span>`;
  return html`<a class="person" href="${readerPaths.user(community, person.username)}"
      >${person.displayName}</a
    >
    <small>@${person.username}</small>${badge(person.role)}`;
}

/** What somebody is besides a member. */
export function badge(role: Person['role']): Html | undefined {
  const name = roles[role];
  return name === undefined ? undefined : html` <span class="badge ${name}">${name}</span>`;
}

/** A tag with its colour, drawn as SVG: the policy of the page allows no style attribute. */
export function tagLink(community: string, tag: { slug: string; name: string; colour: string }): Html {
  return html`<a class="tag" href="${readerPaths.tag(community, tag.slug)}"
    ><svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      <circle cx="4" cy="4" r="4" fill="${tag.colour}" /></svg
    >${tag.name}</a
  >`;
}

/** A heart. */
export const heart = html`<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
  <path
    d="M8 13.7 2.9 8.8a3.3 3.3 0 0 1 4.7-4.7l.4.4.4-.4a3.3 3.3 0 0 1 4.7 4.7z"
    fill="none"
    stroke="currentColor"
    stroke-width="1.4"
    stroke-linejoin="round"
  />
</svg>`;

/** A heart and how many gave one. */
export function likes(value: number): Html {
  return html`<span class="stat"
    >${heart}<span>${count(value)}<span class="hidden"> ${value === 1 ? 'like' : 'likes'}</span></span></span
  >`;
}

/** A bubble and how many replied. */
export function replies(value: number): Html {
  return html`<span class="stat"
    ><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path
        d="M2.5 3.5h11v7.5H8l-3.2 2.6V11H2.5z"
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linejoin="round"
      /></svg
    ><span>${count(value)}<span class="hidden"> ${value === 1 ? 'reply' : 'replies'}</span></span></span
  >`;
}

/** The way to the next page, when there is one. */
export function more(
  path: string,
  parameters: Readonly<Record<string, string | undefined>>,
  next: string | null,
  text = 'More posts',
): Html | undefined {
  if (next === null) return undefined;
  return html`<nav class="more" aria-label="Pages">
    <a rel="next" href="${withQuery(path, { ...parameters, cursor: next })}">${text}</a>
  </nav>`;
}
