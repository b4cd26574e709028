/** The file of an entry, without folder and extension: `.` is `index`, `./history` is `history`. */
export function entryFile(entry: string): string {
  return entry === '.' ? 'index' : entry.slice('./'.length);
}
