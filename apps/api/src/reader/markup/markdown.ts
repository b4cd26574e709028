import MarkdownIt from 'markdown-it';
import { escapeHtml, type Html, trusted } from './html.ts';
import { readerPaths } from './paths.ts';

/**
 * CommonMark with tables and bare links. HTML in it stays text, and markdown-it refuses addresses of `javascript:`,
 * `vbscript:`, `file:` and `data:`; what is not http(s) or mailto is refused here besides.
 */
const markdown = new MarkdownIt('default', {
  html: false,
  linkify: true,
  typographer: false,
  maxNesting: 20,
});

const refused = markdown.validateLink.bind(markdown);
markdown.validateLink = (url) => refused(url) && /^(https?:|mailto:|\/(?!\/)|#)/i.test(url.trim());
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

// oxlint-disable max-params -- markdown-it hands five to each of its rules

/** Links of users are not recommended to search engines, and learn nothing of where they were followed. */
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  if (env !== undefined) env['inLink'] = true;
  tokens[index]?.attrSet('rel', 'nofollow ugc noopener');
  return self.renderToken(tokens, index, options);
};

markdown.renderer.rules.link_close = (tokens, index, options, env, self) => {
  if (env !== undefined) env['inLink'] = false;
  return self.renderToken(tokens, index, options);
};

/** An image of another server would tell it who reads what: it becomes a link. */
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const address = String(token?.attrGet('src') ?? '');
  return `<a class="picture" href="${escapeHtml(address)}" rel="nofollow ugc noopener">${escapeHtml(token?.content || 'picture')}</a>`;
};

/** The page's own headings come first: those of a text begin at the third level. */
for (const rule of ['heading_open', 'heading_close'] as const) {
  markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    if (token !== undefined) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
    return self.renderToken(tokens, index, options);
  };
}

/** Wide tables scroll by themselves; a keyboard can scroll them, too. */
markdown.renderer.rules.table_open = () =>
  '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>';
markdown.renderer.rules.table_close = () => '</table></div>';

const mention = /(?<![\w@/.])@([a-z0-9_]{3,30})\b/gi;

/** Where mentions lead. */
export interface Mentions {
  /** Slug of the community. */
  readonly community: string;
  /** Usernames that have a profile; of others there is nothing to be led to. */
  readonly users: ReadonlySet<string>;
}

/** `@name` leads to a profile, outside of code and links. */
markdown.renderer.rules.text = (tokens, index, _options, env) => {
  const text = escapeHtml(tokens[index]?.content ?? '');
  const users = env?.['users'];
  if (env?.['inLink'] === true || !(users instanceof Set)) return text;
  return text.replace(mention, (written, name: string) => {
    const username = name.toLowerCase();
    if (!users.has(username)) return written;
    return `<a class="mention" href="${readerPaths.user(String(env?.['community']), username)}">${written}</a>`;
  });
};

/**
 * Renders what a user wrote.
 * @param source Markdown
 */
export function renderMarkdown(source: string, mentions: Mentions): Html {
  return trusted(markdown.render(source, { ...mentions }));
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
