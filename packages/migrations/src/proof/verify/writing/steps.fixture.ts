import { testServerUrl } from '@agora/testkit';
import { beforeAll, expect, it } from 'vitest';

import { makeScript, type Migration } from '../../../project/folder.ts';
import type { MigrationReport } from '../findings.ts';
import { walkHistory } from '../verify.ts';

/** A migration, and what the proof says of it. */
export interface Step {
  readonly title: string;
  readonly up: string;
  readonly down?: string;
  readonly outcome: MigrationReport['outcome'];
  readonly lost?: readonly string[];
  readonly says?: RegExp;
}

/**
 * Within a `describe`: proves migrations one after the other in one walk, each a test.
 * @param before the migration that makes what they change; none may change what another uses
 */
export function proveSteps(before: string, steps: readonly Step[]): void {
  let reports: readonly MigrationReport[];
  beforeAll(async () => {
    const history = [{ title: '', up: before }, ...steps].map(({ up, ...step }, place): Migration => {
      const name = `${100 + place}_step`;
      const down = 'down' in step ? { down: makeScript(`/m/${name}/down.sql`, step.down ?? '') } : {};
      return { name, directory: `/m/${name}`, up: makeScript(`/m/${name}/migration.sql`, up), ...down };
    });
    reports = await walkHistory(history, {
      adminUrl: await testServerUrl(),
      select: (one) => one !== history[0],
      generate: ({ down }) => down === undefined,
      concurrency: 1,
    });
  }, 300_000);

  it.each(steps.map((step, place) => [step.title, step, place] as const))('%s', (_, step, place) => {
    const report = reports[place];
    expect({ outcome: report?.outcome, lost: report?.lost }).toEqual({
      outcome: step.outcome,
      lost: step.lost ?? [],
    });
    expect([report?.reason, ...(report?.notes ?? [])].join('\n')).toMatch(step.says ?? /^/);
  });
}
