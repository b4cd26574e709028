/** A folder's name may have 255 bytes; fourteen digits and an underscore stand before the slug. */
export const LONGEST_SLUG = 240;

/**
 * A text as a part of a folder's name: lower-case letters, digits and single underscores; may be empty.
 * @param most characters
 */
export function slugOf(text: string, most = LONGEST_SLUG): string {
  return text
    .normalize('NFKD')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, most);
}
