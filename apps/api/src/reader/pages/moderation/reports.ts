import type { z } from 'zod';
import { id } from '../../../domain/values.ts';
import { reportPage } from '../../../features/moderation/reports/list-reports.ts';
import { reportStatus } from '../../../features/moderation/reports/report.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { ago } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { more } from '../../views/parts.ts';
import { moderationNav } from '../../views/sections.ts';

type Report = z.output<typeof reportPage>['items'][number];

const name = (slug: string, { username }: { readonly username: string }): Html =>
  html`<a class="person" href="${readerPaths.user(slug, username)}">@${username}</a>`;

function about(slug: string, { postId, commentId, reportedUser }: Report): Html {
  if (reportedUser !== null) return name(slug, reportedUser);
  if (commentId !== null) return html`<a href="${readerPaths.comment(slug, commentId)}">a reply</a>`;
  return html`<a href="${readerPaths.post(slug, postId ?? '')}">a post</a>`;
}

function item(slug: string, report: Report): Html {
  const { reporter, reason, details, createdAt, status, resolution, resolvedBy } = report;
  return html`<li>
    <div class="row">
      <p>
        ${name(slug, reporter)} reported ${about(slug, report)}
        <span class="badge">${reason.toLowerCase().replace('_', ' ')}</span>
      </p>
      <p class="meta">${ago(createdAt)}</p>
    </div>
    ${details !== '' && html`<blockquote>${details}</blockquote>`}
    ${
      status === 'OPEN'
        ? html`<div class="acts">
            ${report.postId !== null && html`<a class="act" href="${readerPaths.moderatePost(slug, report.postId)}">Moderate the post</a>`}
            ${report.commentId !== null && html`<a class="act" href="${readerPaths.moderateComment(slug, report.commentId)}">Moderate the reply</a>`}
            ${report.reportedUser !== null && html`<a class="act" href="${readerPaths.ban(slug, report.reportedUser.username)}">Ban</a>`}
            <a class="act" href="${readerPaths.decideReport(slug, report.id)}">Close the report</a>
          </div>`
        : html`<p class="meta">
            <span>${status.toLowerCase()}</span
            >${resolvedBy !== null && html`<span>by ${name(slug, resolvedBy)}</span>`}<span
              >${resolution}</span
            >
          </p>`
    }
  </li>`;
}

/** What people reported, the oldest first. */
export const reports: ReadingPage = {
  path: '/moderation',
  login: 'required',
  show: async (visit) => {
    const { community: slug, query } = visit;
    const status = reportStatus.catch('OPEN').parse(query('status'));
    const path = withQuery('/reports', { status, cursor: query('cursor'), limit: '20' });
    const { items, next } = reportPage.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: 'Reports',
      content: html`<div class="title">
          <h1>Reports</h1>
          <nav class="tabs" aria-label="State">
            <ul>
              ${reportStatus.options.map(
                (each) =>
                  html`<li>
                    <a
                      href="${withQuery(readerPaths.reports(slug), { status: each })}"
                      ${each === status && html`aria-current="true"`}
                      >${each.charAt(0) + each.slice(1).toLowerCase()}</a
                    >
                  </li>`,
              )}
            </ul>
          </nav>
        </div>
        ${moderationNav(slug, 'Reports')}
        ${items.length === 0 && html`<p class="empty">Nothing to look at.</p>`}
        <ol class="rows">
          ${items.map((report) => item(slug, report))}
        </ol>
        ${more(readerPaths.reports(slug), { status }, next, 'Later ones')}`,
    };
  },
};

/** Says what came of a report. */
export const decideReport: FormPage = {
  path: '/moderation/reports/:report/decision',
  login: 'required',
  params: { report: id },
  show: ({ community }) => ({
    title: 'Close a report',
    above: moderationNav(community, 'Reports'),
    fields: [
      {
        name: 'status',
        label: 'What came of it?',
        kind: 'choice',
        choices: [
          { value: 'RESOLVED', text: 'Resolved: something was done' },
          { value: 'DISMISSED', text: 'Dismissed: nothing was wrong' },
        ],
      },
      { name: 'resolution', label: 'In your words', kind: 'lines', rows: 4, most: 2000 },
    ],
    submit: [{ text: 'Close the report' }],
  }),
  call: ({ form, param }) => ({
    method: 'POST',
    path: `/reports/${param('report')}/decision`,
    body: { status: form.text('status'), resolution: form.text('resolution') },
  }),
  done: ({ community }) => withFlash(readerPaths.reports(community), 'decided'),
};
