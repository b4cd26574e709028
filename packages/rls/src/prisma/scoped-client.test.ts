import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Library, useLibrary } from '../testing/library.fixture.ts';
import { countRoundTrips } from '../testing/round-trips.fixture.ts';

const database = useLibrary();
let rls: Library['rls'];
let prisma: Library['prisma'];
let library: Library['library'];
let trips: () => number;
let forA: ReturnType<Library['library']['for']>;
let forB: typeof forA;
beforeAll(() => {
  // One connection: whoever comes next would see what the one before left behind.
  ({ rls, prisma, library } = database.open({ max: 1 }));
  trips = countRoundTrips(rls.pool);
});
beforeEach(() => {
  forA = library.for('a');
  forB = library.for('b');
});

const email = (name: string): string => `${name}-${crypto.randomUUID()}@example.org`;
const byId = { orderBy: { id: 'asc' } } as const;
const houseOf = async (table: string, id: number): Promise<unknown> =>
  (await database.asOwner(`SELECT house FROM "${table}" WHERE id = ${id}`)).rows[0]?.house;
/** How often the server is spoken to for some work. */
const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = trips();
  await work();
  return trips() - before;
};

const processId = async (): Promise<unknown> => prisma.$queryRaw`SELECT pg_backend_pid()`;
const twoReads = () =>
  forA.$transaction(async (tx) => {
    await tx.book.count();
    await tx.author.findUnique({
      where: { id: 1 },
      include: { books: true },
      relationLoadStrategy: 'join',
    });
  });

describe('an operation', () => {
  it('takes one round trip, its scope included', async () => {
    await forA.book.findMany();
    expect(await tripsOf(() => forA.book.findMany())).toBe(1);
    const admitted = library.for({ house: 'a', reader: 'alice' });
    await admitted.book.count();
    expect(await tripsOf(() => admitted.book.count())).toBe(1);
  });

  it('fails with what refuses the scope', async () => {
    const banned = library.for({ house: 'a', reader: 'banned' });
    await expect(banned.book.findFirst()).rejects.toThrow('This reader is banned.');
    await expect(banned.book.updateMany({ data: { copies: 99 } })).rejects.toThrow('This reader is banned.');
    await expect(banned.$transaction((tx) => tx.book.findFirst())).rejects.toThrow('This reader is banned.');
    expect(await forA.book.count({ where: { copies: 99 } })).toBe(0);
  });

  it('sees nothing without a scope, whoever had the connection before', async () => {
    await forA.book.findMany();
    await expect(forA.$queryRaw`SELECT 1 / 0`).rejects.toThrow('division by zero');
    expect(await prisma.book.findMany()).toEqual([]);
    expect(await prisma.$queryRaw`SELECT current_setting('library.house', true) AS house`).toEqual([
      { house: '' },
    ]);
    expect(await prisma.genre.count()).toBe(2);
  });

  it('reads what is nested, by query and by join', async () => {
    for (const relationLoadStrategy of ['query', 'join'] as const) {
      const authors = await forB.author.findMany({
        relationLoadStrategy,
        include: { books: { ...byId, include: { reviews: true } } },
      });
      expect(authors).toMatchObject([
        { house: 'b', books: [4, 5, 6].map((id) => ({ id, reviews: [{ id, house: 'b' }] })) },
      ]);
    }
  });

  it('pages with a cursor, which must be a row of the scope', async () => {
    const page = { ...byId, take: 2, skip: 1 };
    expect((await forB.book.findMany({ ...page, cursor: { id: 4 } })).map(({ id }) => id)).toEqual([5, 6]);
    expect(await forB.book.findMany({ ...page, cursor: { id: 1 } })).toEqual([]);
  });

  it('counts, sums and groups', async () => {
    expect(await forA.book.aggregate({ _sum: { copies: true }, _count: true })).toEqual({
      _count: 3,
      _sum: { copies: 6 },
    });
    expect(await forB.book.groupBy({ by: ['house'], _max: { id: true } })).toEqual([
      { house: 'b', _max: { id: 6 } },
    ]);
  });

  it('runs raw SQL, tagged or not', async () => {
    expect(await forA.$queryRaw`SELECT count(*)::int AS n FROM "Book" WHERE copies > ${1}`).toEqual([
      { n: 2 },
    ]);
    expect(await forB.$queryRawUnsafe('SELECT min(id) AS id FROM "Book"')).toEqual([{ id: 4 }]);
    expect(await forA.$executeRaw`UPDATE "Book" SET copies = copies WHERE id IN (1, 4)`).toBe(1);
    expect(await forA.$executeRawUnsafe('UPDATE "Book" SET copies = copies')).toBe(3);
  });
});

