import { ApiError } from '../../../api-error.ts';

/**
 * The address a client wants to be sent back to, if it is, or lies below, one that the settings allow. Compared as
 * parsed, so that no spelling (`..`, `%2e`, a user before the host, a backslash) leads elsewhere.
 * @param allowed addresses without query and fragment
 * @throws ApiError `oauth.return_to_not_allowed`
 */
export function allowedReturn(wanted: string, allowed: readonly string[]): string {
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined;
  const permitted =
    url !== undefined &&
    url.username + url.password + url.hash === '' &&
    allowed.some((address) => isWithin(url, new URL(address)));
  if (!permitted) {
    throw new ApiError('oauth.return_to_not_allowed', 'Nobody is sent back to this address.', {
      fix: 'Send an address that OAUTH_RETURN_TO lists, or one below it; or none, and read the code from the callback.',
    });
  }
  return url.href;
}

/** `/app` holds `/app` and `/app/x`, not `/apple`. An origin is compared by its parts: other schemes have none. */
function isWithin(url: URL, parent: URL): boolean {
  const folder = parent.pathname.replace(/\/+$/, '');
  return (
    url.protocol === parent.protocol &&
    url.host === parent.host &&
    (url.pathname === parent.pathname || url.pathname === folder || url.pathname.startsWith(`${folder}/`))
  );
}

/** The address with what the client is told added to its query. */
export function withAnswer(returnTo: string, answer: Readonly<Record<string, string>>): string {
  const url = new URL(returnTo);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return url.href;
}
