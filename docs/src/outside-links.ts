import path from 'node:path';

import type { MarkdownRenderer } from 'vitepress';

/**
 * Shows a link to a file of the repository outside docs/ as the file's path: the site does not hold that file.
 * @param folder docs/
 */
export function outsideLinks(markdown: MarkdownRenderer, folder: string): void {
  markdown.core.ruler.push('outside_links', ({ env, tokens }) => {
    for (const { children } of tokens) {
      for (const [at, token] of (children ?? []).entries()) {
        const href = token.type === 'link_open' ? token.attrGet('href') : undefined;
        if (!href?.startsWith('.')) continue;
        const target = path.resolve(path.dirname(env.path), decodeURIComponent(href));
        if (!path.relative(folder, target).startsWith('..')) continue;
        const closing = children?.slice(at).find(({ type }) => type === 'link_close');
        token.tag = 'span';
        token.attrs = [['title', path.relative(path.dirname(folder), target).replaceAll('\\', '/')]];
        if (closing !== undefined) closing.tag = 'span';
      }
    }
  });
}
