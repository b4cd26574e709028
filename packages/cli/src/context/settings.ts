/** The environment variables that every command may heed; an empty one counts as unset, as in a shell. */
export interface Settings {
  /**
   * Whether it can be used is for whoever connects with it: the prisma.config.ts of a project may read another variable,
   * and keep a URL of Prisma's services, or of another database, in this one.
   */
  readonly DATABASE_URL: string | undefined;
}

/** Picks them out of all variables. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return Object.freeze({ DATABASE_URL: env['DATABASE_URL'] || undefined });
}
