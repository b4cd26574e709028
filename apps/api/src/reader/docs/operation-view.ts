import { type Html, html, type HtmlValue } from '../markup/html.ts';
import { nameOf, type OpenApi, type Operation, type Schema } from './document.ts';
import { boundsOf, fieldsView, tableView, typeView } from './schema-view.ts';

/** Text of the document, whose names stand in backticks. */
export function prose(text: string): HtmlValue {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}

const wants = ({ security }: Operation): string =>
  security === undefined
    ? 'No access token is wanted.'
    : security.some((way) => Object.keys(way).length === 0)
      ? 'An access token is welcome, and not needed.'
      : 'An access token is needed.';

/** A request that can be run, with every part that must be there. */
function example(method: string, path: string, operation: Operation): string {
  const lines = [`curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$AGORA${path}"`];
  const needsToken = operation.security?.every((way) => Object.keys(way).length > 0) === true;
  if (needsToken) lines.push(`-H "authorization: Bearer $TOKEN"`);
  for (const { name, in: place, required } of operation.parameters)
    if (place === 'header' && required) lines.push(`-H "${name}: ..."`);
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  if (type === 'application/json') lines.push(`-H "content-type: ${type}" -d '{ ... }'`);
  else if (type !== undefined) lines.push('--data-binary @file');
  return lines.join(' \\\n  ');
}

const contentView = (
  content: Readonly<Record<string, { readonly schema?: Schema | undefined }>>,
): HtmlValue =>
  Object.entries(content).map(([type, { schema }], index) => [
    index > 0 && ', ',
    type === 'application/json' && schema !== undefined ? typeView(schema) : html`<code>${type}</code>`,
  ]);

/** One operation, folded: what it takes and what it answers. */
export function operationView(
  method: string,
  path: string,
  operation: Operation,
  { components }: Pick<OpenApi, 'components'>,
): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const named = body?.$ref === undefined ? body : components.schemas[nameOf(body.$ref)];
  return html`<details class="operation" id="${operationId}">
    <summary>
      <code class="method">${method.toUpperCase()}</code> <code>${path}</code> <span>${summary}</span>
    </summary>
    <div class="prose">
      ${description !== '' && html`<p>${prose(description)}</p>`}
      <p>${wants(operation)} Clients call it <code>${operationId}</code>.</p>
      ${
        parameters.length > 0 &&
        tableView(
          'Parameters',
          ['Name', 'In', 'Type', 'About'],
          parameters.map((one) => [
            html`<code>${one.name}</code>${!one.required && html` <span class="optional">optional</span>`}`,
            one.in,
            typeView(one.schema),
            prose([one.description, boundsOf(one.schema)].filter(Boolean).join('. ')),
          ]),
        )
      }
      ${requestBody !== undefined && html`<p>Body: ${contentView(requestBody.content)}</p>`}
      ${named !== undefined && fieldsView(named, 'Fields of the body')}
      ${tableView(
        'Answers',
        ['Status', 'Means', 'Body'],
        Object.entries(responses).map(([status, { $ref, description: own, content }]) => {
          const shared = $ref === undefined ? undefined : components.responses[nameOf($ref)];
          return [
            status === 'default' ? 'others' : status,
            shared?.description ?? own,
            shared === undefined ? contentView(content) : html`<a href="#schema-Problem">Problem</a>`,
          ];
        }),
      )}
      <pre tabindex="0"><code>${example(method, path, operation)}</code></pre>
    </div>
  </details>`;
}
