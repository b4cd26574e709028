const below =
  (path: string) =>
  (community: string): string =>
    `/r/${encodeURIComponent(community)}${path}`;
const belowOne =
  (before: string, after = '') =>
  (community: string, id: string): string =>
    `/r/${encodeURIComponent(community)}${before}/${encodeURIComponent(id)}${after}`;

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
  script: '/r/reader.js',
  logIn: below('/login'),
  logInCode: below('/login/code'),
  logInPasskey: below('/login/passkey'),
  logOut: below('/logout'),
  mailSent: below('/mail-sent'),
  register: below('/register'),
  verifyEmail: below('/verify-email'),
  resendVerification: below('/verify-email/resend'),
  forgotPassword: below('/password/forgot'),
  resetPassword: below('/password/reset'),
  newPost: below('/new'),
  editPost: belowOne('/posts', '/edit'),
  reply: belowOne('/posts', '/reply'),
  likePost: belowOne('/posts', '/like'),
  unlikePost: belowOne('/posts', '/unlike'),
  followPost: belowOne('/posts', '/follow'),
  unfollowPost: belowOne('/posts', '/unfollow'),
  moderatePost: belowOne('/posts', '/moderation'),
  mergePost: belowOne('/posts', '/merge'),
  comment: belowOne('/comments'),
  editComment: belowOne('/comments', '/edit'),
  likeComment: belowOne('/comments', '/like'),
  unlikeComment: belowOne('/comments', '/unlike'),
  deleteComment: belowOne('/comments', '/delete'),
  acceptComment: belowOne('/comments', '/accept'),
  unacceptComment: belowOne('/comments', '/unaccept'),
  moderateComment: belowOne('/comments', '/moderation'),
  splitComment: belowOne('/comments', '/split'),
  tip: belowOne('/users', '/tip'),
  ban: belowOne('/users', '/ban'),
  mute: belowOne('/users', '/mute'),
  report: below('/report'),
  notifications: below('/me/notifications'),
  readNotifications: below('/me/notifications/read'),
  followedPosts: below('/me/followed'),
  myPosts: below('/me/posts'),
  profile: below('/me'),
  picture: below('/me/picture'),
  removePicture: below('/me/picture/remove'),
  preferences: below('/me/preferences'),
  sessions: below('/me/sessions'),
  endSession: belowOne('/me/sessions', '/end'),
  logOutEverywhere: below('/me/sessions/end-all'),
  changePassword: below('/me/password'),
  passkeys: below('/me/passkeys'),
  passkey: belowOne('/me/passkeys'),
  twoFactor: below('/me/two-factor'),
  changeEmail: below('/me/email'),
  leave: below('/me/leave'),
  reports: below('/moderation'),
  queue: below('/moderation/queue'),
  decideInQueue: belowOne('/moderation/queue'),
  take: belowOne('/moderation/queue', '/take'),
  giveBack: belowOne('/moderation/queue', '/give-back'),
  undoAct: belowOne('/moderation/log', '/undo'),
  moderationSettings: below('/moderation/settings'),
  slowChannel: belowOne('/channels', '/slow-mode'),
  decideReport: belowOne('/moderation/reports', '/decision'),
  bans: below('/moderation/bans'),
  liftBan: belowOne('/moderation/bans', '/lift'),
  moderationLog: below('/moderation/log'),
  purge: below('/moderation/purge'),
  feed: below('/feed.atom'),
  channelFeed: belowOne('/channels', '/feed.atom'),
  postFeed: belowOne('/posts', '/feed.atom'),
} as const;

/** An address with those parameters that have a value. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
