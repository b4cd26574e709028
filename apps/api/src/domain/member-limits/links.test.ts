import { expect, it } from 'vitest';
import { renderMarkdown } from '../../markdown/render.mjs';
import { linksIn } from './links.ts';

it('are at least as many as a text leads its readers to, however they are written', () => {
  const texts = [
    'See https://example.com and HTTP://EXAMPLE.ORG.',
    '_https://example.com_ **http://example.com**',
    '[a](https://example.com) [b](<https://example.com>) [c](/r/agora) ![d](https://example.com/x.png)',
    '[click][a]\n\n[a]: https://example.com',
    '[click][a]\n\n[a]: http\\://example.com',
    '[click][a]\n\n[a]: &#104;ttps://example.com',
    '> [click]\n>\n> [click]:\n> https&colon;//example.com',
    '- [click]\n\n[click]: <http&#58;//example.com>',
    '<https:example.com> <mailto:eve@example.com> <MAILTO:eve@example.com>',
    '[a](http&#x3a;//example.com) [b](mailto&colon;eve@example.com)',
    '(https://example.com)[https://example.com]"https://example.com"',
    '| a | b |\n|---|---|\n| https://example.com | http://example.com |',
  ];
  for (const text of texts) {
    const shown = renderMarkdown(text).match(/<a /g)?.length ?? 0;
    expect([text, shown > 0, linksIn(text) >= shown]).toEqual([text, true, true]);
  }
  expect(linksIn('No link: neither array[0] nor (https) is one.')).toBe(0);
});
