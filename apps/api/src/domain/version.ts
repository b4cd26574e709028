/** The version of a row, what If-Match is compared with: when it was last edited, in milliseconds. */
export const versionOf = (updatedAt: Date): number => updatedAt.getTime();

/** When an edit was: always later than the one before, also within one millisecond. */
export const versionAfter = (updatedAt: Date): Date =>
  new Date(Math.max(Date.now(), updatedAt.getTime() + 1));
