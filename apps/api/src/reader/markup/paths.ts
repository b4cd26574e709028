/** Addresses of the reader. Every part is encoded, so that no name can leave its place in an address. */
export const readerPaths = {
  style: '/r/style.css',
  icon: '/r/icon.svg',
  community: (community: string): string => `/r/${encodeURIComponent(community)}`,
  channel: (community: string, channel: string): string =>
    `/r/${encodeURIComponent(community)}/channels/${encodeURIComponent(channel)}`,
  tag: (community: string, tag: string): string =>
    `/r/${encodeURIComponent(community)}/tags/${encodeURIComponent(tag)}`,
  post: (community: string, post: string): string =>
    `/r/${encodeURIComponent(community)}/posts/${encodeURIComponent(post)}`,
  /** Of the API itself: bytes are the same for people and for programs. */
  medium: (community: string, cid: string): string =>
    `/c/${encodeURIComponent(community)}/media/${encodeURIComponent(cid)}`,
  user: (community: string, username: string): string =>
    `/r/${encodeURIComponent(community)}/users/${encodeURIComponent(username)}`,
  search: (community: string): string => `/r/${encodeURIComponent(community)}/search`,
} as const;

/** An address with those parameters that have a value. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
