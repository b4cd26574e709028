import { AgoraError } from '@agora/core';
import { quoteIdentifier } from '@agora/postgres';
import * as z from 'zod';

import type { BackfillModule } from './define-backfill.ts';
import type { ModuleLoader, ModuleSource } from './module-loader.ts';

const names = z.array(z.string().min(1));
const isFunction = z.custom<(...given: unknown[]) => unknown>(
  (value) => typeof value === 'function',
  'expected: a function',
);

const moduleSchema = z.strictObject({
  table: z.string().min(1),
  key: names.min(1),
  columns: names,
  doneWhen: z.string().min(1),
  where: z.string().min(1).optional(),
  forward: isFunction,
  back: isFunction.optional(),
});

/**
 * The backfill that a module exports by default.
 * @throws AgoraError `backfill.bad_module` with every fault at once; `backfill.not_compiled`
 */
export async function loadBackfillModule(source: ModuleSource, load: ModuleLoader): Promise<BackfillModule> {
  const loaded = await load(source).catch((error: unknown) => {
    if (error instanceof AgoraError) throw error;
    throw badModule(source.path, error instanceof Error ? error.message : String(error), error);
  });
  const exported =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  const parsed = moduleSchema.safeParse(exported);
  if (!parsed.success) throw badModule(source.path, z.prettifyError(parsed.error));
  // Of the functions more than that they are some cannot be checked.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.data as unknown as BackfillModule;
}

/** The table's name as SQL: a plain name is meant as it is, upper case and all. */
export function moduleTable({ table }: BackfillModule): string {
  return /^[\w$]+$/.test(table) ? quoteIdentifier(table) : table;
}

function badModule(file: string, why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'backfill.bad_module',
    message: `${file} is no backfill.`,
    why,
    fix: 'Write: export default defineBackfill({ table, key, columns, doneWhen, forward: (row) => ({ ... }) })',
    cause,
  });
}
