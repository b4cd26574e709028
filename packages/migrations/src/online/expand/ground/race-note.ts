/**
 * A comment on what clients may see while a unique index and its copy stand side by side: the server looks ahead of time in
 * the index of ON CONFLICT alone, and the other one refuses what another client has just put in.
 */
export function raceNote(indexes: readonly { readonly sql: string }[]): readonly string[] {
  return indexes.some(({ sql }) => sql.startsWith('CREATE UNIQUE'))
    ? [
        '-- Meanwhile two clients that INSERT ... ON CONFLICT the same new value at one moment may get a unique violation (23505): try again.',
      ]
    : [];
}
