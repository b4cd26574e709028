/**
 * Where the API serves an uploaded picture of a person: what `avatar` of a user holds. A community keeps its id, and not its
 * slug.
 * @param cid content id of the picture's bytes
 */
export function avatarAddress(user: { communityId: string; id: string }, cid: string): string {
  return `/c/${user.communityId}/users/${user.id}/avatar/${cid}`;
}

/** Whether an avatar was uploaded there; any other is an address elsewhere, on the web. */
export function isUploaded(avatar: string): boolean {
  return avatar.startsWith('/');
}
