export {
  type ClientOptions,
  type CommunityOptions,
  type CommunityTransaction,
  createClient,
  createClientOn,
  type DatabaseRole,
  type ForumClient,
  withCommunity,
} from './client.ts';
export * from './generated/prisma/enums.ts';
export type * from './generated/prisma/models.ts';
export { Prisma } from './generated/prisma/client.ts';
export { migrationsDirectory, schemaDirectory } from './paths.ts';
