import { beforeAll, describe, expect, it } from 'vitest';
import { type Library, type LoggingClient, useLibrary } from '../testing/library.fixture.ts';
import type { InScope } from './scoped-client.ts';

const database = useLibrary();
let prisma: Library['prisma'];
let library: Library['library'];
let queries: string[] = [];
beforeAll(() => {
  ({ prisma, library } = database.open({ max: 3 }));
  prisma.$on('query', ({ query }) => queries.push(query));
});

type Client = InScope<LoggingClient>;
const book = { id: 1 };

/** What Prisma gathers into one query, with what is found where the book is the reader's own; else null or an error. */
const gathered: readonly [name: string, read: (client: Client) => Promise<unknown>, found: unknown][] = [
  ['findUnique', (client) => client.book.findUnique({ where: book }), { id: 1, house: 'a' }],
  ['findUniqueOrThrow', (client) => client.book.findUniqueOrThrow({ where: book }), { id: 1, house: 'a' }],
  ['select', (client) => client.book.findUnique({ where: book, select: { title: true } }), { title: 'a1' }],
  [
    'select of a relation',
    (client) => client.book.findUnique({ where: book, select: { author: { select: { name: true } } } }),
    { author: { name: 'Author of a' } },
  ],
  [
    'include',
    (client) => client.book.findUnique({ where: book, include: { author: true, reviews: true } }),
    { author: { house: 'a' }, reviews: [{ id: 1, house: 'a' }] },
  ],
  [
    'include by join',
    (client) =>
      client.book.findUnique({ where: book, include: { author: true }, relationLoadStrategy: 'join' }),
    { author: { house: 'a' } },
  ],
  [
    'include by query',
    (client) =>
      client.book.findUnique({ where: book, include: { author: true }, relationLoadStrategy: 'query' }),
    { author: { house: 'a' } },
  ],
  ['a relation in a chain', (client) => client.book.findUnique({ where: book }).author(), { house: 'a' }],
  [
    'a chain of two',
    (client) =>
      client.review
        .findUnique({ where: { id: 1 } })
        .book()
        .author(),
    { house: 'a' },
  ],
  [
    'by another key',
    (client) => client.author.findUnique({ where: { email: 'a@example.org' } }),
    { house: 'a' },
  ],
];

/** How Prisma says that there is no such row. */
const unseen = [null, 'P2025'];
const outcome = (answer?: PromiseSettledResult<unknown>): unknown =>
  answer?.status === 'rejected' ? answer.reason.code : answer?.value;

describe.each(gathered)('%s', (_name, read, found) => {
  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('answers two scopes of one tick from their own rows: %s before %s', async (...houses) => {
    const answers = await Promise.allSettled(houses.map((house) => read(library.for(house))));
    expect(answers[houses.indexOf('a')]).toMatchObject({ status: 'fulfilled', value: found });
    expect(unseen).toContain(outcome(answers[houses.indexOf('b')]));
  });

  it('answers a caller without a scope from none, beside one who has one', async () => {
    const answers = await Promise.allSettled([read(prisma), read(library.for('a')), read(prisma)]);
    expect(answers[1]).toMatchObject({ status: 'fulfilled', value: found });
    expect(unseen).toContain(outcome(answers[0]));
    expect(unseen).toContain(outcome(answers[2]));
  });
});

it('still gathers what one scope asks in a tick, though it was asked for anew each time', async () => {
  queries = [];
  const found = await Promise.all(
    [1, 2, 3, 4].map((id) => library.for(id < 4 ? 'a' : 'b').book.findUnique({ where: { id } })),
  );
  expect(found.map((one) => one?.title)).toEqual(['a1', 'a2', 'a3', 'b1']);
  expect(queries).toHaveLength(2);
});

it('keeps apart who must be admitted and who may not', async () => {
  const answers = await Promise.allSettled(
    ['alice', 'banned', 'alice'].map((reader) =>
      library.for({ house: 'a', reader }).book.findUnique({ where: book }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

describe('a batch transaction', () => {
  it('runs in the scope of its operations, wherever it is started', async () => {
    const forA = library.for('a');
    const titles = { select: { title: true }, orderBy: { id: 'asc' } } as const;
    for (const client of [forA, prisma]) {
      const [one, all] = await client.$transaction([
        forA.book.findUnique({ where: book }),
        forA.book.findMany(titles),
      ]);
      expect([one?.house, all.map(({ title }) => title)]).toEqual(['a', ['a1', 'a2', 'a3']]);
    }
  });

  it('may be gathered from several clients of one scope', async () => {
    const [one, other] = await prisma.$transaction([
      library.for('a').book.findUnique({ where: book }),
      library.for('a').book.count(),
    ]);
    expect([one?.house, other]).toEqual(['a', 3]);
  });

  it('is refused whole when its operations have several scopes', async () => {
    const [forA, forB] = [library.for('a'), library.for('b')];
    const rename = { where: book, data: { title: 'Changed' } };
    for (const mixed of [
      [forA.book.update(rename), forB.book.findMany()],
      [forB.book.findMany(), forA.book.update(rename)],
      [forA.book.update(rename), prisma.book.findMany()],
    ]) {
      await expect(prisma.$transaction(mixed)).rejects.toMatchObject({ code: 'rls.mixed_scopes' });
    }
    expect(await forA.book.findUnique({ where: book })).toMatchObject({ title: 'a1' });
  });
});

it('refuses a client of another adapter: its queries would run without a scope', () => {
  const { rls } = database.open();
  expect(() => rls.scoped(prisma)).toThrow(expect.objectContaining({ code: 'rls.foreign_client' }));
});

it('refuses a client whose batching it does not know', () => {
  const { rls } = database.open();
  const stranger = { _engineConfig: { adapter: rls.adapter } };
  expect(() => rls.scoped(stranger)).toThrow(expect.objectContaining({ code: 'rls.unsupported_client' }));
});
