import { readerPaths } from '../markup/paths.ts';

/**
 * Where somebody goes after a form: the page that they came from, if it is one of this community; so no link can send
 * anybody elsewhere after a log-in.
 * @param wanted as it came in an address or a form
 */
export function wayBack(community: string, wanted: string | undefined): string {
  const home = readerPaths.community(community);
  if (wanted === undefined || wanted.length > 500 || !URL.canParse(wanted, 'http://reader.invalid'))
    return home;
  const { origin, pathname, search, hash } = new URL(wanted, 'http://reader.invalid');
  const ours = origin === 'http://reader.invalid' && (pathname === home || pathname.startsWith(`${home}/`));
  return ours ? pathname + search + hash : home;
}

/** An address that says what was done, for {@link file://../views/flash.ts}. */
export function withFlash(address: string, flash: string): string {
  const url = new URL(address, 'http://reader.invalid');
  url.searchParams.set('flash', flash);
  return url.pathname + url.search + url.hash;
}
