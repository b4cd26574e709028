import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db';
import { seed } from '@agora/db/seed';
import { createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';

/** A database of its own with a seed profile in it, copied from one that is made once for each state of the seeds. */
export async function seededDatabase(profile: 'demo' | 'essential' | 'tenants'): Promise<TestDatabase> {
  const packages = path.resolve(migrationsDirectory, '../../..');
  const hash = createHash('sha256').update(profile);
  for (const sources of [path.join(packages, 'db/src/seed'), path.join(packages, 'seeding/src')]) {
    for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' }).toSorted()) {
      if (file.endsWith('.ts') && !file.endsWith('.test.ts'))
        hash.update(readFileSync(path.join(sources, file)));
    }
  }
  const template = await migratedTemplate(migrationsDirectory, {
    key: `seeded-${hash.digest('hex')}`,
    fill: async (url) => void (await seed({ url, profile, environment: 'test' })),
  });
  return createTestDatabase({ template });
}
