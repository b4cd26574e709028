/** Names of a list that is shown. */
const MOST_NAMES = 5;

/** The first names, and how many more there are: `a, b, c, d, e and 3 more`. */
export function someNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
