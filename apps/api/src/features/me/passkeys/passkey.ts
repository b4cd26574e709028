import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import type { Viewer } from '../../../auth/access-token.ts';
import type { Forum } from '../../../database/forum.ts';
import { line } from '../../../domain/text.ts';
import { id, time } from '../../../domain/values.ts';

export const passkeyName = line(60).describe('What you call it, such as `My phone`');

export const passkey = z
  .object({
    id,
    name: z.string(),
    createdAt: time,
    lastUsedAt: time.nullable().describe('When it last logged you in; null: never'),
  })
  .meta({ id: 'Passkey' });

/** What is shown of one, for Prisma's `select`: no key. */
export const passkeyFields = { id: true, name: true, createdAt: true, lastUsedAt: true } as const;

/** One as it is answered. */
export function shownPasskey({
  createdAt,
  lastUsedAt,
  ...rest
}: {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}): z.output<typeof passkey> {
  return { ...rest, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

/** Passkeys that an account may have. */
const most = 20;

/**
 * What devices call the passkeys of who asks, where there is room for one more.
 * @throws ApiError `passkey.too_many`
 */
export async function knownCredentials(
  { prisma }: Forum,
  { communityId, userId }: Viewer,
): Promise<readonly Uint8Array[]> {
  const rows = await prisma.passkey.findMany({
    where: { communityId, userId },
    select: { credentialId: true },
    take: most,
  });
  if (rows.length === most) {
    throw new ApiError('passkey.too_many', `An account has at most ${most} passkeys; remove one first.`);
  }
  return rows.map(({ credentialId }) => credentialId);
}
