import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

/** The first segment of addresses that belong to a community. */
const roots =
  /^\/(?:achievements|auth|bans|channels|comments|economy|leaderboard|levels|me|media|moderation|pinned|posts|purges|reports|search|tags|tips|users)(?=[/?]|$)/;
/** Longer than any slug or id: more of a name need not be looked up. */
const mostCharacters = 64;

type Named = Pick<IncomingMessage, 'url' | 'headers'>;

/**
 * The community whose host a request was sent to, as `techcorp` for `techcorp.forum.example`; undefined for any other.
 * Behind a trusted proxy the host is the one that the proxy was asked for.
 */
export function communityOfHost(config: Config, { headers }: Pick<Named, 'headers'>): string | undefined {
  const { communityHosts } = config;
  if (communityHosts === undefined) return undefined;
  // Proxies append: the last is that of the one that is trusted, as for Fastify's own `request.host`.
  const forwarded =
    config.trustProxy > 0
      ? String(headers['x-forwarded-host'] ?? '')
          .split(',')
          .at(-1)
          ?.trim()
      : undefined;
  const host = (forwarded || (headers.host ?? '')).replace(/\.?(:\d+)?$/, '').toLowerCase();
  const label = host.endsWith(`.${communityHosts}`) ? host.slice(0, -communityHosts.length - 1) : '';
  return /^[a-z0-9][a-z0-9-]*$/.test(label) ? label : undefined;
}

/**
 * The address below `/c/{community}` for a request that names its community by the header `x-agora-community`, or by
 * its host where communities have hosts of their own: `GET /posts` of `techcorp.forum.example` is `/c/techcorp/posts`.
 * Addresses that name a community themselves stay as they are; a name that is none is looked up, and not found, like one
 * in the address.
 */
export function communityAddress(config: Config, request: Named): string {
  const url = request.url ?? '/';
  if (!roots.test(url)) return url;
  const header = request.headers['x-agora-community'];
  const community = typeof header === 'string' && header !== '' ? header : communityOfHost(config, request);
  return community === undefined ? url : `/c/${encodeURIComponent(community.slice(0, mostCharacters))}${url}`;
}
