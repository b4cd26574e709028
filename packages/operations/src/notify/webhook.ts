import type { NotifySettings } from '@agora/core';

import { sendRequest, shownAddress } from '../requests/send-request.ts';
import { ATTEMPT_MS, type Channel } from './channel.ts';
import { slackForm } from './notice.ts';

/** A POST to an address. What may hold a secret of it is never shown. */
export function webhook({
  url,
  form = 'json',
  headers = {},
}: NonNullable<NotifySettings['webhooks']>[number]): Channel {
  const name = `webhook ${shownOrigin(url)}`;
  return {
    name,
    async send(notice, signal) {
      const {
        ok,
        status,
        why = '',
      } = await sendRequest(
        {
          name,
          url,
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(form === 'slack' ? slackForm(notice) : notice),
          within: ATTEMPT_MS,
        },
        signal,
      );
      // RFC 9110: of the fourth hundred, these two alone may be otherwise the next time.
      const again = status === undefined || status >= 500 || status === 429 || status === 408;
      return ok ? { ok } : { ok, why, again };
    },
  };
}

/** Addresses of webhooks are secrets themselves, path and all. */
function shownOrigin(url: string): string {
  return shownAddress(url).split('/').slice(0, 3).join('/');
}
