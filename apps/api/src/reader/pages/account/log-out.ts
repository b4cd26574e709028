import type { Button } from '../../forms/button.ts';
import { readerPaths } from '../../markup/paths.ts';

/** Ends the session of the cookie. */
export const logOut: Button = {
  path: '/logout',
  call: ({ cookies, request }) => {
    const kept = cookies.readSession(request);
    return kept && { method: 'POST', path: '/auth/logout', body: { refreshToken: kept.refreshToken } };
  },
  done: ({ cookies, request, reply }) => cookies.forgetSession(request, reply),
  to: ({ community }) => readerPaths.community(community),
  flash: 'bye',
};
