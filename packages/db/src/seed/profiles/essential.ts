import type { Profile } from './profile.ts';
import { threadsWhere } from './selection.ts';

export const essential: Profile = {
  name: 'essential',
  summary: 'The sample accounts and a small believable forum. For staging.',
  seed: 20_261_120,
  lives: true,
  referenceDate: '2026-11-20T18:00:00.000Z',
  communities: [
    {
      id: '01989a00-0000-7000-8000-000000000002',
      slug: 'essential',
      name: 'Agora (staging)',
      description: 'A small forum to try things on.',
      plan: 'PRO',
      threads: threadsWhere((position) => position % 4 === 1),
    },
  ],
};
