import { type Html, html } from '../markup/html.ts';
import { plainPage } from './layout.ts';

/** What stands in place of a page that cannot be shown. */
export function faultPage(fault: {
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  /** Whether it was a form. */
  readonly sent: boolean;
}): Html {
  const heading =
    fault.status === 404
      ? 'Not here'
      : fault.status >= 500
        ? 'Not just now'
        : fault.sent
          ? 'That was not done'
          : fault.status === 403
            ? 'Not for you'
            : 'That address does not work';
  return plainPage(
    heading,
    html`<div class="fault">
      <p class="status">${fault.status}</p>
      <h1>${heading}</h1>
      <p>${fault.detail}</p>
      <p><a href="/">To the forum</a></p>
      <p class="meta"><span>request ${fault.requestId}</span></p>
    </div>`,
  );
}
