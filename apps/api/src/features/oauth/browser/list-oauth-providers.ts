import { z } from 'zod';
import { operation } from '../../../http/operation.ts';
import { addressOf } from './addresses.ts';

export const providerList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string().describe('What people know it by'),
        startUrl: z.string().describe('Open it in a browser, with the parameters of .../start'),
      }),
    ),
  })
  .meta({ id: 'OAuthProviderList' });

export const listOAuthProviders = operation({
  id: 'listOAuthProviders',
  method: 'GET',
  path: '/auth/oauth',
  tag: 'accounts',
  summary: 'List the providers to sign in with',
  login: 'none',
  answers: { 200: providerList },
  async handle({ community }, { config, providers }) {
    const items = providers.all.map(({ settings: { id, name } }) => ({
      id,
      name,
      startUrl: addressOf(config, community, id, 'start'),
    }));
    return { items };
  },
});
