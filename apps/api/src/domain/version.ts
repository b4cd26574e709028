/** The version of a row, what If-Match is compared with: when it was last edited, in milliseconds. */
export const versionOf = (updatedAt: Date): number => updatedAt.getTime();
