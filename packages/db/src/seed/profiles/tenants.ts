import type { Profile } from './profile.ts';
import { threadsWhere } from './selection.ts';

export const tenants: Profile = {
  name: 'tenants',
  summary: 'Two communities with fixed ids and the same usernames. For tests of tenancy.',
  seed: 20_261_120,
  referenceDate: '2026-11-20T18:00:00.000Z',
  communities: [
    {
      id: '11111111-1111-1111-1111-111111111111',
      slug: 'techcorp',
      name: 'TechCorp Solutions',
      description: 'Where TechCorp’s engineers ask each other.',
      plan: 'ENTERPRISE',
      threads: threadsWhere((position) => position % 2 === 0),
    },
    {
      id: '22222222-2222-2222-2222-222222222222',
      slug: 'global-retail',
      name: 'Global Retail Inc',
      description: 'Stores, warehouses and head office in one place.',
      plan: 'PRO',
      threads: threadsWhere((position) => position % 2 === 1),
    },
  ],
};
