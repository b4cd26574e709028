import type { App } from '../../dependencies.ts';
import { type Html, html } from '../markup/html.ts';
import { sendPage } from '../send-page.ts';
import { plainPage } from '../views/layout.ts';
import { openApi, type OpenApi } from './document.ts';
import { operationView, prose } from './operation-view.ts';
import { fieldsView, schemaPlace, typeView } from './schema-view.ts';

/** The OpenAPI document as a page, at /docs: written when it is first asked for, since all of it is known by then. */
export function documentation(app: App): void {
  let page: Html | undefined;
  app.get('/docs', { schema: { hide: true } }, (_request, reply) => {
    page ??= documentationPage(openApi.parse(app.swagger()));
    return sendPage(reply, page);
  });
}

/** Operations by their tags, in the order of the document, then the schemas that they name. */
function documentationPage(document: OpenApi): Html {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(all.map(({ operation }) => operation.tags[0] ?? 'others'))];
  return plainPage(
    `${document.info.title}: the API`,
    html`<div class="title">
        <div>
          <h1>The API</h1>
          <p class="lead">${prose(document.info.description)}</p>
          <p>
            Programs read the same in <a href="/openapi.json">openapi.json</a>; what errors mean stands in
            <a href="/problems">problems</a>. In the examples <code>$AGORA</code> is the address of this
            forum.
          </p>
        </div>
      </div>
      <nav class="settings" aria-label="Chapters">
        ${tags.map((tag) => html`<a href="#tag-${tag}">${tag}</a>`)}<a href="#schemas">schemas</a>
      </nav>
      ${tags.map(
        (tag) =>
          html`<section aria-labelledby="tag-${tag}">
            <h2 class="section" id="tag-${tag}">${tag}</h2>
            ${all
              .filter(({ operation }) => (operation.tags[0] ?? 'others') === tag)
              .map(({ method, path, operation }) => operationView(method, path, operation, document))}
          </section>`,
      )}
      <section aria-labelledby="schemas">
        <h2 class="section" id="schemas">Schemas</h2>
        ${Object.entries(document.components.schemas).map(
          ([name, schema]) =>
            html`<article class="schema prose" id="${schemaPlace(name)}">
              <h3>${name}</h3>
              ${schema.description !== undefined && html`<p>${prose(schema.description)}</p>`}
              ${fieldsView(schema, `Fields of ${name}`) ?? html`<p>${typeView(schema)}</p>`}
            </article>`,
        )}
      </section>`,
  );
}
