import type { z } from 'zod';
import type { App, Dependencies } from '../../dependencies.ts';
import { communityParams } from '../../domain/values.ts';
import { logInAddress } from './form-page.ts';
import type { Call } from './ask-api.ts';
import { withFlash } from './way-back.ts';
import { Visit } from './visit.ts';

/** What a single button does. */
export interface Button {
  /** Below the community's address. */
  readonly path: string;
  readonly params?: z.ZodRawShape;
  /** What is asked; undefined: nothing, as where there is no session left to end. */
  readonly call: (visit: Visit) => Call | undefined;
  /** What else is done when it went well. */
  readonly done?: (visit: Visit) => void;
  /** What the next page says. */
  readonly flash?: string;
  /** Where to go; left out: where the button was. */
  readonly to?: (visit: Visit) => string;
  /** The place in the page to come back to. */
  readonly place?: (visit: Visit) => string;
}

/** Registers buttons: each is a form without fields, and leads back to where it stood. */
export function buttons(app: App, dependencies: Dependencies, all: readonly Button[]): void {
  for (const button of all) {
    const schema = { hide: true, params: communityParams.extend(button.params ?? {}) };
    app.post(button.path, { schema }, async (request, reply) => {
      const visit = new Visit(request, reply, dependencies);
      if (request.viewer === undefined) return reply.redirect(logInAddress(request), 303);
      visit.assertOwnForm();
      const call = button.call(visit);
      if (call !== undefined) await visit.ask(call);
      button.done?.(visit);
      const address = button.to?.(visit) ?? visit.back;
      const shown = button.flash === undefined ? address : withFlash(address, button.flash);
      return reply.redirect(shown + (button.place?.(visit) ?? ''), 303);
    });
  }
}
