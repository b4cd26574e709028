import type { z } from 'zod';
import type { App, Dependencies } from '../../dependencies.ts';
import { communityParams } from '../../domain/values.ts';
import { sendPage } from '../send-page.ts';
import type { View } from '../view.ts';
import { communityPage, type Page } from '../views/layout.ts';
import { logInAddress } from './form-page.ts';
import { Visit } from './visit.ts';

/** A page without a form of its own. */
export interface ReadingPage {
  /** Below the community's address. */
  readonly path: string;
  readonly login: 'required' | 'optional';
  readonly params?: z.ZodRawShape;
  readonly show: (visit: Visit, view: View) => Promise<Page> | Page;
}

/** Registers pages that only show something. */
export function readingPages(app: App, dependencies: Dependencies, pages: readonly ReadingPage[]): void {
  for (const page of pages) {
    const schema = { hide: true, params: communityParams.extend(page.params ?? {}) };
    app.get(page.path, { schema }, async (request, reply) => {
      if (page.login === 'required' && request.viewer === undefined) {
        return reply.redirect(logInAddress(request), 302);
      }
      const visit = new Visit(request, reply, dependencies);
      const view = await visit.view();
      return sendPage(reply, communityPage(view, await page.show(visit, view)));
    });
  }
}
