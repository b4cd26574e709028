import { retryOnSerializationFailure } from '@agora/postgres';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** Roles that the migrations make; see prisma/migrations/*_roles. */
export type DatabaseRole = 'agora_owner' | 'agora_app' | 'agora_loader';

export interface ClientOptions {
  /** Role that every connection takes on. The URL's login must be a member of it. Default: the login itself. */
  readonly role?: DatabaseRole;
  /** Most connections held at once. Default 10. */
  readonly maxConnections?: number;
  /** Shown in `pg_stat_activity`. Default `agora`. */
  readonly applicationName?: string;
  /** Milliseconds after which the server ends a statement. Default: the server's own setting. */
  readonly statementTimeoutMs?: number;
}

/** The client of the forum's schema. Close it with `$disconnect()`. */
export type ForumClient = PrismaClient;

/** What a function inside {@link withCommunity} works with. */
export type CommunityTransaction = Prisma.TransactionClient;

/**
 * Makes a Prisma client on a connection pool of its own. Nothing connects before the first query, and nothing is
 * kept globally: who creates a client disconnects it.
 *
 * @param url `postgresql://` address of the database.
 */
export function createClient(url: string, options: ClientOptions = {}): ForumClient {
  const adapter = new PrismaPg({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'agora',
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  });
  return new PrismaClient({ adapter });
}

/** The client on an adapter at hand, such as that of a pool with scopes. */
export function createClientOn(adapter: PrismaPg): ForumClient {
  return new PrismaClient({ adapter });
}

export interface CommunityOptions {
  /** Default `ReadCommitted`. */
  readonly isolationLevel?: Prisma.TransactionIsolationLevel;
  /** Milliseconds the transaction may take. Default 5000 (Prisma's). */
  readonly timeoutMs?: number;
  /** Milliseconds to wait for a connection. Default 2000 (Prisma's). */
  readonly maxWaitMs?: number;
}

/**
 * Runs a function in one transaction that sees and writes one community only, where row-level security binds the
 * client's role. The community is set inside the transaction, so it cannot leak to another user of the connection.
 * A serialization failure or a deadlock runs the whole function again: it must have no effect outside the database.
 *
 * @param communityId uuid of the community.
 */
export function withCommunity<Result>(
  client: ForumClient,
  communityId: string,
  use: (transaction: CommunityTransaction) => Promise<Result>,
  options: CommunityOptions = {},
): Promise<Result> {
  return retryOnSerializationFailure(() =>
    client.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT agora_set_community(${communityId}::uuid)`;
        return use(transaction);
      },
      {
        ...(options.isolationLevel === undefined ? {} : { isolationLevel: options.isolationLevel }),
        ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
        ...(options.maxWaitMs === undefined ? {} : { maxWait: options.maxWaitMs }),
      },
    ),
  );
}
