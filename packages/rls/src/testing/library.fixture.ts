import { createTestRole, templateDatabase, type TestRole, useTestDatabase } from '@agora/testkit';
import { Client, type QueryResult } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { Rls, type RlsOptions, type ScopedClients, setLocal } from '../index.ts';
import { PrismaClient } from './generated/client.ts';

/** The setting is '' rather than NULL once a transaction that set it has ended. */
const house = "nullif(current_setting('library.house', true), '')";
/** Tables of prisma/schema.prisma, where a house sees its own rows. */
const tables = `
  CREATE TABLE "Genre" (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
  CREATE TABLE "Author" (id serial PRIMARY KEY, house text NOT NULL DEFAULT ${house},
    name text NOT NULL, email text NOT NULL UNIQUE);
  CREATE TABLE "Book" (id serial PRIMARY KEY, house text NOT NULL DEFAULT ${house},
    title text NOT NULL, copies int NOT NULL DEFAULT 0, "authorId" int NOT NULL REFERENCES "Author");
  CREATE TABLE "Review" (id serial PRIMARY KEY, house text NOT NULL DEFAULT ${house},
    stars int NOT NULL CHECK (stars BETWEEN 1 AND 5), "bookId" int NOT NULL REFERENCES "Book" ON DELETE CASCADE);
  ${['Author', 'Book', 'Review']
    .map(
      (table) => `ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY house ON "${table}" USING (house = ${house});`,
    )
    .join('\n')}
  CREATE FUNCTION admit(reader text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF reader = 'banned' THEN RAISE EXCEPTION 'This reader is banned.' USING ERRCODE = 'AG002'; END IF;
    END $$;
  INSERT INTO "Genre" (name) VALUES ('Novel'), ('Atlas');`;

/** Of the houses `a` and `b`, alike but for the letter: author 1 and 2, each with books 1 to 3 and 4 to 6. */
const rows = `
  INSERT INTO "Author" (id, house, name, email)
    SELECT ordinality, house, 'Author of ' || house, house || '@example.org'
    FROM unnest(ARRAY['a', 'b']) WITH ORDINALITY AS houses(house, ordinality);
  INSERT INTO "Book" (id, house, title, copies, "authorId")
    SELECT (author.id - 1) * 3 + number, house, house || number, number, author.id
    FROM "Author" author, generate_series(1, 3) AS number ORDER BY 1;
  INSERT INTO "Review" (id, house, stars, "bookId") SELECT id, house, copies, id FROM "Book";
  SELECT setval(pg_get_serial_sequence('"Author"', 'id'), 100), setval(pg_get_serial_sequence('"Book"', 'id'), 100),
    setval(pg_get_serial_sequence('"Review"', 'id'), 100);`;

/** Who asks: a house, or a reader of one who must be admitted. */
export type Scope = string | { readonly house: string; readonly reader: string };

/** The two statements at most that set a scope. */
function scopeStatements(scope: Scope): ReturnType<RlsOptions<Scope>['scope']> {
  if (typeof scope === 'string') return [setLocal('library.house', scope)];
  const admit = { name: 'admit', text: 'SELECT admit($1)', values: [scope.reader] };
  return [setLocal('library.house', scope.house), admit];
}

const log = [{ emit: 'event', level: 'query' }] as const;
/** A stall of the machine is no fault of what is tested. */
const longTimeouts = { maxWait: 60_000, timeout: 60_000 };
/** A client that tells of its queries. */
export type LoggingClient = PrismaClient<'query'>;

/** One way to the database, as a role that policies bind. */
export interface Library {
  readonly rls: Rls<Scope>;
  /** Without a scope. */
  readonly prisma: LoggingClient;
  readonly library: ScopedClients<LoggingClient, Scope>;
  close(): Promise<void>;
}

async function query(url: string, text: string, values?: unknown[]): Promise<QueryResult> {
  const client = new Client(url);
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** Gives a test file a library of its own. */
export function useLibrary(): {
  /** How to connect as a role that policies bind. */
  readonly connection: { readonly connectionString: string; readonly options: string };
  /** The role. */
  readonly role: string;
  /** Runs SQL as a superuser, whom no policy binds. */
  asOwner(text: string, values?: unknown[]): Promise<QueryResult>;
  /** Connects to it; closed after the tests. */
  open(options?: Partial<RlsOptions<Scope>>): Library;
} {
  const database = useTestDatabase({
    template: () =>
      templateDatabase({
        key: tables + rows,
        prepare: async (url) => void (await query(url, tables + rows)),
      }),
  });
  let role: TestRole;
  const opened: Library[] = [];
  beforeAll(async () => {
    role = await createTestRole(database.url, 'NOLOGIN');
    await query(
      database.url,
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role.name};
        GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role.name}`,
    );
  });
  afterAll(async () => {
    for (const library of opened) await library.close();
    await role.drop();
  });
  const connection = () => ({ connectionString: database.url, options: `-c role=${role.name}` });
  return {
    get connection() {
      return connection();
    },
    get role() {
      return role.name;
    },
    asOwner: (text, values) => query(database.url, text, values),
    open(options = {}) {
      const rls = new Rls<Scope>({
        connectionString: database.url,
        settings: { role: role.name },
        scope: scopeStatements,
        ...options,
      });
      const prisma = new PrismaClient({
        adapter: rls.adapter,
        log: [...log],
        transactionOptions: longTimeouts,
      });
      const close = async (): Promise<void> => {
        await prisma.$disconnect();
        if (!rls.pool.ended) await rls.end();
      };
      const library = { rls, prisma, library: rls.scoped(prisma), close };
      opened.push(library);
      return library;
    },
  };
}
