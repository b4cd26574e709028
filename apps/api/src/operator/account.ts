import type { Prisma, UserRole, UserStatus } from '@agora/db';

/** An account as its operator sees it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly role: UserRole;
  readonly status: UserStatus;
  readonly emailVerified: boolean;
  /** As ISO 8601 has it. */
  readonly createdAt: string;
}

/** An account that was left: its owner's name and address are gone, so it can be nobody's. */
export interface LeftAccount {
  readonly left: true;
}

/** What is read of an account, for Prisma's `select`. */
export const accountFields = {
  id: true,
  username: true,
  displayName: true,
  email: true,
  role: true,
  status: true,
  emailVerifiedAt: true,
  createdAt: true,
} as const satisfies Prisma.UserSelect;

type Row = Prisma.UserGetPayload<{ select: typeof accountFields }>;

export function accountOf({ emailVerifiedAt, createdAt, ...row }: Row): Account {
  return { ...row, emailVerified: emailVerifiedAt !== null, createdAt: createdAt.toISOString() };
}
