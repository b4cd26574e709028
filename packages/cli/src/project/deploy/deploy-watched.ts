import { AgoraError, type WatchSettings } from '@agora/core';
import type { DeployInput } from '@agora/migrations';
import { watchedDeploy, type WatchReport, type WatchStep } from '@agora/operations';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import { confirmed } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { reportBackfills } from './backfill-progress.ts';
import { checksFolder } from './health-checks.ts';
import type { OpenProject } from '../open/open-project.ts';
import { comparableServer } from '../scratch/scratch-server.ts';
import { runReport, writeReport } from './write-report.ts';

/** Deploys as an environment with `watch` wants it, tells each step as it is done, and finds the exit code. */
export async function deployWatched(
  context: Context,
  opened: OpenProject,
  wanted: {
    readonly input: DeployInput;
    readonly settings: WatchSettings;
    readonly signal: AbortSignal;
    readonly file: string | undefined;
  },
): Promise<ExitCode> {
  const { out } = context;
  const { project, config, policy } = opened;
  const { input, settings, signal, file } = wanted;
  const watched = await watchedDeploy({
    deploy: { ...input, policy },
    settings,
    project,
    adminUrl: await comparableServer(project, context),
    ignore: config.drift.ignore,
    checks: checksFolder(policy, project),
    env: context.env,
    ask: context.interactive ? confirmed : undefined,
    onStep: (step) => out.note(describeStep(step)),
    onNote: out.note,
    signal,
  });
  const { deploy: report } = watched;
  if (report !== undefined) {
    const run = { url: input.url, report, watched };
    if (file !== undefined) await writeReport(context, opened, { ...run, file });
    out.data({ ...runReport(opened, run), deliveries: watched.deliveries }, () =>
      watched.outcome === 'nothing' ? 'Nothing is pending.' : '',
    );
  }
  for (const { ok, channel, why } of watched.deliveries) if (!ok) out.warn(`Not told: ${channel}: ${why}`);
  if (!out.json)
    for (const { findings } of watched.steps)
      for (const finding of findings) out.error(new AgoraError(finding));
  const code = conclude(context, watched);
  // Those that failed are among what the deploy found.
  const left = reportBackfills(
    out,
    (report?.backfills ?? []).filter(({ error }) => error === undefined),
  );
  return code === EXIT.ok ? left : code;
}

function describeStep({ name, outcome, saw, durationMs }: WatchStep): string {
  return `${outcome.padEnd(8)} ${name}: ${saw}${durationMs >= 1000 ? ` (${(durationMs / 1000).toFixed(1)} s)` : ''}`;
}

function conclude({ out }: Pick<Context, 'out'>, report: WatchReport): ExitCode {
  const { outcome, steps, decision } = report;
  const last = steps.find(({ name }) => name === 'way back')?.saw ?? '';
  switch (outcome) {
    case 'succeeded':
      out.success('Deployed, and watched: all is well.');
      return EXIT.ok;
    case 'nothing':
      return EXIT.ok;
    case 'asks':
      out.warn(
        `Deployed. Somebody must decide: ${last === '' ? 'what was seen is too little to tell' : last}`,
      );
      return EXIT.found;
    case 'interrupted':
      out.warn(whereItStands(report));
      return EXIT.interrupted;
    case 'rolled back':
      out.warn(`Taken back: ${decision?.reason ?? ''}.`);
      return EXIT.failed;
    case 'stays':
      out.warn(`It does harm, and stands: ${decision?.reason ?? ''}.`);
      return EXIT.failed;
    case 'refused':
      out.warn('Nothing was done.');
      return EXIT.failed;
    default:
      return EXIT.failed;
  }
}

/** Where a deploy stands that was stopped, and how to go on. */
function whereItStands({ deploy, rollback, steps }: WatchReport): string {
  const all = deploy?.plan.steps.length ?? 0;
  const [done, undone] = [deploy, rollback].map(
    (one) => one?.results.filter(({ outcome }) => outcome === 'succeeded').length ?? 0,
  );
  const applied = (done ?? 0) - (undone ?? 0);
  if (applied === 0) return `Stopped: none of ${all} is applied. agora migrate deploy begins again.`;
  const back = `agora migrate rollback --steps ${applied} takes back what is applied.`;
  if (applied < all)
    return `Stopped: ${applied} of ${all} applied, unwatched. agora migrate deploy goes on; ${back}`;
  const unseen = steps.filter(({ outcome, name }) => outcome === 'not reached' && name !== 'way back');
  return `Stopped: ${applied} of ${all} applied, and not looked at to the end${unseen.length === 0 ? '' : `: ${unseen.map(({ name }) => name).join(', ')}`}. agora health and agora validate look now; ${back}`;
}
