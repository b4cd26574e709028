import type { UserRole } from '@agora/db';

/** The roles of a community, the least first. */
export const roles = ['MEMBER', 'MODERATOR', 'ADMIN'] as const satisfies readonly UserRole[];