describe('a write', () => {
  it('creates in the scope, nested ones too', async () => {
    const author = await forA.author.create({
      data: {
        name: 'New',
        email: email('new'),
        books: { create: [{ title: 'First', reviews: { create: { stars: 5 } } }, { title: 'Second' }] },
      },
      include: { books: { include: { reviews: true } } },
    });
    expect(author).toMatchObject({
      house: 'a',
      books: [{ house: 'a', reviews: [{ house: 'a', stars: 5 }] }, { house: 'a' }],
    });
    await forA.author.update({
      where: { id: author.id },
      data: {
        books: {
          update: { where: { id: author.books[0]?.id ?? 0 }, data: { title: 'Changed' } },
          deleteMany: { title: 'Second' },
        },
      },
    });
    expect(await forA.book.findMany({ where: { authorId: author.id } })).toMatchObject([
      { title: 'Changed' },
    ]);
    await forA.book.deleteMany({ where: { authorId: author.id } });
    await forA.author.delete({ where: { id: author.id } });
  });

  it('undoes a nested write whole', async () => {
    const address = email('half');
    await expect(
      forA.author.create({
        data: {
          name: 'Half',
          email: address,
          books: { create: { title: 'x', reviews: { create: { stars: 9 } } } },
        },
      }),
    ).rejects.toThrow('stars_check');
    expect(await forA.author.count({ where: { email: address } })).toBe(0);
    expect(await prisma.author.count()).toBe(0);
  });

  it('creates many', async () => {
    const data = [1, 2, 3].map((copies) => ({ title: 'many', copies, authorId: 2 }));
    expect(await forB.book.createMany({ data })).toEqual({ count: 3 });
    const returned = await forB.book.createManyAndReturn({ data, select: { id: true, house: true } });
    expect(returned.map(({ house }) => house)).toEqual(['b', 'b', 'b']);
    expect(await forA.book.count({ where: { title: 'many' } })).toBe(0);
    expect(await forB.book.deleteMany({ where: { title: 'many' } })).toEqual({ count: 6 });
  });

  it('updates or creates', async () => {
    const address = email('upsert');
    const upsert = (name: string) =>
      forB.author.upsert({
        where: { email: address },
        create: { name, email: address },
        update: { name },
        include: { books: true },
      });
    const { id } = await upsert('one');
    expect(await upsert('two')).toMatchObject({ id, house: 'b', name: 'two' });
    const book = await forB.book.create({
      data: {
        title: 'connected',
        author: { connectOrCreate: { where: { email: address }, create: { name: 'x', email: address } } },
      },
    });
    expect(book).toMatchObject({ authorId: id, house: 'b' });
    await forB.book.delete({ where: { id: book.id } });
    await forB.author.delete({ where: { id } });
  });

  it('reaches no row of another scope, and puts none there', async () => {
    await expect(forB.book.update({ where: { id: 1 }, data: { copies: 0 } })).rejects.toMatchObject({
      code: 'P2025',
    });
    expect(await forB.book.updateMany({ where: { id: 1 }, data: { copies: 0 } })).toEqual({ count: 0 });
    await expect(forB.book.delete({ where: { id: 1 } })).rejects.toMatchObject({ code: 'P2025' });
    await expect(forB.book.create({ data: { house: 'a', title: 'smuggled', authorId: 1 } })).rejects.toThrow(
      /row-level security/,
    );
    await expect(
      forB.book.create({ data: { title: 'x', author: { connect: { id: 1 } } } }),
    ).rejects.toMatchObject({ code: 'P2025' });
    await expect(prisma.book.create({ data: { title: 'x', authorId: 1 } })).rejects.toThrow(
      /row-level security/,
    );
    expect(await forA.book.findUnique({ where: { id: 1 } })).toMatchObject({ copies: 1, house: 'a' });
  });

  it('keeps its connection when the server refuses it', async () => {
    const { totalCount } = rls.pool;
    const before = await processId();
    const taken = { name: 'x', email: 'a@example.org' };
    for (let time = 0; time < 2; time += 1) {
      await expect(forA.author.create({ data: taken })).rejects.toMatchObject({ code: 'P2002' });
    }
    expect([await processId(), rls.pool.totalCount]).toEqual([before, totalCount]);
  });
});

