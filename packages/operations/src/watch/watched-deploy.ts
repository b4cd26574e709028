import { deploy, type DeployReport, findDrift, historySchema, type StepResult } from '@agora/migrations';
import { parseDatabaseUrl, withConnection } from '@agora/postgres';

import { runCommand } from '../commands/run-command.ts';
import { readHealth, readIntegrity } from '../health/read-health.ts';
import type { HealthCheck } from '../health/check.ts';
import type { Judgement } from '../judge/judge.ts';
import type { NoticeEvent } from '../notify/notice.ts';
import { type Delivery, notify } from '../notify/notify.ts';
import type { Collected } from '../samples/collect.ts';
import { runSmokeTests } from './after/smoke.ts';
import type { Cause } from './back/decide.ts';
import { goBack, type WayBack } from './back/go-back.ts';
import { checkDisk } from './before/disk.ts';
import { checkEnvironmentBefore } from './before/environment-before.ts';
import { tablesOfPlan } from './before/plan-tables.ts';
import { checkSessions } from './before/sessions.ts';
import { checkWaysBack } from './before/ways-back.ts';
import { measureAfter, measureBaseline, type Measuring, openMeasuring } from './measure.ts';
import { asFault, runStep, type StepReport, type StepName, type WatchStep, withUnreached } from './step.ts';
import type { WatchInput, WatchReport } from './watch-input.ts';

/** Milliseconds that a command of maintenance may take. */
const MAINTENANCE_MS = 300_000;

/**
 * Deploys with everything that settings want looked at before and after it. Stops before it does anything when something
 * stands against it; takes the deploy back where it does harm, as far as settings allow and nothing is lost by it.
 */
export async function watchedDeploy(input: WatchInput): Promise<WatchReport> {
  return new WatchedDeploy(input).run();
}

/** What ends a watched deploy, with what is known of it by then. */
type End = Partial<WatchReport> & Pick<WatchReport, 'outcome'>;

class WatchedDeploy {
  readonly #input: WatchInput;
  readonly #steps: WatchStep[] = [];
  readonly #notices: Promise<readonly Delivery[]>[] = [];
  readonly #begun = new Date();

  constructor(input: WatchInput) {
    this.#input = input;
  }

