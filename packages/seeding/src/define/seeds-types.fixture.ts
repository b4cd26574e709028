// Read by the type check alone: what a file of seeds may say, and what it may not.
import { defineSeeds, ref, seedSet } from './index.ts';

interface Currency {
  code: string;
  name: string;
  symbol?: string | null;
  parentId?: number;
}

export const typed = defineSeeds({
  sets: {
    currencies: seedSet<Currency>({
      model: 'Currency',
      key: ['code'],
      rows: [{ code: 'EUR', name: 'Euro', parentId: ref('currencies', 'USD') }],
    }),
    loose: seedSet({
      table: 'users',
      key: ['email'],
      rows: [{ email: 'a@x.org', age: 5 }, { email: 'b@x.org' }],
    }),
  },
  profiles: { all: { sets: ['currencies', 'loose'] } },
});

export const badKey = defineSeeds({
  // @ts-expect-error -- there is no such field
  sets: { currencies: seedSet<Currency>({ model: 'Currency', key: ['cod'], rows: [] }) },
  profiles: { all: { sets: ['currencies'] } },
});

export const badRow = defineSeeds({
  // @ts-expect-error -- a name is missing
  sets: { currencies: seedSet<Currency>({ model: 'Currency', rows: [{ code: 'EUR' }] }) },
  profiles: { all: { sets: ['currencies'] } },
});

export const badProfile = defineSeeds({
  sets: { currencies: seedSet<Currency>({ model: 'Currency', rows: [] }) },
  // @ts-expect-error -- there is no such set
  profiles: { all: { sets: ['currency'] } },
});
