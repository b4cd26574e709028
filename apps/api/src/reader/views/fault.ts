import { type Html, html } from '../markup/html.ts';
import { plainPage } from './layout.ts';

/** What stands in place of a page that cannot be shown. */
export function faultPage(fault: {
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
}): Html {
  const heading =
    fault.status === 404 ? 'Not here' : fault.status < 500 ? 'That address does not work' : 'Not just now';
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
