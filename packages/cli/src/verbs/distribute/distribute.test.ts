import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../prisma-project.fixture.ts';

let shop: PrismaProject;

beforeAll(async () => {
  shop = await prismaProject();
  await shop.query(
    `CREATE TABLE orgs (id uuid PRIMARY KEY);
     CREATE TABLE items (org_id uuid NOT NULL REFERENCES orgs, id uuid, name text, PRIMARY KEY (org_id, id))`,
  );
});

afterAll(() => shop.drop());

test('a plan says where tables go, on any PostgreSQL', async () => {
  const planned = await shop.agora('distribute', 'plan', '--tenant', 'org_id');
  expect(planned).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /without the citus extension[^]*public\.items +by tenant +has org_id\npublic\.orgs +every node +public\.items points at it\n[^]*Nothing stands in the way[^]*spread public\.items by org_id/,
    ),
  });
  expect(await shop.agora('distribute', 'plan')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('cli.missing_value'),
  });
});

test('what stands in the way exits 2, with the reason and the fix', async () => {
  await shop.query('ALTER TABLE items ADD UNIQUE (name)');
  const planned = await shop.agora('distribute', 'plan', '--tenant', 'org_id');
  expect(planned).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(
      /operations\.key_without_tenant +The unique constraint items_name_key[^]*fix +ALTER TABLE .* UNIQUE \("org_id", name\);/,
    ),
  });
});
