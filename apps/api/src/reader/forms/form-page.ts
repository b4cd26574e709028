import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { communityParams } from '../../domain/values.ts';
import { readerPaths, withQuery } from '../markup/paths.ts';
import { sendPage } from '../send-page.ts';
import { formView, type ShownForm } from '../views/form.ts';
import type { Call } from './ask-api.ts';
import { withTyped } from './field.ts';
import { Visit } from './visit.ts';

/** A page with a form, and the operation that the form asks. */
export interface FormPage {
  /** Below the community's address; the form is sent to where it came from. */
  readonly path: string;
  /** `none`: whoever is logged in already is led on. */
  readonly login: 'required' | 'optional' | 'none';
  /** Parameters of the path. */
  readonly params?: z.ZodRawShape;
  /** What the page shows before anything was typed. */
  readonly show: (visit: Visit) => Promise<ShownForm> | ShownForm;
  /** What the operation is asked, of what was typed. */
  readonly call: (visit: Visit) => Call;
  /** Where to go when that was done. */
  readonly done: (visit: Visit, answer: unknown) => Promise<string> | string;
  /** What to show in place of asking, such as a preview; undefined: nothing, it is asked. */
  readonly instead?: (visit: Visit) => Promise<Partial<ShownForm> | undefined>;
  /** Shows what is there now when the edit was based on another version. */
  readonly conflict?: (visit: Visit) => Promise<Partial<ShownForm>>;
}

/** Where somebody logs in, to come back to the page that they asked for. */
export function logInAddress({ community, url, method }: FastifyRequest): string {
  return withQuery(readerPaths.logIn(community.slug), { to: method === 'GET' ? url : undefined });
}

/** Registers form pages: GET shows them, POST asks the operation and leads on, or shows what was refused. */
export function formPages(app: App, dependencies: Dependencies, pages: readonly FormPage[]): void {
  for (const page of pages) {
    const schema = { hide: true, params: communityParams.extend(page.params ?? {}) };
    app.get(page.path, { schema }, async (request, reply) => {
      const visit = new Visit(request, reply, dependencies);
      if (page.login === 'required' && request.viewer === undefined) {
        return reply.redirect(logInAddress(request), 302);
      }
      if (page.login === 'none' && request.viewer !== undefined) return reply.redirect(visit.back, 302);
      return sendPage(reply, formView(await visit.view(), await page.show(visit)));
    });
    app.post(page.path, { schema }, async (request, reply) => {
      const visit = new Visit(request, reply, dependencies);
      const problem = await attempt(page, visit);
      if (typeof problem === 'string') return reply.redirect(problem, 303);
      const shown = { ...(await page.show(visit)), ...problem.more };
      // Sent again it is another request; and what has changed meanwhile was seen by now.
      const fresh = problem.refused?.code === 'request.precondition_failed' ? ['key', 'version'] : ['key'];
      const fields =
        problem.more?.fields ??
        shown.fields.map((field) => (fresh.includes(field.name) ? field : withTyped(field, visit.form)));
      const status = problem.refused?.statusCode ?? 200;
      if (problem.refused !== undefined) reply.headers(problem.refused.headers);
      const view = await visit.view();
      return sendPage(reply.code(status), formView(view, { ...shown, fields }, problem.refused));
    });
  }
}

/** What says of a session that it is no more, and not of a password that it is wrong. */
const endsSession: ReadonlySet<string> = new Set(['auth.invalid_token', 'auth.account_inactive']);

/** What keeps a form from being done, or what is shown instead; or else the address to go to. */
async function attempt(
  page: FormPage,
  visit: Visit,
): Promise<string | { readonly refused?: ApiError; readonly more?: Partial<ShownForm> }> {
  try {
    if (page.login === 'required' && visit.request.viewer === undefined) {
      throw new ApiError('auth.required', 'You are not logged in any more.');
    }
    visit.form.assertWhole();
    visit.assertOwnForm();
    const more = await page.instead?.(visit);
    if (more !== undefined) return { more };
    return await page.done(visit, await visit.ask(page.call(visit)));
  } catch (error) {
    if (!(error instanceof ApiError) || error.statusCode >= 500) throw error;
    if (endsSession.has(error.code) && visit.request.viewer !== undefined) visit.endSession();
    const changed = error.code === 'request.precondition_failed' ? await page.conflict?.(visit) : undefined;
    return { refused: error, ...(changed !== undefined && { more: changed }) };
  }
}