describe('a transaction', () => {
  it('takes its scope along once, with its first statement', async () => {
    await twoReads();
    expect(await tripsOf(twoReads)).toBe(4); // BEGIN, two reads, COMMIT
  });

  it('sees its scope with an isolation level, in savepoints and after going back to one', async () => {
    const seen = await forA.$transaction(
      async (tx) => {
        const undone = tx.$transaction(async (inner) => {
          await inner.book.update({ where: { id: 1 }, data: { copies: 50 } });
          throw new Error('undone');
        });
        await expect(undone).rejects.toThrow('undone');
        return tx.book.findMany(byId);
      },
      { isolationLevel: 'Serializable' },
    );
    expect(seen.map(({ id, copies }) => [id, copies])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('keeps all or nothing, and leaves nothing to the next user', async () => {
    const bump = { where: { id: 1 }, data: { copies: { increment: 10 } } };
    await expect(
      forA.$transaction(async (tx) => {
        await tx.book.update(bump);
        throw new Error('fault');
      }),
    ).rejects.toThrow('fault');
    await expect(
      forA.$transaction([forA.book.update(bump), forA.review.create({ data: { stars: 9, bookId: 1 } })]),
    ).rejects.toThrow('stars_check');
    expect(await forA.book.findUnique({ where: { id: 1 } })).toMatchObject({ copies: 1 });
    expect(await prisma.book.count()).toBe(0);
  });

  it('has no operations once it has ended', async () => {
    const ended = await forA.$transaction(async (tx) => tx);
    await expect(ended.book.findMany()).rejects.toMatchObject({ code: 'P2028' });
    await expect(ended.book.findUnique({ where: { id: 1 } })).rejects.toMatchObject({ code: 'P2028' });
    expect(await prisma.book.count()).toBe(0);
  });

  it('that took too long is undone in the middle of a statement, and leaves nothing', async () => {
    const late = forA.$transaction(
      async (tx) => {
        await tx.book.update({ where: { id: 1 }, data: { copies: 70 } });
        await tx.$queryRaw`SELECT pg_sleep(1)::text`;
        await tx.book.update({ where: { id: 1 }, data: { copies: 80 } });
      },
      { timeout: 200 },
    );
    await expect(late).rejects.toMatchObject({ code: 'P2028' });
    expect(await prisma.book.count()).toBe(0);
    expect(await forA.book.findUnique({ where: { id: 1 } })).toMatchObject({ copies: 1 });
  });

  it('lends its scope to no other client inside its function', async () => {
    const { library: other, prisma: bare } = database.open({ max: 2 });
    const seen = await other
      .for('a')
      .$transaction(async (tx) => [
        await bare.book.count(),
        (await other.for('b').book.findFirst(byId))?.house,
        (await tx.book.findFirst(byId))?.house,
        await bare.book.findUnique({ where: { id: 1 } }),
      ]);
    expect(seen).toEqual([0, 'b', 'a', null]);
  });
});

describe('a promise of Prisma', () => {
  it('runs in the scope that it was made in, whoever awaits it', async () => {
    const { library: other } = database.open({ max: 3 });
    const lazy = other.for('a').book.findMany(byId);
    const unique = other.for('a').book.findUnique({ where: { id: 1 } });
    const raw = other.for('a').$queryRaw`SELECT min(house) AS house FROM "Book"`;
    const seen = await other
      .for('b')
      .$transaction(async (tx) => [
        (await lazy).length,
        (await unique)?.house,
        await raw,
        (await tx.book.findFirst(byId))?.house,
      ]);
    expect(seen).toEqual([3, 'a', [{ house: 'a' }], 'b']);
    const late = new Promise((resolve) => {
      setTimeout(() => resolve(other.for('a').book.count()), 5);
    });
    await other.for('b').book.count();
    expect(await late).toBe(3);
  });

  it('of a client without scopes sees nothing where it is awaited', async () => {
    const { library: other, prisma: bare } = database.open({ max: 3 });
    const lazy = bare.book.findMany();
    await other.for('a').$transaction(async (tx) => {
      expect(await tx.book.count()).toBe(3);
      expect(await lazy).toEqual([]);
    });
  });
});

describe('extensions', () => {
  it('of the client stay, before and after', async () => {
    const shout = prisma.$extends({
      result: { book: { loud: { needs: { title: true }, compute: ({ title }) => title.toUpperCase() } } },
    });
    const inScope = rls.scoped(shout).for('a');
    expect((await inScope.book.findFirst(byId))?.loud).toBe('A1');
    const twice = inScope.$extends({ model: { book: { greet: () => 'hello' } } });
    expect(twice.book.greet()).toBe('hello');
    expect((await twice.book.findFirst(byId))?.loud).toBe('A1');
    const [inside, greeting] = await twice.$transaction(async (tx) => [
      await tx.book.findFirst(byId),
      tx.book.greet(),
    ]);
    expect([inside, greeting]).toMatchObject([{ house: 'a', loud: 'A1' }, 'hello']);
  });
});

it('serves 64 readers at once over few connections, each from his own rows', async () => {
  const houses = Array.from({ length: 64 }, (_none, index) => `house${index}`);
  await database.asOwner(`
    INSERT INTO "Author" (id, house, name, email)
      SELECT 1000 + number, 'house' || number, 'x', 'house' || number FROM generate_series(0, 63) AS number;
    INSERT INTO "Book" (id, house, title, "authorId")
      SELECT 1000 + number, 'house' || number, 'x', 1000 + number FROM generate_series(0, 63) AS number`);
  const { library: crowd, rls: few } = database.open({ max: 4 });
  const read = async (house: string, index: number): Promise<void> => {
    const client = crowd.for(house);
    const id = 1000 + index;
    for (let round = 0; round < 3; round += 1) {
      const other = 1000 + ((index + round + 1) % 64);
      const answers = await Promise.all([
        client.book.findUnique({ where: { id }, include: { author: true } }),
        client.book.findUnique({ where: { id: other }, include: { author: true } }),
        client.book
          .findMany({ include: { author: true } })
          .then((books) => books.map((one) => one.author.house)),
        client.author.findUnique({ where: { email: house } }).books(),
        few.run(house, { name: 'houses', text: 'SELECT DISTINCT house FROM "Book"' }),
        client.$transaction(async (tx) => {
          await tx.book.update({ where: { id }, data: { copies: { increment: 1 } } });
          return tx.book.findUnique({ where: { id: other } });
        }),
        client.$transaction([client.book.count(), client.author.findUnique({ where: { id } })]),
      ]);
      const expected = [
        { house, author: { house } },
        null,
        [house],
        [{ house }],
        [{ rows: [{ house }] }],
        null,
        [1, { house }],
      ];
      expect(answers).toMatchObject(expected);
    }
  };
  await Promise.all(houses.map(read));
  expect(few.pool).toMatchObject({ totalCount: 4, idleCount: 4 });
  expect(await houseOf('Book', 1063)).toBe('house63');
  const { rows } = await database.asOwner('SELECT DISTINCT copies FROM "Book" WHERE id >= 1000');
  expect(rows).toEqual([{ copies: 3 }]);
});
