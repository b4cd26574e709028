import { hash } from 'node:crypto';
import { BoundedCache } from './bounded-cache.ts';
import { plainHtml } from './plain-html.ts';
import { RenderingThread } from './rendering-thread.ts';

/** HTML longer than this is not shown: a table may have twenty times the characters of its Markdown. */
const longestHtml = 600_000;

/** What a text may take, in milliseconds: the worst of 40,000 characters take a tenth. */
const defaultLimitMs = 2000;

/** Texts that wait for the thread at most. */
const mostWaiting = 300;

/** Of what was rendered for readers, in bytes. */
const cacheBytes = 32 * 1024 * 1024;

/**
 * Stands before stored HTML, and says what rendered it. Raised when texts must be rendered again: what was stored by
 * another is then not shown any longer.
 */
export const renderedBy = '<!--1-->';

/** A text that is shown. */
interface ShownText {
  /** Markdown; null where the HTML is there. */
  readonly body: string | null;
  /** As it is stored. */
  readonly html: string | null;
}

/**
 * Markdown to HTML, in a thread of its own: however long a text takes, everybody else is answered meanwhile. What it is
 * not done with in time, and what comes while too many wait, is shown as plain paragraphs.
 */
export class MarkdownRenderer {
  readonly #thread: RenderingThread;
  readonly #cache = new BoundedCache(cacheBytes);
  readonly #coming = new Map<string, Promise<string>>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param limitMs what one text may take */
  constructor(limitMs: number = defaultLimitMs) {
    this.#thread = new RenderingThread(limitMs);
  }

  /**
   * HTML to be stored beside a text.
   * @returns null when it was not rendered in time: it is rendered when it is shown
   */
  async toStore(source: string): Promise<string | null> {
    const html = await this.#render(source);
    return html === undefined ? null : renderedBy + html;
  }

  /** HTML of a text that is shown, with mentions marked: stored, kept in memory, or rendered now. */
  async toShow({ body, html }: ShownText): Promise<string> {
    if (html?.startsWith(renderedBy) === true) return html.slice(renderedBy.length);
    const source = body ?? '';
    const key = hash('sha1', source, 'base64url');
    return this.#cache.get(key) ?? this.#coming.get(key) ?? this.#fetch(key, source);
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  #fetch(key: string, source: string): Promise<string> {
    const full = this.#waiting >= mostWaiting;
    const coming = this.#render(source).then((html) => {
      this.#coming.delete(key);
      const shown = html ?? plainHtml(source);
      // Who took too long once is not tried again by every reader; who had no turn is.
      if (!full) this.#cache.set(key, shown);
      return shown;
    });
    this.#coming.set(key, coming);
    return coming;
  }

  /** One after the other. */
  async #render(source: string): Promise<string | undefined> {
    if (this.#waiting >= mostWaiting) return undefined;
    this.#waiting += 1;
    const before = this.#last;
    const rendered = before.then(() => this.#thread.render(source));
    // The next one waits for its end, whatever that was.
    this.#last = rendered.catch(() => undefined);
    try {
      const html = await rendered;
      return html !== undefined && html.length <= longestHtml ? html : undefined;
    } finally {
      this.#waiting -= 1;
    }
  }
}
