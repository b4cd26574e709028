import { type Html, html, type HtmlValue } from '../markup/html.ts';
import type { View } from '../view.ts';

/** The hidden field that proves where a form comes from. */
export function tokenField({ token }: View): Html {
  return html`<input type="hidden" name="form-token" value="${token ?? ''}" />`;
}

/** A button that is a whole form. */
export function buttonForm(
  view: View,
  button: {
    readonly action: string;
    readonly text: HtmlValue;
    readonly kind?: string;
    /** Where it leads back to; left out: this page. */
    readonly to?: string;
    /** Sent along. */
    readonly fields?: Readonly<Record<string, string>>;
  },
): Html {
  const { action, text, kind = 'quiet', to = view.address, fields = {} } = button;
  return html`<form class="inline" method="post" action="${action}">
    ${tokenField(view)}<input type="hidden" name="to" value="${to}" />${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}<button class="${kind}">${text}</button>
  </form>`;
}
