import { withConnection } from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { builtinSteady, builtinVolatile } from './builtin-volatility.ts';

it('agrees with the catalog of a server', async () => {
  const known = await withConnection(await testServerUrl(), async (client) => {
    const { rows } = await client.query<{ name: string; volatile: boolean }>(
      `SELECT proname AS name, bool_or(provolatile = 'v') AS volatile
       FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY proname`,
    );
    return new Map(rows.map(({ name, volatile }) => [name, volatile]));
  });
  // A name that an older server does not have is neither right nor wrong there.
  const wrong = (names: ReadonlySet<string>, volatile: boolean): string[] =>
    [...names].filter((name) => known.has(name) && known.get(name) !== volatile);
  expect(wrong(builtinVolatile, true)).toEqual([]);
  expect(wrong(builtinSteady, false)).toEqual([]);
  expect(known.get('gen_random_uuid')).toBe(true);
  expect(known.get('now')).toBe(false);
  expect([...builtinVolatile].filter((name) => known.has(name)).length).toBeGreaterThan(30);
});
