import type { ApiError } from '../../api-error.ts';
import type { ApiErrorCode } from '../../error-codes.ts';
import { type Field, fieldView } from '../forms/field.ts';
import { type Html, html, type HtmlValue } from '../markup/html.ts';
import { readerPaths } from '../markup/paths.ts';
import type { View } from '../view.ts';
import { tokenField } from './button.ts';
import { communityPage } from './layout.ts';

/** A form as its page shows it. */
export interface ShownForm {
  readonly title: string;
  readonly lead?: HtmlValue;
  /** Between the heading and the form: a preview, or what is answered. */
  readonly above?: HtmlValue;
  readonly fields: readonly Field[];
  /** What its buttons say; the first is the one of the Enter key, and more than one are told apart by `do`. */
  readonly submit: readonly { readonly text: string; readonly value?: string; readonly kind?: 'danger' }[];
  /** What the browser asks a device for before the form is sent; the field `answer` takes what it says. */
  readonly passkey?: { readonly act: 'create' | 'get'; readonly options: object };
  /** Below the form. */
  readonly below?: HtmlValue;
  /** Which field a refusal without one is about. */
  readonly blame?: Partial<Record<ApiErrorCode, string>>;
}

/** The faults of fields by their names, and what is said of the whole form. */
function faultsOf(form: ShownForm, refused: ApiError | undefined) {
  const ofFields = new Map<string, string>();
  if (refused === undefined) return { ofFields, ofForm: undefined };
  const rest: string[] = [];
  for (const { pointer, detail } of refused.errors ?? []) {
    const member = pointer.split('/')[2];
    const field = form.fields.find((each) => (each.member ?? each.name) === member && each.kind !== 'hidden');
    if (field === undefined) rest.push(detail);
    else ofFields.set(field.name, sentence(detail));
  }
  const blamed = form.blame?.[refused.code];
  if (blamed !== undefined) ofFields.set(blamed, refused.message);
  const whole = blamed !== undefined || ofFields.size > 0 ? undefined : refused.message;
  return { ofFields, ofForm: [whole, ...rest.map(sentence)].filter((text) => text !== undefined).join(' ') };
}

const sentence = (text: string): string => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** A page with one form. */
export function formView(view: View, form: ShownForm, refused?: ApiError): Html {
  const { ofFields, ofForm } = faultsOf(form, refused);
  const first = form.fields.find(({ name }) => ofFields.has(name));
  return communityPage(view, {
    title: refused === undefined ? form.title : `Not done: ${form.title}`,
    content: html`<div class="title">
        <div>
          <h1>${form.title}</h1>
          ${form.lead && html`<p class="lead">${form.lead}</p>`}
        </div>
      </div>
      ${
        refused !== undefined &&
        html`<div class="alert" role="alert">
          <p><strong>Nothing was done yet.</strong> ${ofForm || 'Look at what is marked below.'}</p>
          ${refused.code === 'auth.required' && html`<p><a href="${readerPaths.logIn(view.community.slug)}" target="_blank">Log in in another tab</a>, and send this again.</p>`}
        </div>`
      }
      ${form.above}
      ${
        form.submit.length > 0 &&
        html`<form
          class="form"
          method="post"
          ${form.passkey !== undefined && html`data-passkey="${form.passkey.act}" data-options="${JSON.stringify(form.passkey.options)}"`}
          ${form.fields.some(({ kind }) => kind === 'file') && html`enctype="multipart/form-data"`}
        >
          ${tokenField(view)}
          ${form.fields.map((field) => fieldView(field, ofFields.get(field.name), field === first))}
          ${
            form.passkey !== undefined &&
            html`<p class="fault-of" role="alert" hidden>
              No passkey was used: your browser has none for this page, or it was not allowed to.
            </p>`
          }
          <div class="buttons">
            ${form.submit.map(
              ({ text, value, kind }, index) =>
                html`<button
                  class="${kind ?? (index === 0 ? 'main' : 'quiet')}"
                  ${value !== undefined && html`name="do" value="${value}"`}
                >
                  ${text}
                </button>`,
            )}
          </div>
        </form>`
      }
      ${form.below && html`<div class="below">${form.below}</div>`}`,
  });
}
