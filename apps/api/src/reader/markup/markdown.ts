import { type Html, trusted } from './html.ts';
import { readerPaths } from './paths.ts';

const marked = /<span class="mention">(@(\w+))<\/span>/g;

/** Most people that one page leads to; names beyond stay text. */
const mostMentions = 500;

/** Usernames that rendered texts mention, each once. */
export function mentionedIn(texts: Iterable<string>): string[] {
  const names = new Set<string>();
  for (const text of texts) {
    for (const [, , name = ''] of text.matchAll(marked)) {
      if (names.size >= mostMentions) return [...names];
      names.add(name.toLowerCase());
    }
  }
  return [...names];
}

/** Where mentions lead. */
export interface Mentions {
  /** Slug of the community. */
  readonly community: string;
  /** Usernames that have a profile; of others there is nothing to be led to. */
  readonly users: ReadonlySet<string>;
}

/**
 * A rendered text whose mentions lead to profiles.
 * @param text HTML as the renderer made it
 */
export function withMentions(text: string, { community, users }: Mentions): Html {
  return trusted(
    text.replace(marked, (_, written: string, name: string) => {
      const username = name.toLowerCase();
      return users.has(username)
        ? `<a class="mention" href="${readerPaths.user(community, username)}">${written}</a>`
        : written;
    }),
  );
}

/** The beginning of a Markdown text on one line, without its marks: good enough for a preview. */
export function plainExcerpt(source: string): string {
  return source
    .slice(0, 500)
    .replace(/```[\s\S]*?(```|$)/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)?/g, '$1')
    .replace(/(^|\n)\s*(#{1,6}|>|[-*+]|\d+\.)\s+/g, ' ')
    .replace(/[*_`~|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
