import type { EnteredScope, ScopedPool } from '../wire/scoped-pool.ts';
import { separateScopes } from './batching.ts';

/** What this file uses of a Prisma Client. */
interface Extensible {
  $extends(extension: object): unknown;
  readonly $transaction: (...parameters: never[]) => unknown;
}

/** A Prisma Client whose every operation runs in one scope. */
export type InScope<Client> = Omit<Client, '$on' | '$connect' | '$disconnect'>;

/** Runs one operation: an extension is given it lazily, so it starts when its `then` is called. */
interface Operation {
  readonly args: unknown;
  readonly query: (args: unknown) => Promise<unknown>;
}

/**
 * The same client in a scope: model operations, raw queries, nested reads and writes, batch and interactive transactions.
 * @param client made with the adapter of the pool
 */
export function clientInScope<Client extends Extensible>(
  client: Client,
  pool: ScopedPool,
  scope: EnteredScope,
): InScope<Client> {
  separateScopes(client, pool);
  const extended = client.$extends({
    name: 'agora-rls',
    query: {
      // `then` is called inside the scope: whoever awaits later, elsewhere, starts nothing there.
      $allOperations: ({ args, query }: Operation) =>
        pool.inScope(scope, () => query(args).then((result) => result)),
    },
    client: {
      $transaction(this: object, work: unknown, options?: unknown): unknown {
        const around = pool.scope;
        const scoped =
          typeof work === 'function'
            ? // What the function calls on other clients keeps the scope that was there, or none.
              (transaction: unknown) => pool.inScope(around, () => work(transaction))
            : work;
        return pool.inScope(scope, () => Reflect.apply(client.$transaction, this, [scoped, options]));
      },
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an extension of queries changes no type
  return extended as InScope<Client>;
}
