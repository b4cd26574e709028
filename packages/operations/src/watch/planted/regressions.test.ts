import { slowTests } from '@agora/testkit';
import { expect, test } from 'vitest';

import { plant } from './plant.fixture.ts';
import { harmless, type Regression, regressions } from './regressions.fixture.ts';

/** The clear ones, which a short watch finds on a busy machine too; all of them are in `pnpm --filter @agora/operations regressions`. */
const clear = ['revoked grant on a table', 'column in use dropped', 'not valid a constraint'];
const called = ({ kind, name }: Regression): string => `${kind} ${name}`;

// Each has a database, a role and an application of its own.
test.concurrent.each(
  regressions.filter((one) => clear.includes(called(one))).map((one) => [called(one), one] as const),
)(
  '%s: found and undone',
  async (_, regression) => {
    const { report, applied, foundMs, undoneMs } = await plant(regression, { baseline: 10_000, for: 30_000 });
    // What else went wrong would hide it.
    const failed = report.steps.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
    expect(failed[0]).toBe(regression.kind === 'not valid' ? 'integrity' : 'speed and errors');
    expect(report).toMatchObject({ outcome: 'rolled back', decision: { action: 'back' } });
    expect(applied).toEqual(['1_shop']);
    expect(foundMs).toBeLessThan(60_000);
    expect(undoneMs).toBeLessThan(30_000);
  },
  180_000,
);

test.runIf(slowTests)(
  'a change that does no harm is no regression',
  async () => {
    const { report, applied } = await plant(harmless, { baseline: 20_000, for: 40_000 });
    expect(report.judgement?.verdict).not.toBe('worse');
    expect(applied).toEqual(['1_shop', '2_change']);
  },
  180_000,
);
