import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../api-error.ts';
import type { App } from '../../dependencies.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Methods that are answered at an address, sorted; none where nothing is. */
    methodsAt: (path: string) => string[];
  }
}

interface Address {
  readonly pattern: RegExp;
  readonly methods: ReadonlySet<string>;
}

/** Remembers which methods each address answers. Must come before the routes. */
export function rememberMethods(app: App): void {
  const routes = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = routes.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    routes.set(url, methods);
  });
  // Made when first asked for: most processes never are.
  let addresses: readonly Address[] | undefined;
  app.decorate('methodsAt', (path) => {
    addresses ??= [...routes].map(([url, methods]) => ({ pattern: patternOf(url), methods }));
    const matching = addresses.filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].toSorted();
  });
}

/** A route's address as an expression: what the router matches, a slash at the end or not. */
function patternOf(url: string): RegExp {
  const segments = url.replace(/\/$/, '').split('/');
  const parts = segments.map((segment) => {
    if (segment === '*') return '.*';
    return segment.startsWith(':') ? '[^/]+' : segment.replaceAll(/[^\w-]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('/')}/?$`);
}

/**
 * Why no route answers a request: there is nothing at its address, or nothing for its method (RFC 9110, 15.5.6).
 * @param nothing what to say where there is nothing
 */
export function unanswered(request: FastifyRequest, nothing: string): ApiError {
  const { method, server, url } = request;
  const path = decoded(url.split('?', 1)[0] ?? url);
  const methods = server.methodsAt(path);
  const fix = 'The addresses are listed at /docs and /openapi.json.';
  if (methods.length === 0 || methods.includes(method))
    return new ApiError('request.not_found', nothing, { fix });
  const allow = methods.join(', ');
  return new ApiError(
    'request.method_not_allowed',
    `Nothing answers ${method} at this address, but ${allow}.`,
    {
      fix,
      headers: { allow },
    },
  );
}

/** As the router reads an address; one that cannot be decoded does not come this far. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
