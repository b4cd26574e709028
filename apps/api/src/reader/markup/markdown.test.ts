import { describe, expect, it } from 'vitest';
import { processorMs } from '../../testing/processor-time.fixture.ts';
import { renderMarkdown } from '../../markdown/render.mjs';
import { plainExcerpt, withMentions } from './markdown.ts';

const mentions = { community: 'agora', users: new Set(['bob', 'priya_k']) };
const render = (source: string): string => withMentions(renderMarkdown(source), mentions).toString();

describe('renderMarkdown', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](javascript:alert(1))',
    '![" onerror="alert(1)](https://example.com/x)',
    '[x](https://example.com "\\" onmouseover=\\"alert(1)")',
    '<https://example.com/"onmouseover="alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
    '`<script>`',
    '```"><script>alert(1)</script>\ncode\n```',
    '| <script> | b |\n|---|---|\n| <svg onload=alert(1)> | x |',
    '@bob"><script>alert(1)</script>',
    '[x](//evil.example)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
  ])('makes %j harmless', (source) => {
    const page = render(source);
    // What the page holds are the tags that Markdown makes, with the attributes that it gives them.
    for (const [tag] of page.matchAll(/<[^>]*>/g)) {
      expect(tag).toMatch(
        /^<\/?(p|a|em|strong|code|pre|table|thead|tbody|tr|th|td|div|ul|ol|li|br|blockquote|h[3-6]|hr|s)( (href|rel|class|title|tabindex|role|aria-label|start|style)="[^"]*")*>$/,
      );
    }
    for (const [, address] of page.matchAll(/href="([^"]*)"/g)) {
      expect(address).toMatch(/^(https?:|mailto:|\/(?!\/)|#)/);
    }
  });

  it('begins headings at the third level and keeps links from search engines', () => {
    expect(render('# A\n\n##### B')).toBe('<h3>A</h3>\n<h6>B</h6>\n');
    expect(render('[a](https://example.com)')).toContain('rel="nofollow ugc noopener"');
    expect(render('see https://example.com/x.')).toContain('href="https://example.com/x"');
  });

  it('shows a picture of elsewhere as a link', () => {
    expect(render('![a <b>](https://example.com/a.png)')).toBe(
      '<p><a class="picture" href="https://example.com/a.png" rel="nofollow ugc noopener">a &lt;b&gt;</a></p>\n',
    );
  });

  it('leads mentions to profiles, but not in code, links or addresses', () => {
    expect(render('thanks @priya_k!')).toContain(
      '<a class="mention" href="/r/agora/users/priya_k">@priya_k</a>!',
    );
    expect(render('@Bob?')).toContain('<a class="mention" href="/r/agora/users/bob">@Bob</a>?');
    for (const source of ['`@bob`', '[@bob](https://example.com)', 'mail a@bob now', '@Bo', '@nobody']) {
      expect(render(source)).not.toContain('mention');
    }
  });

  it('stays quick on texts made to be slow', () => {
    for (const source of [
      '['.repeat(50_000),
      '*a '.repeat(20_000),
      '> '.repeat(20_000),
      '`'.repeat(50_000),
      '![['.repeat(20_000),
      '@a'.repeat(50_000),
      // As long as what is written at most.
      ...[
        'http://a ',
        'http://',
        'mailto:a@b ',
        '[a](',
        '*a**',
        '_*_*a',
        '&amp;',
        '&#x26;',
        '~~a ',
        '<a:',
        '[a]: b\n',
        '>>>>>>>>>>>>a\n',
        '- ',
        'http://a((',
        '|a',
        '|a\n|-\n',
      ].map((piece) => piece.repeat(40_000 / piece.length)),
    ]) {
      const spent = processorMs(() => {
        render(source);
        plainExcerpt(source);
      });
      expect(spent).toBeLessThan(2000);
    }
  });
});

describe('plainExcerpt', () => {
  it('takes the marks away', () => {
    expect(
      plainExcerpt('## Hi\n\nSome *text* with [a link](https://x) and `code`.\n\n```sql\nSELECT 1'),
    ).toBe('Hi Some text with a link and code.');
  });
});
