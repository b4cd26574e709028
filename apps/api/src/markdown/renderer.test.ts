import { afterAll, describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';
import { plainHtml } from './plain-html.ts';
import { MarkdownRenderer, renderedBy } from './renderer.ts';

const renderer = new MarkdownRenderer();
afterAll(() => renderer.close());

const show = (body: string, html: string | null = null) => renderer.toShow({ body, html });

describe('MarkdownRenderer', () => {
  it('renders to be stored, and says what rendered it', async () => {
    expect(await renderer.toStore('*a* & @bob_k')).toBe(
      `${renderedBy}<p><em>a</em> &amp; <span class="mention">@bob_k</span></p>\n`,
    );
  });

  it('shows what is stored, renders what is not, and what another renderer stored', async () => {
    expect(await show('*b*', `${renderedBy}<p>stored</p>`)).toBe('<p>stored</p>');
    expect(await show('*b*')).toBe('<p><em>b</em></p>\n');
    expect(await show('*b*', '<!--0--><script>')).toBe('<p><em>b</em></p>\n');
    expect(await show('<!--1--><b>')).toBe('<p>&lt;!--1--&gt;&lt;b&gt;</p>\n');
  });

  it('leaves the event loop to others, however many long texts come at once', async () => {
    const before = performance.eventLoopUtilization();
    const texts = await Promise.all(
      Array.from({ length: 10 }, (_, n) => show(`${n} ${'http://a '.repeat(4_400)}`)),
    );
    const { utilization } = performance.eventLoopUtilization(before);
    expect(texts.every((text) => text.includes('<a href="http://a"'))).toBe(true);
    // Rendered here, it would be busy all the while.
    expect(utilization).toBeLessThan(0.5);
  });

  it('shows plain paragraphs of what takes too long, and goes on with the next', async () => {
    const hurried = new MarkdownRenderer(1);
    const source = `a <b>\n\n${'http://a '.repeat(4_400)}`;
    expect(await hurried.toShow({ body: source, html: null })).toBe(plainHtml(source));
    expect(await hurried.toStore(source)).toBeNull();
    await hurried.close();
    expect(await show('next')).toBe('<p>next</p>\n');
  });

  it('shows plain paragraphs of what comes while too many wait', async () => {
    const many = await Promise.all(Array.from({ length: 400 }, (_, n) => show(`*number ${n}*`)));
    expect(many[0]).toBe('<p><em>number 0</em></p>\n');
    expect(many[399]).toBe('<p>*number 399*</p>\n');
    expect(await show('*number 399*')).toBe('<p><em>number 399</em></p>\n');
  });

  it('shows a table of more HTML than anybody reads as it was written', async () => {
    const table = `|${'a|'.repeat(4_000)}\n|${'-|'.repeat(4_000)}\n${'|b\n'.repeat(4_000)}`;
    expect(await show(table)).toBe(plainHtml(table));
  });
});

describe('plainHtml', () => {
  it('keeps lines and paragraphs and escapes the rest', () => {
    expect(plainHtml(`a <b>\r\n"c"\n \n'd' & e\n\n\n`)).toBe(
      '<p>a &lt;b&gt;\r<br>\n&quot;c&quot;</p>\n<p>&#39;d&#39; &amp; e</p>\n',
    );
  });
});

describe('BoundedCache', () => {
  it('keeps what was asked for last, within its bytes', () => {
    const cache = new BoundedCache(60);
    cache.set('a', '0123456789');
    cache.set('b', '0123456789');
    expect(cache.get('a')).toBe('0123456789');
    cache.set('c', '0123456789');
    expect([cache.get('b'), cache.get('a'), cache.bytes]).toEqual([undefined, '0123456789', 44]);
    cache.set('a', 'x');
    cache.set('d', 'x'.repeat(100));
    expect([cache.get('a'), cache.get('d'), cache.bytes]).toEqual(['x', undefined, 26]);
  });
});
