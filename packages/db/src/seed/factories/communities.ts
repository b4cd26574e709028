import { at, defineFactory } from './factory.ts';

export const communities = defineFactory('Community', {
  table: 'communities',
  columns: {
    id: 'uuid',
    slug: 'text',
    name: 'text',
    description: 'text',
    settings: 'jsonb',
    plan: 'label',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['id'],
  needs: [],
  kind: 'reference',
  version: 1,
  count: () => 1,
  row: ({ spec, calendar }) => ({
    id: spec.id,
    slug: spec.slug,
    name: spec.name,
    description: spec.description,
    settings: { locale: 'en', theme: 'system', features: { points: true, attachments: true } },
    plan: spec.plan,
    createdAt: at(calendar.openedAt),
    updatedAt: at(calendar.openedAt),
  }),
});
