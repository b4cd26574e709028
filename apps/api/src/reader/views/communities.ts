import type { CommunityPage } from '../../domain/communities/schema.ts';
import { type Html, html } from '../markup/html.ts';
import { readerPaths } from '../markup/paths.ts';
import { plainPage } from './layout.ts';
import { more } from './parts.ts';

/** The communities of this installation, where there are several or none. */
export function communitiesPage(page: CommunityPage): Html {
  const list =
    page.items.length === 0
      ? html`<p class="empty">There is no community yet: <code>agora seed</code> makes one.</p>`
      : html`<ul class="communities">
          ${page.items.map(
            (community) =>
              html`<li>
                <a href="${readerPaths.community(community.slug)}"
                  ><strong>${community.name}</strong><span>${community.description}</span></a
                >
              </li>`,
          )}
        </ul>`;
  return plainPage(
    'Agora',
    html`<div class="title">
        <div>
          <h1>Communities</h1>
          <p class="lead">The forums that live here.</p>
        </div>
      </div>
      ${list}${more('/', {}, page.next)}`,
  );
}
