import { escapeHtml } from '../../markdown/plain-html.ts';

/** A piece of HTML that is safe to send: made by {@link html}, or vouched for by {@link trusted}. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: text is escaped, HTML is not, lists are joined, and nothing stands for nothing. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * A template whose every value is escaped, so that forgetting to is not possible. Attributes must be quoted, and an
 * address must come from `paths.ts`: escaping does not make `javascript:` harmless.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = withoutIndents(strings);
  let text = parts[0] ?? '';
  for (const [index, value] of values.entries()) text += written(value) + (parts[index + 1] ?? '');
  return new Html(text);
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Templates are indented for those who read the program; HTML takes one space for all of it. */
function withoutIndents(strings: TemplateStringsArray): readonly string[] {
  let parts = known.get(strings);
  if (parts === undefined)
    known.set(strings, (parts = strings.map((part) => part.replace(/\s*\n\s*/g, '\n'))));
  return parts;
}

/** Vouches for HTML that another place made safe: the Markdown renderer, the style sheet. */
export function trusted(text: string): Html {
  return new Html(text);
}

function written(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(written).join('');
  return escapeHtml(String(value));
}
