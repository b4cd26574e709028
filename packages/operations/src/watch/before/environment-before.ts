import { readFile } from 'node:fs/promises';

import type { WatchSettings } from '@agora/core';
import { type History, historySchema, matchesChecksum, type Plan, readHistory } from '@agora/migrations';
import { withConnection } from '@agora/postgres';

import type { StepReport } from '../step.ts';

/** Whether the same files were deployed to another environment before, such as staging. */
export async function checkEnvironmentBefore(
  { steps }: Pick<Plan, 'steps'>,
  history: History,
  after: NonNullable<WatchSettings['after']>,
): Promise<StepReport> {
  const there =
    after.url === undefined ? await readReport(after.report ?? '') : await readDatabase(after.url, history);
  const missing = steps.filter(({ name, script }) => {
    const checksum = there.get(name);
    return checksum === undefined || !matchesChecksum(script.raw, checksum);
  });
  return {
    saw: `${steps.length - missing.length} of ${steps.length} were deployed to ${after.name}`,
    findings: missing.map(({ name }) => ({
      code: 'operations.not_deployed_before',
      message: `${name} was not deployed to ${after.name}${there.has(name) ? ' as it is now' : ''}.`,
      why: there.has(name)
        ? 'What was deployed there had another checksum: the file was edited since.'
        : `watch.after wants each migration to have run there first.`,
      fix: `agora migrate deploy --env ${after.name}`,
    })),
  };
}

type Checksums = ReadonlyMap<string, string>;

async function readDatabase(url: string, { folder }: History): Promise<Checksums> {
  const { entries } = await withConnection({ url, applicationName: 'agora watch' }, (client) =>
    readHistory(client, folder, { schema: historySchema(url) }),
  );
  return new Map(
    entries.flatMap(({ name, state, row }) =>
      state === 'applied' && row !== undefined ? [[name, row.checksum] as const] : [],
    ),
  );
}

/** The report of a deploy, as `--report` writes it; one that is not there or says nothing names no migration. */
async function readReport(file: string): Promise<Checksums> {
  try {
    const report: unknown = JSON.parse(await readFile(file, 'utf8'));
    const list = isObject(report) && Array.isArray(report['migrations']) ? report['migrations'] : [];
    return new Map(
      list.flatMap((one: unknown) =>
        isObject(one) &&
        typeof one['name'] === 'string' &&
        typeof one['checksum'] === 'string' &&
        one['outcome'] === 'succeeded'
          ? [[one['name'], one['checksum']] as const]
          : [],
      ),
    );
  } catch {
    return new Map();
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
