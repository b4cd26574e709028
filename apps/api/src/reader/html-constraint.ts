import type { App } from '../dependencies.ts';

type Strategy = Parameters<App['addConstraintStrategy']>[0];
type Store = ReturnType<Strategy['storage']>;

/**
 * Lets a route say `constraints: { html: 'yes' }`: it then answers requests that ask for `text/html` by name, as
 * browsers do, and the route without it all others. Programs that take anything are so given JSON.
 */
export function constrainByHtml(app: App): void {
  app.addConstraintStrategy({
    name: 'html',
    storage: () => {
      const stores = new Map<unknown, Parameters<Store['set']>[1]>();
      return {
        get: (key) => stores.get(key) ?? null,
        set: (key, store) => void stores.set(key, store),
      };
    },
    validate: () => undefined,
    deriveConstraint: (request) => (/\btext\/html\b/.test(request.headers.accept ?? '') ? 'yes' : undefined),
  });
}
