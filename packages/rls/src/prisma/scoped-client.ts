import type { EnteredScope } from '../wire/scope.ts';
import type { ScopedPool } from '../wire/scoped-pool.ts';

/** A Prisma Client whose every operation runs in one scope. */
export type InScope<Client> = Omit<Client, '$on' | '$connect' | '$disconnect'>;

/** What runs something in the scope of a client, or in what was around. */
interface Place {
  readonly pool: ScopedPool;
  readonly scope: EnteredScope;
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/**
 * The same client in a scope: model operations, raw queries, nested reads and writes, batch and interactive transactions,
 * and methods of extensions. A thin wrapper, since a client extension for each scope is felt in a read by key.
 * @param client made with the adapter of the pool, its scopes kept apart
 */
export function clientInScope<Client extends object>(
  client: Client,
  pool: ScopedPool,
  scope: EnteredScope,
): InScope<Client> {
  return wrapClient(client, { pool, scope });
}

function wrapClient<Client extends object>(client: Client, place: Place): Client {
  const models = new Map<string | symbol, object>();
  return new Proxy(client, {
    get(_client, property) {
      const known = models.get(property);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(client, property);
      if (isMethod(value)) {
        if (property === '$transaction') return transactionIn(place, client, value);
        return property === '$extends' ? extendIn(place, client, value) : callIn(place, client, value);
      }
      if (!isObject(value) || typeof property === 'symbol' || /^[_$]/.test(property)) return value;
      const model = wrapMethods(value, place);
      models.set(property, model);
      return model;
    },
  });
}

/** A model, or a promise of Prisma: what its methods start runs in the scope. */
function wrapMethods<T extends object>(target: T, place: Place): T {
  return new Proxy(target, {
    get(_target, property) {
      const value: unknown = Reflect.get(target, property);
      return isMethod(value) ? callIn(place, target, value) : value;
    },
  });
}

function callIn({ pool, scope }: Place, target: object, method: Method): Method {
  return (...parameters) => {
    const result = pool.inScope(scope, () => Reflect.apply(method, target, parameters));
    // It is lazy: its query starts when somebody calls its `then`, who may be elsewhere.
    return isPrismaPromise(result) ? wrapMethods(result, { pool, scope }) : result;
  };
}

function extendIn(place: Place, client: object, extend: Method): Method {
  return (extension) => {
    const extended = Reflect.apply(extend, client, [extension]);
    return isObject(extended) ? wrapClient(extended, place) : extended;
  };
}

function transactionIn({ pool, scope }: Place, client: object, transact: Method): Method {
  return (work, options) => {
    const around = pool.scope;
    const scoped =
      typeof work === 'function'
        ? // What the function calls on other clients keeps the scope that was there, or none.
          (transaction: unknown): unknown => pool.inScope(around, () => work(transaction))
        : work;
    return pool.inScope(scope, () => Reflect.apply(transact, client, [scoped, options]));
  };
}

function isPrismaPromise(value: unknown): value is object {
  return isObject(value) && Reflect.get(value, Symbol.toStringTag) === 'PrismaPromise';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
