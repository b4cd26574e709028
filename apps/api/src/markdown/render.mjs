// @ts-check
// JavaScript, and without an import of ours: a thread runs it as it is, from the sources and when they are built.
import MarkdownIt from 'markdown-it';

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

/** @param {string} text */
const escapeHtml = (text) => markdown.utils.escapeHtml(text).replaceAll("'", '&#39;');

const refused = markdown.validateLink.bind(markdown);
markdown.validateLink = (url) => refused(url) && /^(https?:|mailto:|\/(?!\/)|#)/i.test(url.trim());
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** The text being rendered is inside a link, where nothing else is one. */
let inLink = false;

// oxlint-disable max-params -- markdown-it hands five to each of its rules

/** Links of users are not recommended to search engines, and learn nothing of where they were followed. */
markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  inLink = true;
  tokens[index]?.attrSet('rel', 'nofollow ugc noopener');
  return self.renderToken(tokens, index, options);
};

markdown.renderer.rules.link_close = (tokens, index, options, _env, self) => {
  inLink = false;
  return self.renderToken(tokens, index, options);
};

/** An image of another server would tell it who reads what: it becomes a link. */
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const address = String(token?.attrGet('src') ?? '');
  return `<a class="picture" href="${escapeHtml(address)}" rel="nofollow ugc noopener">${escapeHtml(token?.content || 'picture')}</a>`;
};

/** The page's own headings come first: those of a text begin at the third level. */
for (const rule of ['heading_open', 'heading_close']) {
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

/** `@name` outside of code and links is marked: whether it leads to somebody is known when it is shown. */
markdown.renderer.rules.text = (tokens, index) => {
  const text = escapeHtml(tokens[index]?.content ?? '');
  return inLink ? text : text.replace(mention, '<span class="mention">$&</span>');
};

/**
 * Renders what a user wrote. Takes a time in proportion to its length, but for a few forms, whose square counts below
 * what is written at most.
 * @param {string} source Markdown
 * @returns {string} HTML, with mentions as `<span class="mention">`, a class that no text can get otherwise
 */
export function renderMarkdown(source) {
  inLink = false;
  return markdown.render(source);
}
