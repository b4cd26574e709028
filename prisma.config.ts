// So that `pnpm prisma ...` works at the root as it does in packages/db.
export { default } from './packages/db/prisma.config.ts';
