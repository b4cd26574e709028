import { AgoraError, type Fault } from '@agora/core';
import { deploy, findDrift, readStatus } from '@agora/migrations';
import { withConnection } from '@agora/postgres';

import { readIntegrity } from '../health/read-health.ts';
import { faultOf } from '../watch/step.ts';
import type { RecoverInput } from './input.ts';
import type { StepReport } from './journal/steps.ts';

type Looked = Pick<RecoverInput, 'drift' | 'checks' | 'deploy'>;

/** Where the restored history stands against the folder; what is pending is applied where that is wanted. */
export async function lookAtHistory(url: string, { drift, deploy: wanted }: Looked): Promise<StepReport> {
  const { directory, forgotten } = drift;
  const before = await readStatus({ url, directory, forgotten });
  if (before.counts.pending === 0) return { saw: stands(before), findings: before.violations };
  if (wanted === undefined) return { saw: stands(before), findings: [...before.violations, pending(before)] };
  const { refusals, plan, results } = await deploy({ ...wanted, url, directory, forgotten });
  const failed = results.find(({ error }) => error !== undefined)?.error;
  if (failed !== undefined) throw failed;
  const [against] = [...plan.blockers, ...refusals];
  if (against !== undefined) throw new AgoraError(against);
  return { saw: stands(await readStatus({ url, directory, forgotten })) };
}

type Status = Awaited<ReturnType<typeof readStatus>>;

function stands({ current, counts }: Status): string {
  return `it stands at ${current ?? 'no migration'}, ${counts.pending} pending`;
}

function pending({ counts }: Status): Fault {
  return {
    code: 'operations.history_behind',
    message: `Migrations of the folder that the backup does not have: ${counts.pending}.`,
    why: 'An application that was built with them may ask for what is not there.',
    fix: 'Remove those that did harm from the folder. Then: agora migrate deploy; or agora recover --deploy, which applies them before anybody is let in.',
  };
}

/** Drift, indexes, constraints and the project's own checks. What is found was so when the backup was made. */
export async function validateRestored(url: string, { drift, checks }: Looked): Promise<StepReport> {
  const findings: Fault[] = [];
  let saw = '';
  try {
    const { differences, migrations } = await findDrift({ ...drift, url });
    saw = `${differences.length} difference(s) from what ${migrations} migration(s) made`;
    if (differences.length > 0)
      findings.push({
        code: 'operations.drift',
        message: `The catalog differs from its history in ${differences.length} place(s).`,
        why: differences.slice(0, 10).join('\n'),
        fix: 'agora migrate drift',
      });
  } catch (error) {
    saw = 'the history could not be replayed';
    findings.push(faultOf(error));
  }
  const looked = await withConnection({ url, applicationName: 'agora recover' }, (client) =>
    readIntegrity(client, checks),
  );
  const red = looked.filter(({ outcome }) => outcome === 'red');
  findings.push(...red.flatMap((check) => check.findings));
  return { saw: `${saw}; ${looked.length - red.length} of ${looked.length} checks are good`, findings };
}
