import type { WatchSettings } from '@agora/core';

import { runCommand } from '../../commands/run-command.ts';
import { sendRequest, shownAddress } from '../../requests/send-request.ts';
import type { StepReport } from '../step.ts';

/** Milliseconds that a command may take. */
const PATIENCE_MS = 120_000;

/** Requests and commands that must work after a deploy. */
export async function runSmokeTests(
  { requests = [], commands = [] }: NonNullable<WatchSettings['smoke']>,
  where: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<StepReport> {
  const answers = await Promise.all(requests.map((request) => sendRequest(request, where.signal)));
  const failed = answers.flatMap(({ name, ok, why }, at) =>
    ok ? [] : [fault(name, why ?? '', shownAddress(requests[at]!.url))],
  );
  for (const command of commands) {
    const { ok, name, why = '' } = await runCommand(command, { ...where, timeoutMs: PATIENCE_MS });
    if (!ok) failed.push(fault(name, why.split('\n')[0] ?? '', why));
  }
  const count = requests.length + commands.length;
  return { saw: `${count - failed.length} of ${count} passed`, findings: failed };
}

function fault(name: string, what: string, why: string): NonNullable<StepReport['findings']>[number] {
  return {
    code: 'operations.smoke_test_failed',
    message: `The smoke test ${name} failed: ${what}.`,
    why,
    fix: 'Look at the log of the application.',
  };
}
