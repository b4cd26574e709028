import { PrismaPg } from '@prisma/adapter-pg';
import { RlsError } from '../rls-error.ts';
import type { ScopedPool } from '../wire/scoped-pool.ts';

/** What Prisma's adapter takes beside the pool. */
export type AdapterOptions = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;

/** Texts that are prepared: a server keeps a plan of each on every connection, and lists of values make new texts forever. */
const mostPrepared = 500;

/**
 * Prisma's ordinary adapter on a pool with scopes; Prisma's statements are named, so each is parsed once a connection.
 * @throws RlsError `rls.two_copies_of_pg`
 */
export function adapterOn(pool: ScopedPool, options: AdapterOptions = {}): PrismaPg {
  const adapter = new PrismaPg(pool, { statementNameGenerator: nameStatements(), ...options });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where the adapter keeps a pool that is not its own
  if ((adapter as unknown as { externalPool?: unknown }).externalPool !== pool) {
    throw new RlsError('rls.two_copies_of_pg', {
      why: 'The adapter does not know our pool for one of pg, and would open a pool of its own that knows no scope.',
      fix: 'Install one version of pg: `npm ls pg` shows both.',
    });
  }
  return adapter;
}

/** A name for each text, the same again for the same, until there are enough. */
function nameStatements(): NonNullable<AdapterOptions['statementNameGenerator']> {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (names.size < mostPrepared && !names.has(sql)) names.set(sql, `agora_rls_${names.size + 1}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg takes a statement without a name, too
    return names.get(sql) as string;
  };
}
