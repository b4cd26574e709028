import { z } from 'zod';
import { id, time } from '../../../domain/values.ts';
import type { Providers } from '../../../oauth/providers.ts';

export const linkedAccount = z
  .object({
    id,
    provider: z.string(),
    name: z.string().describe('What people know the provider by'),
    available: z.boolean().describe('Whether the provider can be signed in with at present'),
    linkedAt: time,
  })
  .meta({ id: 'LinkedAccount' });

/** A linked account as it is answered: what its provider is called stands in the settings. */
export function linkedAccountOf(
  providers: Providers,
  row: { readonly id: string; readonly provider: string; readonly createdAt: Date },
): z.input<typeof linkedAccount> {
  const provider = providers.find(row.provider);
  return {
    id: row.id,
    provider: row.provider,
    name: provider?.settings.name ?? row.provider,
    available: provider !== undefined,
    linkedAt: row.createdAt.toISOString(),
  };
}
