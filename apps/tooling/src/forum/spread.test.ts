import { migrationsDirectory } from '@agora/db/paths';
import { readDistributePlan } from '@agora/operations/distribute';
import { migratedTemplate, useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

const database = useTestDatabase({ template: () => migratedTemplate(migrationsDirectory) });

test('nothing in the forum stands in the way of spreading it over machines by community', async () => {
  const { plan } = await readDistributePlan({ url: database.url, tenant: 'community_id' });
  expect(plan.blockers).toEqual([]);
  const others = plan.tables.filter(({ place }) => place !== 'distributed');
  expect(others.map(({ table, place }) => [table, place])).toEqual([['public.communities', 'reference']]);
});
