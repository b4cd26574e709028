import { randomUUID } from 'node:crypto';
import type { FormBody } from './form-body.ts';
import { type Html, html, type HtmlValue } from '../markup/html.ts';

/** A field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind:
    | 'text'
    | 'email'
    | 'url'
    | 'number'
    | 'password'
    | 'lines'
    | 'choice'
    | 'box'
    | 'boxes'
    | 'file'
    | 'hidden';
  /** What it holds at first; of a box `yes`, of boxes their values by commas. */
  readonly value?: string | undefined;
  readonly hint?: HtmlValue;
  readonly autocomplete?: string;
  readonly optional?: boolean;
  readonly most?: number;
  readonly least?: number;
  readonly rows?: number;
  /** Types of files that the browser offers, with commas between. */
  readonly accept?: string;
  readonly choices?: readonly { readonly value: string; readonly text: string }[];
  /** The field of the operation's body that it becomes, where that has another name. */
  readonly member?: string;
}

/** A field with what was typed, and what is wrong with it. */
export function fieldView(field: Field, fault: string | undefined, focused = false): Html {
  const { name, label, hint } = field;
  const value = field.value ?? '';
  if (field.kind === 'hidden') return html`<input type="hidden" name="${name}" value="${value}" />`;
  const described = [hint ? `${name}-hint` : '', fault === undefined ? '' : `${name}-fault`].filter(Boolean);
  const state = html`${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${
    fault !== undefined && html` aria-invalid="true"`
  }${focused && html` autofocus`}`;
  const notes = html`${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}${
    fault !== undefined && html`<p class="fault-of" id="${name}-fault">${fault}</p>`
  }`;
  if (field.kind === 'box') {
    return html`<div class="field">
      <label class="tick"
        ><input type="checkbox" name="${name}" value="yes" ${value === 'yes' && html`checked`}${state} />
        ${label}</label
      >${notes}
    </div>`;
  }
  if (field.kind === 'boxes') {
    const chosen = new Set(value.split(','));
    return html`<fieldset class="field" ${state}>
      <legend>${label}</legend>
      <div class="ticks">
        ${field.choices?.map((choice) => html`<label class="tick"><input type="checkbox" name="${name}" value="${choice.value}" ${chosen.has(choice.value) && html`checked`} /> ${choice.text}</label>`)}
      </div>
      ${notes}
    </fieldset>`;
  }
  const optional = field.optional === true;
  return html`<div class="field">
    <label for="f-${name}">${label}${optional && html` <span class="optional">optional</span>`}</label>
    ${control(field, value, html`${!optional && html` required`}${state}`)}${notes}
  </div>`;
}

function control(field: Field, value: string, state: Html): Html {
  const { name, kind, autocomplete, most, least } = field;
  if (kind === 'choice') {
    return html`<select id="f-${name}" name="${name}" ${state}>
      ${field.choices?.map((choice) => html`<option value="${choice.value}" ${choice.value === value && html`selected`}>${choice.text}</option>`)}
    </select>`;
  }
  const limits = html`${autocomplete !== undefined && html` autocomplete="${autocomplete}"`}${
    most !== undefined && (kind === 'number' ? html` max="${most}"` : html` maxlength="${most}"`)
  }${least !== undefined && (kind === 'number' ? html` min="${least}"` : html` minlength="${least}"`)}`;
  if (kind === 'lines') {
    // The line end after the tag is HTML's, and not the text's.
    return html`<textarea id="f-${name}" name="${name}" rows="${field.rows ?? 10}" ${limits}${state}>
${value}</textarea>`;
  }
  if (kind === 'file') {
    return html`<input id="f-${name}" name="${name}" type="file" accept="${field.accept ?? ''}" ${state} />`;
  }
  // What was typed as a password is never sent back.
  const shown = kind !== 'password' && html` value="${value}"`;
  return html`<input id="f-${name}" name="${name}" type="${kind}" ${shown}${limits}${state} />`;
}

/** What a field holds after a form was sent. */
export function withTyped(field: Field, form: FormBody): Field {
  const { name, kind } = field;
  return { ...field, value: kind === 'boxes' ? form.all(name).join(',') : form.text(name) };
}

/** The field that lets a form be sent twice and done once. */
export const keyField = (): Field => ({ name: 'key', label: '', kind: 'hidden', value: randomUUID() });

/** The password that a change of the account's keys asks for again. */
export const currentPassword = {
  name: 'currentPassword',
  label: 'Current password',
  kind: 'password',
  autocomplete: 'current-password',
  most: 200,
} as const satisfies Field;
