import { AgoraError, didYouMean } from '@agora/core';
import { type Client, describeSqlError, sqlState, withTransaction } from '@agora/postgres';
import { type CheckResult, runCheck } from '../checks/index.ts';
import type { CheckFault, SeedCheck, Seeds } from '../define/index.ts';
import { becomeSeeder, type SeedConnection, withSeedConnection } from './connect.ts';

/** Which checks to run where. */
export interface ValidateProjectOptions extends SeedConnection {
  readonly seeds: Seeds;
  /** Names of checks; all if absent. */
  readonly only?: readonly string[] | undefined;
  readonly onProgress?: ((progress: { check: string; position: number; total: number }) => void) | undefined;
}

/** What the checks found. */
export interface ProjectValidation {
  readonly holds: boolean;
  readonly checks: readonly CheckResult<CheckFault>[];
}

/**
 * Runs a project's own checks, all in one snapshot and without writing.
 * @throws seed.unknown_check, seed.not_migrated, seed.interrupted; `postgres.*`, what the server says
 */
export async function validateProject(options: ValidateProjectOptions): Promise<ProjectValidation> {
  const chosen = chooseChecks(options.seeds, options.only);
  return withSeedConnection(options, (client) =>
    withTransaction(
      client,
      async () => {
        await becomeSeeder(client, options.seeds.role);
        const checks: CheckResult<CheckFault>[] = [];
        for (const [index, [name, check]] of chosen.entries()) {
          options.signal?.throwIfAborted();
          options.onProgress?.({ check: name, position: index + 1, total: chosen.length });
          checks.push(await run(client, name, check));
        }
        return { holds: checks.every(({ offending }) => offending === 0), checks };
      },
      { isolation: 'repeatable read', readOnly: true },
    ),
  );
}

async function run(client: Client, name: string, check: SeedCheck): Promise<CheckResult<CheckFault>> {
  const { summary, sql, find } = check;
  if (sql !== undefined) return runCheck(client, { name, summary, queries: [sql] }, { describe: faultOf });
  const begun = performance.now();
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    const { rows } = await client.query(text, [...values]);
    return rows as readonly Row[];
  };
  const rows =
    (await find?.({ query }).catch((error: unknown) => {
      throw sqlState(error) === undefined ? failed(name, error) : describeSqlError(error);
    })) ?? [];
  return { name, summary, offending: rows.length, rows, durationMs: performance.now() - begun };
}

function failed(name: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.bad_file',
    message: `The check "${name}" of the seeds failed.`,
    why: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    fix: 'Correct its function.',
    cause,
  });
}

/** `row` and `detail` where the query names them; else every column. */
function faultOf({ row, detail, ...others }: Readonly<Record<string, unknown>>): CheckFault {
  const rest = Object.entries(others).map(([name, value]) => `${name} = ${textOf(value)}`);
  if (row === undefined) return { row: rest.join(', ') };
  const more = [...(detail === undefined || detail === null ? [] : [textOf(detail)]), ...rest].join(', ');
  return { row: textOf(row), ...(more === '' ? {} : { detail: more }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function chooseChecks(
  { checks = {} }: Seeds,
  only: readonly string[] | undefined,
): readonly (readonly [string, SeedCheck])[] {
  const unknown = only?.find((name) => checks[name] === undefined);
  if (unknown === undefined) return Object.entries(checks).filter(([name]) => only?.includes(name) !== false);
  const near = didYouMean(unknown, Object.keys(checks));
  throw new AgoraError({
    code: 'seed.unknown_check',
    message: `The seeds have no check "${unknown}".`,
    ...(near.length === 0 ? {} : { why: `Did you mean ${near.join(' or ')}?` }),
    fix: `Use one of: ${Object.keys(checks).join(', ') || 'none is there'}.`,
  });
}
