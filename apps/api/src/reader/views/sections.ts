import { type Html, html } from '../markup/html.ts';
import { readerPaths } from '../markup/paths.ts';

type Section = readonly [address: string, name: string];

function sections(label: string, all: readonly Section[], current: string): Html {
  return html`<nav class="settings" aria-label="${label}">
    ${all.map(([address, name]) => html`<a href="${address}" ${name === current && html`aria-current="page"`}>${name}</a>`)}
  </nav>`;
}

/** The pages of one's own account. */
export function settingsNav(slug: string, current: string): Html {
  const all: readonly Section[] = [
    [readerPaths.profile(slug), 'Profile'],
    [readerPaths.picture(slug), 'Picture'],
    [readerPaths.preferences(slug), 'Preferences'],
    [readerPaths.sessions(slug), 'Sessions'],
    [readerPaths.changePassword(slug), 'Password'],
    [readerPaths.twoFactor(slug), 'Codes'],
    [readerPaths.passkeys(slug), 'Passkeys'],
    [readerPaths.changeEmail(slug), 'E-mail'],
    [readerPaths.leave(slug), 'Leave'],
  ];
  return sections('Settings', all, current);
}

/** The pages of moderators. */
export function moderationNav(slug: string, current: string): Html {
  const all: readonly Section[] = [
    [readerPaths.queue(slug), 'Queue'],
    [readerPaths.reports(slug), 'Reports'],
    [readerPaths.bans(slug), 'Bans'],
    [readerPaths.moderationLog(slug), 'Log'],
    [readerPaths.moderationSettings(slug), 'Rules'],
  ];
  return sections('Moderation', all, current);
}
