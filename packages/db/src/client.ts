import { leadsToCitus, poolConfig, poolerOf } from '@agora/postgres';
import { type InScope, Rls } from '@agora/rls';
import type { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';
import type { Strict } from './strict-client.ts';

/** Roles that the migrations make; see prisma/migrations/*_roles. */
export type DatabaseRole = 'agora_owner' | 'agora_app' | 'agora_loader';

export interface ForumOptions {
  /** Role that every connection takes on. The URL's login must be a member of it. Default: the login itself. */
  readonly role?: DatabaseRole;
  /** Most connections held at once. Default 10. */
  readonly maxConnections?: number;
  /** Shown in `pg_stat_activity`. Default `agora`. */
  readonly applicationName?: string;
  /** Milliseconds after which the server ends a statement. Default: the server's own setting. */
  readonly statementTimeoutMs?: number;
}

/** The client of the forum's schema. */
export type ForumClient = Strict<Omit<PrismaClient, '$transaction'>> & {
  readonly $transaction: StrictTransaction & PrismaClient['$transaction'];
};

type StrictTransaction = <T>(
  use: (transaction: CommunityTransaction) => Promise<T>,
  options?: Parameters<PrismaClient['$transaction']>[1],
) => Promise<T>;

/** What a function inside `$transaction` works with. */
export type CommunityTransaction = Strict<Prisma.TransactionClient>;

/** The forum's database, by community. */
export interface Forum {
  /** In no community: where row-level security binds the role, only `communities` has rows. */
  readonly prisma: ForumClient;
  /**
   * The client in one community, whose rows it sees and writes, where row-level security binds the role.
   * @param communityId uuid
   */
  for(communityId: string): InScope<ForumClient>;
  /** Waits for the connections in use, then closes all. */
  end(): Promise<void>;
}

/**
 * Opens a forum on a connection pool of its own. Nothing connects before the first query, and nothing is kept globally:
 * who opens it ends it. The community travels with each query, in the same round trip and transaction, so that it cannot
 * leak to another user of the connection.
 *
 * @param url `postgresql://` address of the database.
 */
export function createForum(url: string, options: ForumOptions = {}): Forum {
  const rls = new Rls<string>({
    ...poolConfig(url, {
      application_name: options.applicationName ?? 'agora',
    }),
    pooler: poolerOf(url),
    opensTransactions: leadsToCitus(url),
    settings: {
      ...(options.role === undefined ? {} : { role: options.role }),
      ...(options.statementTimeoutMs === undefined
        ? {}
        : { statement_timeout: `${options.statementTimeoutMs}` }),
    },
    max: options.maxConnections ?? 10,
    scope: (communityId) => [
      { name: 'agora_set_community', text: 'SELECT agora_set_community($1)', values: [communityId] },
    ],
  });
  const prisma = createClientOn(rls.adapter);
  const communities = rls.scoped(prisma);
  return {
    prisma,
    for: (communityId) => communities.for(communityId),
    end: () => rls.end(),
  };
}

/**
 * The client on an adapter at hand, such as that of a pool with scopes.
 * @param transactionOptions in milliseconds; Prisma's own if left out
 */
export function createClientOn(
  adapter: PrismaPg,
  transactionOptions: { readonly maxWait?: number; readonly timeout?: number } = {},
): ForumClient {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same client, with narrower arguments
  return new PrismaClient({ adapter, transactionOptions }) as unknown as ForumClient;
}
