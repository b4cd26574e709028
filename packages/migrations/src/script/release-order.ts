const NUMBERS = ['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric'];
const TEXTS = ['text', 'varchar', 'character varying', 'char', 'character', 'citext'];
const TIMES = ['timestamp', 'timestamptz', 'timestamp without time zone', 'timestamp with time zone', 'date'];
const JSONS = ['json', 'jsonb'];

/**
 * For types that a Prisma schema has, in the spellings of `typeText` and of `format_type`: types of a column that the
 * client reads, writes and filters by all the same. The name of its enum is part of what it sends.
 */
const SERVED: readonly { readonly types: readonly string[]; readonly columns: readonly string[] }[] = [
  { types: NUMBERS, columns: [...NUMBERS, ...TEXTS] },
  { types: TEXTS, columns: [...TEXTS, ...TIMES, 'bigint', 'numeric', 'jsonb', 'uuid', 'enum'] },
  { types: ['uuid'], columns: ['uuid', ...TEXTS] },
  { types: ['boolean'], columns: ['boolean', ...TEXTS] },
  { types: TIMES, columns: [...TIMES, ...TEXTS] },
  { types: JSONS, columns: [...JSONS, ...TEXTS] },
  { types: ['enum'], columns: [] },
];

/**
 * Whether Prisma Client works with a column of a type where its schema has another; undefined where that is not known.
 * Measured, pair by pair, with Prisma 7 and its adapter for node-postgres: `verbs/contract/client-types.test.ts`.
 *
 * @param client the type in its schema, or `enum`
 */
export function clientServes(client: string, column: string): boolean | undefined {
  const [own, other] = [client, column].map((type) =>
    SERVED.find(({ types }) => types.includes(plainType(type))),
  );
  return own && other && own.columns.includes(plainType(column));
}

/**
 * What a change of type asks of who releases the application, as a sentence: in which order, so that the clients of before
 * and after work all the while. Undefined where types are of no kind that is known.
 *
 * @param from the type before, or `enum`
 * @param here where the type changes, as in "before this migration"
 */
export function releaseOrder(from: string, to: string, here: string): string | undefined {
  const [before, after] = [clientServes(from, to), clientServes(to, from)];
  if (before === undefined || after === undefined) return undefined;
  if (before && after)
    return `Prisma Client works with both types, before and after; raw queries get ${to} from ${here} on.`;
  if (after)
    return `Release the version whose Prisma schema says ${to} before ${here}: it works with both types, and the one of before only with ${from}.`;
  if (before)
    return `Release the version whose Prisma schema says ${to} after ${here}: it does not work with ${from}, and the one of before works with both types.`;
  return `No version works with both types: between ${here} and the release of the one whose Prisma schema says ${to}, requests fail. To spare them, give the new type a column of another name.`;
}

/** Without modifiers, and without the schema that an extension is in. */
function plainType(type: string): string {
  return type.replace(/\([^)]*\)/, '').replace(/^.*\.(?=citext$)/, '');
}
