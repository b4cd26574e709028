import { id } from '../../../domain/values.ts';
import { sessionList } from '../../../features/me/sessions/list-my-sessions.ts';
import type { Button } from '../../forms/button.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { ago } from '../../markup/format.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import { buttonForm } from '../../views/button.ts';
import { settingsNav } from '../../views/sections.ts';

/** Where the reader is logged in. */
export const sessions: ReadingPage = {
  path: '/me/sessions',
  login: 'required',
  show: async (visit, view) => {
    const slug = visit.community;
    const { items } = sessionList.parse(await visit.ask({ method: 'GET', path: '/me/sessions' }));
    return {
      title: 'Sessions',
      content: html`<div class="title">
          <h1>Sessions</h1>
          ${buttonForm(view, { action: readerPaths.logOutEverywhere(slug), text: 'End all of them', kind: 'danger' })}
        </div>
        ${settingsNav(slug, 'Sessions')}
        <ul class="rows">
          ${items.map(
            ({ id: session, current, device, startedAt, lastUsedAt }) =>
              html`<li>
                <div class="row">
                  <p>
                    <strong>${device ?? 'A device that did not say'}</strong
                    >${current && html` <span class="badge answer">this one</span>`}
                  </p>
                  ${!current && buttonForm(view, { action: readerPaths.endSession(slug, session), text: 'End it', kind: 'danger' })}
                </div>
                <p class="meta">
                  <span>since ${ago(startedAt)}</span><span>renewed ${ago(lastUsedAt)}</span>
                </p>
              </li>`,
          )}
        </ul>`,
    };
  },
};

export const endSession: Button = {
  path: '/me/sessions/:session/end',
  params: { session: id },
  call: ({ param }) => ({ method: 'DELETE', path: `/me/sessions/${param('session')}` }),
  to: ({ community }) => readerPaths.sessions(community),
  flash: 'ended',
};

export const logOutEverywhere: Button = {
  path: '/me/sessions/end-all',
  call: () => ({ method: 'POST', path: '/auth/logout-everywhere' }),
  done: ({ cookies, request, reply }) => cookies.forgetSession(request, reply),
  to: ({ community }) => readerPaths.community(community),
  flash: 'bye',
};
