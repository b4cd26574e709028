import { expect, it } from 'vitest';
import { useLibrary } from '../testing/library.fixture.ts';
import type { ScopedPool } from '../wire/scoped-pool.ts';
import { adapterOn } from './adapter.ts';

const database = useLibrary();

it('prepares what Prisma asks, once a connection, up to a limit', async () => {
  const { library, prisma } = database.open({ max: 1 });
  const forA = library.for('a');
  const prepared = async (): Promise<string[]> => {
    const rows = await prisma.$queryRaw<
      { text: string }[]
    >`SELECT statement AS text FROM pg_prepared_statements`;
    return rows.map(({ text }) => text);
  };
  for (const id of [1, 2, 3]) await forA.book.findUnique({ where: { id } });
  const before = await prepared();
  expect(before.filter((text) => text.includes('"Book"'))).toHaveLength(1);
  for (let number = 0; number < 520; number += 1) await forA.$queryRawUnsafe(`SELECT ${number}`);
  const after = await prepared();
  expect(after.length).toBeGreaterThan(before.length);
  expect(after.length).toBeLessThanOrEqual(502);
  expect(await forA.$queryRawUnsafe('SELECT 519 AS last')).toEqual([{ last: 519 }]);
});

it('is refused when the adapter would open a pool that knows no scope', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a pool of another copy of pg is no pool to the adapter
  const foreign = { options: {} } as ScopedPool;
  expect(() => adapterOn(foreign)).toThrow(expect.objectContaining({ code: 'rls.two_copies_of_pg' }));
});
