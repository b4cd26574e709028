export { avatarAddress, isUploaded } from './seed/values/avatar-address.ts';
export {
  type CommunityTransaction,
  createClientOn,
  createForum,
  type DatabaseRole,
  type Forum,
  type ForumClient,
  type ForumOptions,
} from './client.ts';
export * from './generated/prisma/enums.ts';
export type * from './generated/prisma/models.ts';
export { Prisma } from './generated/prisma/client.ts';
export { migrationsDirectory } from './paths.ts';
