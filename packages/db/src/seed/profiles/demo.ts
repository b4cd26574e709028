import { threads } from '../text/threads/index.ts';
import type { Profile } from './profile.ts';

export const demo: Profile = {
  name: 'demo',
  summary: 'The whole hand-written forum: ten people, five channels, ninety days. For development.',
  seed: 20_261_120,
  lives: true,
  referenceDate: '2026-11-20T18:00:00.000Z',
  communities: [
    {
      id: '01989a00-0000-7000-8000-000000000003',
      slug: 'agora',
      name: 'Agora',
      description:
        'A place for people who make things for the web and want to talk about it without shouting.',
      plan: 'PRO',
      threads,
    },
  ],
};
