import type { EnteredScope } from '../wire/scope.ts';
import type { ScopedPool } from '../wire/scoped-pool.ts';

/** A Prisma Client whose every operation runs in one scope. */
export type InScope<Client> = Omit<Client, '$on' | '$connect' | '$disconnect'>;

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
  return new Proxy<Client>(client, new ClientHandler(pool, scope));
}

/** What the methods of a model, or of a promise of Prisma, start runs in the scope. */
class Handler implements ProxyHandler<object> {
  protected readonly pool: ScopedPool;
  protected readonly scope: EnteredScope;

  constructor(pool: ScopedPool, scope: EnteredScope) {
    this.pool = pool;
    this.scope = scope;
  }

  get(target: object, property: string | symbol): unknown {
    const value: unknown = Reflect.get(target, property);
    return isMethod(value) ? this.inScope(target, value) : value;
  }

  protected inScope(target: object, method: Method): Method {
    return (...parameters) => {
      const result: unknown = this.pool.inScope(this.scope, Reflect.apply, method, target, parameters);
      // It is lazy: its query starts when somebody calls its `then`, who may be elsewhere.
      return isPrismaPromise(result) ? new Proxy(result, this.methods) : result;
    };
  }

  protected get methods(): Handler {
    return this;
  }
}

/** The same for a client: for its models, and where it makes other clients. */
class ClientHandler extends Handler {
  readonly #methods: Handler;

  constructor(pool: ScopedPool, scope: EnteredScope) {
    super(pool, scope);
    this.#methods = new Handler(pool, scope);
  }

  protected override get methods(): Handler {
    return this.#methods;
  }

  override get(client: object, property: string | symbol): unknown {
    const value: unknown = Reflect.get(client, property);
    if (isMethod(value)) {
      if (property === '$transaction') return this.#transaction(client, value);
      return property === '$extends' ? this.#extends(client, value) : this.inScope(client, value);
    }
    const isModel = isObject(value) && typeof property === 'string' && !/^[_$]/.test(property);
    return isModel ? new Proxy(value, this.#methods) : value;
  }

  #transaction(client: object, transact: Method): Method {
    return (work, options) => {
      const around = this.pool.scope;
      const scoped =
        typeof work === 'function'
          ? // What the function calls on other clients keeps the scope that was there, or none.
            (transaction: unknown): unknown => this.pool.inScope(around, () => work(transaction))
          : work;
      return this.pool.inScope(this.scope, Reflect.apply, transact, client, [scoped, options]);
    };
  }

  #extends(client: object, extend: Method): Method {
    return (extension) => {
      const extended = Reflect.apply(extend, client, [extension]);
      return isObject(extended) ? new Proxy(extended, this) : extended;
    };
  }
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
