import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

/** The first segment of addresses that belong to a community. */
const roots =
  /^\/(?:auth|bans|channels|comments|leaderboard|me|media|moderation|posts|reports|search|tags|tips|users)(?=[/?]|$)/;
const name = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * The address below `/c/{community}` for a request that names its community by the header `x-agora-community`, or by
 * its host where communities have hosts of their own: `GET /posts` of `techcorp.forum.example` is `/c/techcorp/posts`.
 * Addresses that name a community themselves stay as they are.
 */
export function communityAddress(config: Config, request: Pick<IncomingMessage, 'url' | 'headers'>): string {
  const url = request.url ?? '/';
  if (!roots.test(url)) return url;
  const header = request.headers['x-agora-community'];
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const { communityHosts } = config;
  const label =
    communityHosts !== undefined && host.endsWith(`.${communityHosts}`)
      ? host.slice(0, -communityHosts.length - 1)
      : undefined;
  const community = typeof header === 'string' ? header : label;
  return community !== undefined && name.test(community) ? `/c/${community}${url}` : url;
}
