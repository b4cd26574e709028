import { SQLSTATE, withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { ofCasts } from './count-casts.ts';

test('rows that may not be read are an error, and types are found by the path of the script', async () => {
  await withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(`CREATE SCHEMA app; CREATE DOMAIN app.money_of AS numeric; CREATE TABLE app.t (price app.money_of, doc json);
        INSERT INTO app.t VALUES (1.005, '{"a":1}'), (2, '{}'); BEGIN`);
      const table = { schema: 'app', name: 't', path: ['public'] };
      const count = (column: string, cast: string) =>
        ofCasts(client, { kind: 'values', table, column, by: { casts: [cast] } }, [cast]);
      await client.query('SET LOCAL search_path = app');
      expect(await count('price', 'numeric(9,2)')).toMatchObject([{ rows: 1 }]);
      expect(await count('doc', 'jsonb')).toMatchObject([{ rows: 1 }]);
      expect(await count('doc', 'a_type_made_later')).toEqual([]);
      await client.query(
        'CREATE ROLE agora_test_counts; GRANT USAGE ON SCHEMA app TO agora_test_counts; SET LOCAL ROLE agora_test_counts',
      );
      await expect(count('price', 'numeric(9,2)')).rejects.toMatchObject({
        code: SQLSTATE.insufficientPrivilege,
      });
      await client.query('ROLLBACK');
    }),
  );
});
