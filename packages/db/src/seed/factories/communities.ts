import { at, defineFactory } from './factory.ts';

export const communities = defineFactory({
  entity: 'communities',
  table: 'communities',
  columns: ['id', 'slug', 'name', 'description', 'settings', 'plan', 'created_at', 'updated_at'],
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
    settings: { json: { locale: 'en', theme: 'system', features: { points: true, attachments: true } } },
    plan: spec.plan,
    created_at: at(calendar.openedAt),
    updated_at: at(calendar.openedAt),
  }),
});
