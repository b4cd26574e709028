import type { Profile } from './profile.ts';

export const minimal: Profile = {
  name: 'minimal',
  summary: 'Reference data only: levels, achievements, point economy, tags, channels. For production.',
  seed: 1,
  referenceDate: '2026-11-20T18:00:00.000Z',
  communities: [
    {
      id: '01989a00-0000-7000-8000-000000000001',
      slug: 'main',
      name: 'Forum',
      description: '',
      plan: 'PRO',
      threads: null,
    },
  ],
};
