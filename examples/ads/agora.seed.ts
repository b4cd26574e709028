import { defineSeeds, ref, seedSet } from 'agora-db/seed';

import { readKeys, seal } from './src/secrets.mjs';

const networks = ['photos', 'clips', 'search'] as const;
const kinds = ['password', 'api_key', 'refresh_token'] as const;

export default defineSeeds({
  referenceDate: '2026-12-01',
  sets: {
    accounts: seedSet({
      model: 'Account',
      key: ['name'],
      rows: [
        { name: 'Corner Bakery', budget: 120_000n },
        { name: 'Bike Repair Berlin', budget: 45_000n },
      ],
    }),
    profiles: seedSet({
      model: 'Profile',
      key: ['network', 'handle'],
      rows: networks.flatMap((network) => [
        { accountId: ref('accounts', 'Corner Bakery'), network, handle: `cornerbakery.${network}` },
        { accountId: ref('accounts', 'Bike Repair Berlin'), network, handle: `bikerepair.${network}` },
      ]),
    }),
    credentials: seedSet({
      model: 'Credential',
      key: ['profileId', 'kind'],
      // Sealed anew at each run, by a nonce of its own.
      unhashed: ['secret'],
      rows: ({ uuid }) =>
        networks.flatMap((network, index) => {
          const kind = kinds[index] ?? 'password';
          const id = uuid(`credential ${network}`);
          return [
            {
              id,
              profileId: ref('profiles', { network, handle: `cornerbakery.${network}` }),
              kind,
              secret: seal(readKeys(process.env), id, `not a real ${kind}`),
            },
          ];
        }),
    }),
  },
  profiles: {
    development: { sets: ['credentials'], environments: ['development'] },
  },
  checks: {
    'secrets-are-sealed': {
      summary: 'No secret is plain.',
      sql: `SELECT id AS row, kind AS detail FROM credentials WHERE secret !~ '^v[1-9][0-9]{0,3}:'`,
    },
  },
});
