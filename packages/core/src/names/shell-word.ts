/** A name as a shell takes it: in quotes where it holds anything that a shell reads otherwise. */
export function shellWord(name: string): string {
  return /^[\w./:-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
