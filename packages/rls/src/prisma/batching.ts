import { RlsError } from '../rls-error.ts';
import type { EnteredScope } from '../wire/scope.ts';
import type { ScopedPool } from '../wire/scoped-pool.ts';

/** Under what a waiting operation carries its scope; a WeakMap of all that wait was felt in collecting garbage. */
const scopeOf = Symbol('agora-rls scope');

/** What this file knows of an operation that waits in Prisma's loader. */
interface Request {
  [scopeOf]?: EnteredScope | undefined;
  readonly transaction?: { readonly kind: 'batch' | 'itx' } | undefined;
}

/**
 * What decides which operations of one tick Prisma sends together. Not documented: read in the client of 7.0.0, and
 * tested with that of the catalog in pnpm-workspace.yaml.
 */
interface LoaderOptions {
  batchBy: (request: Request) => string | undefined;
  singleLoader: (request: Request) => Promise<unknown>;
  batchLoader: (requests: Request[]) => Promise<unknown[]>;
}

/** Loaders that keep scopes apart already: many clients are extended from one, and share its loader. */
const separated = new WeakMap<LoaderOptions, ScopedPool>();

/**
 * Keeps operations of different scopes apart. Prisma gathers the findUnique operations of a tick, of the same model and
 * shape, into one query, sent from the context of the first: two tenants who ask in the same tick would get the rows of
 * one.
 * @param adapter on the pool; the client must have been made with it
 * @throws RlsError `rls.unsupported_client` when the client has another loader than the one known here;
 * `rls.foreign_client`
 */
export function separateScopes(client: object, pool: ScopedPool, adapter: object): void {
  const options = loaderOptionsOf(client, adapter);
  if (separated.get(options) === pool) return;
  separated.set(options, pool);
  const { batchBy, singleLoader, batchLoader } = options;
  options.batchBy = (request) => {
    const key = batchBy(request);
    // Without a key it is sent at once, in the caller's own context.
    if (key === undefined) return undefined;
    const { scope } = pool;
    request[scopeOf] = scope;
    // A transaction's operations stay together; in an interactive one its connection has the scope.
    return request.transaction === undefined ? `${scope?.key ?? ''} ${key}` : key;
  };
  options.singleLoader = (request) =>
    scopeOf in request ? pool.inScope(request[scopeOf], () => singleLoader(request)) : singleLoader(request);
  options.batchLoader = async (requests) => {
    const [first] = requests;
    const scope = first?.[scopeOf];
    const isForeign = (request: Request): boolean => request[scopeOf]?.key !== scope?.key;
    if (first?.transaction?.kind === 'batch' && requests.some(isForeign)) {
      throw new RlsError('rls.mixed_scopes', {
        why: 'A transaction has one scope, and these operations come from clients of several. None was run.',
        fix: 'Make all operations of a $transaction([...]) with the client of one scope.',
      });
    }
    return pool.inScope(scope, () => batchLoader(requests));
  };
}

function loaderOptionsOf(client: object, adapter: object): LoaderOptions {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked at below
  const { _engineConfig: config, _requestHandler: handler } = client as {
    _engineConfig?: { adapter?: object };
    _requestHandler?: { dataloader?: { options?: Partial<LoaderOptions> } };
  };
  const options = handler?.dataloader?.options;
  const known = [options?.batchBy, options?.singleLoader, options?.batchLoader];
  if (config === undefined || !known.every((it) => typeof it === 'function')) {
    throw new RlsError('rls.unsupported_client', {
      why: 'Operations of different scopes must never share a query, and here they could not be kept apart.',
      fix: 'Use @prisma/client 7, or a version of this package that knows yours.',
    });
  }
  if (config.adapter !== adapter) {
    throw new RlsError('rls.foreign_client', {
      why: 'Its queries go through a pool that knows no scope, perhaps as a role that no policy binds.',
      fix: 'Make it with `new PrismaClient({ adapter: rls.adapter })`.',
    });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- just looked at
  return options as LoaderOptions;
}
