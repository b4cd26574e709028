import { withConnection } from '@agora/postgres';
import { expect, test } from 'vitest';
import { inForum } from '../../testing/in-forum.fixture.ts';
import { tableHashes } from '../../testing/table-hashes.fixture.ts';
import { resetSeeds } from './reset.ts';
import { seed } from './seed.ts';

test('a database that was seeded by an earlier version knows its rows still, and loses them and no others', () =>
  inForum(async (url) => {
    const empty = await tableHashes(url);
    await seed({ url, profile: 'essential', environment: 'test' });
    const seeded = await tableHashes(url);
    // As versions before this one kept them: the community beside the rest of the key.
    await withConnection(url, (client) =>
      client.query(`
        ALTER TABLE agora.seed_rows DROP CONSTRAINT seed_rows_pkey;
        ALTER TABLE agora.seed_rows ADD community_id uuid;
        UPDATE agora.seed_rows SET community_id = key[1]::uuid;
        ALTER TABLE agora.seed_rows ALTER key TYPE uuid[] USING key[2:]::uuid[], ALTER community_id SET NOT NULL,
          ADD PRIMARY KEY (name, community_id, key)`),
    );
    expect(await seed({ url, profile: 'essential', environment: 'test' })).toMatchObject({ changed: false });
    await seed({ url, profile: 'essential', environment: 'test', seed: 7 });
    await seed({ url, profile: 'essential', environment: 'test' });
    expect(await tableHashes(url)).toEqual(seeded);
    await resetSeeds({ url, profile: 'essential', environment: 'test' });
    expect(await tableHashes(url)).toEqual(empty);
  }));
