import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { DeployReport } from '@agora/migrations';
import { renderRunReport, reportOfRun, type RunReport, type WatchReport } from '@agora/operations';
import { parseDatabaseUrl } from '@agora/postgres';

import type { Context } from '../../context/context.ts';
import type { OpenProject } from '../open/open-project.ts';

/** What a deploy was, as data. */
export function runReport(
  { environment }: Pick<OpenProject, 'environment'>,
  {
    url,
    report,
    watched,
  }: { readonly url: string; readonly report: DeployReport; readonly watched?: WatchReport },
): RunReport {
  const { database } = parseDatabaseUrl(url);
  return reportOfRun(
    report,
    { environment: environment.name, database, at: new Date().toISOString() },
    watched,
  );
}

/** Writes the report of a deploy. A file that cannot be written undoes nothing: it is said. */
export async function writeReport(
  context: Pick<Context, 'cwd' | 'out'>,
  opened: Pick<OpenProject, 'environment'>,
  run: {
    readonly file: string;
    readonly url: string;
    readonly report: DeployReport;
    readonly watched?: WatchReport;
  },
): Promise<void> {
  const report = runReport(opened, run);
  const text = run.file.endsWith('.json')
    ? `${JSON.stringify(report, undefined, 2)}\n`
    : renderRunReport(report);
  try {
    await writeFile(path.resolve(context.cwd, run.file), text);
  } catch (error) {
    context.out.warn(`The report was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
