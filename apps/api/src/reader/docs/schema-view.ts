import { type Html, html, type HtmlValue } from '../markup/html.ts';
import { nameOf, type Schema } from './document.ts';

/** The place of a named schema in the page. */
export const schemaPlace = (name: string): string => `schema-${name}`;

/** A schema in a few words: a name that leads to its fields, or what it is. */
export function typeView(schema: Schema): HtmlValue {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return html`<a href="#${schemaPlace(name)}">${name}</a>`;
  }
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) {
    const joint = schema.allOf === undefined ? ' or ' : ' and ';
    return choices.map((each, index) => [index > 0 && joint, typeView(each)]);
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined)
    return schema.enum.map((each, index) => [
      index > 0 && ' or ',
      html`<code>${JSON.stringify(each)}</code>`,
    ]);
  if (schema.items !== undefined) return ['list of ', typeView(schema.items)];
  const types = [schema.type ?? 'any value'].flat().join(' or ');
  return schema.format === undefined ? types : `${types}, ${schema.format}`;
}

/** Bounds that a value keeps, and what stands for it where it is left out. */
export function boundsOf(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, maxItems, pattern } = schema;
  return [
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
    minLength !== undefined && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    maxItems !== undefined && `at most ${maxItems} items`,
    pattern !== undefined && `matches ${pattern}`,
    schema.default !== undefined && `by default ${JSON.stringify(schema.default)}`,
  ]
    .filter((text) => text !== false)
    .join('; ');
}

interface Row {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** The fields of a schema, those of unnamed objects in it by their paths. */
function rowsOf(schema: Schema, before = ''): Row[] {
  const inside = schema.items?.properties === undefined ? schema : schema.items;
  return Object.entries(inside.properties ?? {}).flatMap(([key, field]) => {
    const name = `${before}${key}`;
    const deeper = field.items?.properties === undefined ? `${name}.` : `${name}[].`;
    const row = { name, schema: field, required: inside.required?.includes(key) === true };
    return [row, ...rowsOf(field, deeper)];
  });
}

/** The fields of a schema as a table; undefined for one that has none. */
export function fieldsView(schema: Schema, caption: string): Html | undefined {
  const rows = rowsOf(schema);
  if (rows.length === 0) return undefined;
  return tableView(
    caption,
    ['Field', 'Type', 'About'],
    rows.map(({ name, schema: field, required }) => [
      html`<code>${name}</code>${!required && html` <span class="optional">optional</span>`}`,
      typeView(field),
      [field.description, boundsOf(field)].filter(Boolean).join('. '),
    ]),
  );
}

/** A table whose first column names the rows; it scrolls by the keyboard where the screen is narrow. */
export function tableView(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  return html`<div class="wide" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
