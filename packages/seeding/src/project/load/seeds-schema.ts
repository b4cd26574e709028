import { AgoraError, didYouMean } from '@agora/core';
import * as z from 'zod';
import type { Seeds } from '../../define/index.ts';

/** A slash parts a profile from a set where seeds are noted. */
const name = z.string().regex(/^[^/]+$/, 'a name without a slash');
const names = z.array(z.string());
const callable = z.custom<(...given: never[]) => unknown>(
  (value) => typeof value === 'function',
  'a function',
);

const set = z
  .strictObject({
    model: z.string().optional(),
    table: z.string().optional(),
    key: z.array(z.string()).min(1).optional(),
    version: z.number().int().min(1).optional(),
    needs: names.optional(),
    unhashed: names.optional(),
    rows: z.union([z.array(z.record(z.string(), z.unknown())), callable]).optional(),
    file: z.string().optional(),
  })
  .refine(({ model, table }) => (model === undefined) !== (table === undefined), 'name a model or a table')
  .refine(({ rows, file }) => (rows === undefined) !== (file === undefined), 'give rows or a file');

const check = z
  .strictObject({ summary: z.string(), sql: z.string().optional(), find: callable.optional() })
  .refine(({ sql, find }) => (sql === undefined) !== (find === undefined), 'give sql or find');

const profile = z.strictObject({
  summary: z.string().optional(),
  sets: names.min(1),
  environments: names.optional(),
});

const schema = z.strictObject({
  seed: z.number().int().optional(),
  referenceDate: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), 'a date, as 2026-01-01 or with a time')
    .optional(),
  role: z.string().optional(),
  sets: z.record(name, set),
  profiles: z.record(name, profile),
  checks: z.record(z.string(), check).optional(),
});

/**
 * Checks what a file of seeds exports.
 * @throws seed.bad_file with every fault at once
 */
export function parseSeeds(value: unknown, file: string): Seeds {
  const parsed = schema.safeParse(value);
  const faults = parsed.success
    ? strangers(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.') || '(the export)'}: ${issue.message}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has just been checked
  if (faults.length === 0) return value as Seeds;
  throw new AgoraError({
    code: 'seed.bad_file',
    message: `${file} has ${faults.length} fault(s).`,
    why: faults.join('\n'),
    fix: 'Export seeds by default: export default defineSeeds({ sets: { ... }, profiles: { ... } })',
  });
}

/** Names of sets that there are not. */
function strangers({ sets, profiles }: z.output<typeof schema>): string[] {
  const known = Object.keys(sets);
  const places = [
    ...Object.entries(profiles).map(([key, one]) => [`profiles.${key}.sets`, one.sets] as const),
    ...Object.entries(sets).map(([key, { needs = [] }]) => [`sets.${key}.needs`, needs] as const),
  ];
  return places.flatMap(([place, given]) =>
    given
      .filter((one) => !known.includes(one))
      .map((one) => {
        const near = didYouMean(one, known);
        const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
        return `${place}: there is no set "${one}".${meant}`;
      }),
  );
}
