import { describe, expect, it } from 'vitest';
import { html, trusted } from './html.ts';

describe('html', () => {
  it('escapes every value, in text and in attributes', () => {
    const evil = `<script>alert("1")</script>' onload='x`;
    const page = html`<p title="${evil}">${evil}</p>`.toString();
    expect(page).not.toContain('<script');
    expect(page).not.toContain("' onload");
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; onload=&#39;x');
  });

  it('takes HTML as it is, joins lists, and leaves out what is not there', () => {
    const items = ['a & b', 'c'].map((text) => html`<li>${text}</li>`);
    expect(html`${items}${undefined}${null}${false}${0}`.toString()).toBe('<li>a &amp; b</li><li>c</li>0');
    expect(html`${trusted('<hr>')}`.toString()).toBe('<hr>');
  });

  it('escapes text inside lists inside lists', () => {
    expect(html`${[['<b>'], [html`<i>${'<u>'}</i>`]]}`.toString()).toBe('&lt;b&gt;<i>&lt;u&gt;</i>');
  });
});