  async run(): Promise<WatchReport> {
    const end = await this.#go();
    const deliveries = (await Promise.all(this.#notices)).flat();
    return Object.freeze({
      ...end,
      steps: withUnreached(this.#steps),
      deliveries,
      begunAt: this.#begun.toISOString(),
      durationMs: Date.now() - this.#begun.getTime(),
    });
  }

  async #go(): Promise<End> {
    const { deploy: wanted, settings } = this.#input;
    const first = await deploy({ ...wanted, dryRun: true });
    const isEmpty = first.plan.steps.length === 0 && first.plan.blockers.length === 0;
    // Of a database that is not there yet, nothing can be looked at; backfills may be left where nothing else is.
    if (isEmpty || first.database === 'missing') return this.#unwatched();
    await this.#before(first);
    if (this.#input.signal?.aborted) return { outcome: 'interrupted', deploy: first };
    const names = first.plan.steps.map(({ name }) => name);
    if (this.#failed().length > 0) {
      this.#tell('failure', 'the deploy was not begun', names);
      return { outcome: 'refused', deploy: first };
    }
    const tables = await tablesOfPlan(first.plan, first.history.schema);
    const measuring = await openMeasuring(wanted.url, settings, new Set(tables.map(({ name }) => name)));
    try {
      return await this.#deployAndWatch(first, measuring);
    } finally {
      await Promise.all((measuring?.sources ?? []).map((source) => source.close()));
    }
  }

  async #unwatched(): Promise<End> {
    let report: DeployReport | undefined;
    await this.#step('deploy', async () => {
      report = await deploy(this.#input.deploy);
      return this.#deployed(report);
    });
    const outcome = this.#hasFailed('deploy')
      ? 'failed'
      : report?.results.length === 0
        ? 'nothing'
        : 'succeeded';
    return { outcome, ...(report === undefined ? {} : { deploy: report }) };
  }

  /** All of it is looked at, so that everything that stands against the deploy is said at once. */
  async #before({ history, plan, refusals }: DeployReport): Promise<void> {
    const { deploy: wanted, settings, project } = this.#input;
    const { url, policy } = wanted;
    await this.#step('files', async () => ({
      saw: `${plan.steps.length} to apply`,
      findings: [...plan.blockers, ...refusals].map(({ code, message, why, fix }) => ({
        code,
        message,
        why,
        fix,
      })),
    }));
    await this.#step('ways back', () =>
      checkWaysBack(plan, history, {
        adminUrl: this.#input.adminUrl ?? url,
        schema: historySchema(url),
        initSql: project.initSql,
      }),
    );
    await this.#step('sessions', async () => {
      const tables = await tablesOfPlan(plan, history.schema);
      return this.#connected((client) => checkSessions(client, tables, policy.health?.limits));
    });
    await this.#step('disk', () =>
      this.#connected((client) =>
        checkDisk(client, plan, { schema: history.schema, freeSpace: settings.freeSpace, cwd: project.root }),
      ),
    );
    const { after } = settings;
    await this.#step('environment before', async () =>
      after === undefined ? skipped('watch.after names none') : checkEnvironmentBefore(plan, history, after),
    );
    await this.#step('health', () => this.#health());
  }

  async #deployAndWatch(first: DeployReport, measuring: Measuring | undefined): Promise<End> {
    const { deploy: wanted, signal } = this.#input;
    const names = first.plan.steps.map(({ name }) => name);
    let baseline: Collected | undefined;
    await this.#step('baseline', async () => {
      if (measuring === undefined)
        return skipped('nothing is timed: watch.queries, watch.requests and watch.metrics are empty');
      this.#note(`taking a baseline for ${measuring.windows.before} s of ${measuring.what.join(', ')}`);
      baseline = await measureBaseline(measuring, signal);
      return { saw: `${measuring.windows.before} s of ${measuring.what.join(', ')}` };
    });
    if (signal?.aborted) return { outcome: 'interrupted', deploy: first };
    if (this.#failed().length > 0) return { outcome: 'refused', deploy: first };
    this.#tell('begin', 'a deploy begins', names);
    const { report, applied } = await this.#deployInMaintenance(wanted);
    if (signal?.aborted) return this.#stopped({ deploy: report ?? first }, names);
    const isWhole = report !== undefined && !this.#hasFailed('deploy');
    if (report === undefined || (applied.length === 0 && !isWhole)) {
      this.#tell('failure', 'a deploy failed, and nothing of it stands', names);
      return { outcome: 'failed', ...(report === undefined ? {} : { deploy: report }) };
    }
    let cause: Cause | undefined = isWhole ? undefined : 'step';
    cause ??= await this.#after();
    let judgement: Judgement | undefined;
    if (cause === undefined) {
      judgement = await this.#speed(measuring, baseline);
      if (judgement?.verdict === 'worse') cause = judgement.cause ?? 'slower';
    }
    const known = { deploy: report, ...(judgement === undefined ? {} : { judgement }) };
    if (signal?.aborted) return this.#stopped(known, names);
    if (cause === undefined) return this.#conclude(known, names);
    return { ...known, cause, ...(await this.#back(cause, applied)) };
  }

  /** By whoever runs it: what is applied by then stands, and nothing more is done, also where something was found. */
  #stopped(known: Omit<End, 'outcome'>, names: readonly string[]): End {
    this.#tell('failure', 'a deploy was stopped by whoever runs it', names);
    return { ...known, outcome: 'interrupted' };
  }

  #conclude(known: Omit<End, 'outcome'>, names: readonly string[]): End {
    const isUncertain = known.judgement?.verdict === 'uncertain';
    const doubt = isUncertain
      ? 'whether it slows anything is uncertain'
      : this.#hasFailed('maintenance ends')
        ? 'maintenance has not ended'
        : undefined;
    this.#tell('success', doubt === undefined ? 'a deploy is done' : `a deploy is done, and ${doubt}`, names);
    return { ...known, outcome: doubt === undefined ? 'succeeded' : 'asks' };
  }

  async #deployInMaintenance(
    wanted: WatchInput['deploy'],
  ): Promise<{ report: DeployReport | undefined; applied: readonly StepResult[] }> {
    const { maintenance } = this.#input.settings;
    let report: DeployReport | undefined;
    await this.#step('maintenance begins', () => this.#maintain(maintenance?.begin));
    if (!this.#hasFailed('maintenance begins')) {
      await this.#step('deploy', async () => {
        report = await deploy(wanted);
        return this.#deployed(report);
      });
    }
    await this.#step('maintenance ends', () => this.#maintain(maintenance?.end));
    const applied = report?.results.filter(({ outcome }) => outcome === 'succeeded') ?? [];
    return { report, applied };
  }

  #deployed({ plan, refusals, results, backfills }: DeployReport): StepReport {
    const against = [...plan.blockers, ...refusals].map(({ code, message, why, fix }) => ({
      code,
      message,
      why,
      fix,
    }));
    const stopped = results.find(({ outcome }) => outcome !== 'succeeded');
    const ms = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return {
      saw: `${results.filter(({ outcome }) => outcome === 'succeeded').length} of ${plan.steps.length} applied in ${Math.round(ms)} ms`,
      findings: [
        ...against,
        ...[stopped, ...backfills].flatMap((one) => (one?.error === undefined ? [] : [asFault(one.error)])),
      ],
    };
  }

  /** @returns why the deploy is to be taken back, if it is */
  async #after(): Promise<Cause | undefined> {
    const { deploy: wanted, settings, project, checks, env, signal } = this.#input;
    await this.#step('catalog', async () => {
      const { differences, mend } = await findDrift({
        ...wanted,
        adminUrl: this.#input.adminUrl,
        ignore: this.#input.ignore,
        project,
      });
      return {
        saw: differences.length === 0 ? 'as the history makes it' : `${differences.length} differences`,
        findings:
          differences.length === 0
            ? []
            : [
                {
                  code: 'operations.drift',
                  message: `The catalog differs from its history in ${differences.length} places.`,
                  why: differences.slice(0, 10).join('\n'),
                  fix: mend[0]?.sql ?? 'agora migrate drift',
                },
              ],
      };
    });
    await this.#step('integrity', async () =>
      checksReport(await this.#connected((client) => readIntegrity(client, checks))),
    );
    await this.#step('health after', () => this.#health());
    await this.#step('smoke tests', async () =>
      settings.smoke === undefined
        ? skipped('watch.smoke names none')
        : runSmokeTests(settings.smoke, { cwd: project.root, env, signal }),
    );
    if (this.#hasFailed('catalog', 'integrity', 'smoke tests')) return 'check';
    return this.#hasFailed('health after') ? 'health' : undefined;
  }

  async #speed(
    measuring: Measuring | undefined,
    baseline: Collected | undefined,
  ): Promise<Judgement | undefined> {
    let judgement: Judgement | undefined;
    await this.#step('speed and errors', async () => {
      if (measuring === undefined || baseline === undefined) return skipped('nothing is timed');
      this.#note(`watching for ${measuring.windows.after} s`);
      judgement = await measureAfter(measuring, baseline, this.#input.settings, this.#input.signal);
      const saw = `${judgement.verdict}, ${(judgement.certainty * 100).toFixed(1)} % sure: ${judgement.reason}`;
      if (judgement.verdict !== 'worse') return { saw };
      return {
        saw,
        findings: [
          {
            code: judgement.cause === 'errors' ? 'operations.more_errors' : 'operations.slower',
            message:
              judgement.cause === 'errors'
                ? 'More fails than before the deploy.'
                : 'It is slower than before the deploy.',
            why: judgement.findings
              .filter(({ verdict }) => verdict === 'worse')
              .map(({ name, reason }) => `${name}: ${reason}`)
              .join('\n'),
            fix: 'Take the deploy back, and look at what it does to these.',
          },
        ],
      };
    });
    return judgement;
  }

  async #back(cause: Cause, applied: readonly StepResult[]): Promise<End> {
    let way: WayBack | undefined;
    await this.#step('way back', async () => {
      way = await goBack(this.#input, cause, applied);
      return way.step;
    });
    const names = applied.map(({ name }) => name);
    const known = {
      ...(way === undefined ? {} : { decision: way.decision }),
      ...(way?.report === undefined ? {} : { rollback: way.report }),
    };
    if (this.#input.signal?.aborted && way?.outcome !== 'rolled back') return this.#stopped(known, names);
    if (way?.outcome === 'rolled back') this.#tell('rollback', 'a deploy was taken back', names);
    else this.#tell('failure', 'a deploy does harm, and stands', names);
    return { ...known, outcome: way?.outcome ?? 'failed' };
  }

  async #health(): Promise<StepReport> {
    const { deploy: wanted, checks, signal } = this.#input;
    const { url, directory, forgotten, policy } = wanted;
    const report = await readHealth({ url, directory, forgotten, checks, settings: policy.health, signal });
    return checksReport(report.checks);
  }

  async #maintain(command: readonly string[] | undefined): Promise<StepReport> {
    if (command === undefined) return skipped('watch.maintenance names no command');
    const { project, env } = this.#input;
    const {
      ok,
      name,
      why = '',
      ms,
    } = await runCommand(command, { cwd: project.root, env, timeoutMs: MAINTENANCE_MS });
    if (ok) return { saw: `${name} ended well after ${Math.round(ms)} ms` };
    return {
      saw: `${name} failed`,
      findings: [
        {
          code: 'operations.command_failed',
          message: `The command ${name} of watch.maintenance failed.`,
          why,
          fix: 'Run it by hand, and see why.',
        },
      ],
    };
  }

  #connected<T>(use: Parameters<typeof withConnection<T>>[1]): Promise<T> {
    return withConnection({ url: this.#input.deploy.url, applicationName: 'agora watch' }, use);
  }

  async #step(name: StepName, work: () => Promise<StepReport>): Promise<void> {
    const step = await runStep(name, work, this.#input.signal);
    this.#steps.push(step);
    this.#input.onStep?.(step);
  }

  #failed(): readonly WatchStep[] {
    return this.#steps.filter(({ outcome }) => outcome === 'failed');
  }

  #hasFailed(...names: readonly StepName[]): boolean {
    return this.#failed().some(({ name }) => names.includes(name));
  }

  #note(text: string): void {
    this.#input.onNote?.(text);
  }

  /** Sent while the deploy goes on, and waited for at its end. */
  #tell(event: NoticeEvent, title: string, migrations: readonly string[]): void {
    const { deploy: wanted, project, env } = this.#input;
    const { database } = parseDatabaseUrl(wanted.url);
    const findings = this.#failed().flatMap((step) =>
      step.findings.map(({ message }) => `${step.name}: ${message}`),
    );
    const last = this.#steps.findLast(({ outcome, name }) => outcome !== 'failed' && name === 'way back');
    const notice = {
      event,
      environment: wanted.policy.name,
      database,
      title: `${database} in ${wanted.policy.name}: ${title}`,
      text: [...findings, ...(last === undefined ? [] : [last.saw])].join('\n'),
      migrations,
      at: new Date().toISOString(),
    };
    this.#notices.push(notify(wanted.policy.notify, notice, { cwd: project.root, env }));
  }
}

function skipped(saw: string): StepReport {
  return { saw, skipped: true };
}

/** Checks as a step: what is red has failed. */
function checksReport(checks: readonly HealthCheck[]): StepReport {
  const red = checks.filter(({ outcome }) => outcome === 'red');
  return {
    saw: `${checks.length - red.length} of ${checks.length} checks are good`,
    findings: red.flatMap(({ findings }) => findings),
  };
}
