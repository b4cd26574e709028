import { beforeAll, describe, expect, it } from 'vitest';
import { type Library, useLibrary } from '../testing/library.fixture.ts';

const database = useLibrary();
let prisma: Library['prisma'];
let library: Library['library'];
beforeAll(() => {
  ({ prisma, library } = database.open({ max: 3 }));
});

describe('two scopes that ask in one tick', () => {
  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('are each answered from their own rows, %s before %s', async (first, second) => {
    const where = { id: 1 };
    const [one, other] = await Promise.all([
      library.for(first).author.findUnique({ where }),
      library.for(second).author.findUnique({ where }),
    ]);
    const answers = { [first]: one, [second]: other };
    expect(answers['a']).toMatchObject({ id: 1, house: 'a' });
    expect(answers['b']).toBeNull();
  });
});

it('sees nothing without a scope, beside one that sees', async () => {
  const [none, some, again] = await Promise.all([
    prisma.author.findUnique({ where: { id: 1 } }),
    library.for('a').author.findUnique({ where: { id: 1 } }),
    prisma.author.findUnique({ where: { id: 1 } }),
  ]);
  expect([none, some?.house, again]).toEqual([null, 'a', null]);
});
