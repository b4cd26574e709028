/** What a page says of what was just done, by the word in its address: no text of an address is ever shown. */
const sentences: Readonly<Record<string, string>> = {
  welcome: 'Welcome back.',
  bye: 'You are logged out.',
  verified: 'Your address is confirmed. Log in now.',
  password: 'Your password is changed, and every session has ended. Log in with the new one.',
  codesOff: 'You are asked for no codes any more.',
  passkeyMade: 'The passkey is kept. You can log in with it.',
  passkeyGone: 'The passkey is removed. It opens your account no more.',
  left: 'Your account is closed.',
  posted: 'Your post is published.',
  held: 'Your post is kept. Others see it once a moderator has looked at it.',
  drafted: 'Your draft is kept. Only you see it.',
  edited: 'Your changes are saved.',
  replied: 'Your reply is published.',
  replyHeld: 'Your reply is kept. Others see it once a moderator has looked at it.',
  deleted: 'Your reply is deleted.',
  archived: 'Your post is archived: it can be read, and takes no more replies.',
  tipped: 'Your points are on their way.',
  reported: 'Thank you. A moderator will look at it.',
  accepted: 'You have accepted an answer.',
  saved: 'Saved.',
  mailed: 'A mail is on its way to the new address. Open the link in it.',
  ended: 'The session has ended.',
  read: 'All are marked as read.',
  undone: 'It is undone. Both stand in the log.',
  moderated: 'Done. It stands in the log.',
  banned: 'The person is banned. It stands in the log.',
  lifted: 'The ban is lifted.',
  decided: 'The report is closed.',
  unfollowed: 'You follow this thread no more.',
  unsubscribed: 'You get no more of these mails.',
};

/** The sentence for a word; undefined for a word that is none of ours. */
export function flashText(word: string | undefined): string | undefined {
  return word !== undefined && Object.hasOwn(sentences, word) ? sentences[word] : undefined;
}
