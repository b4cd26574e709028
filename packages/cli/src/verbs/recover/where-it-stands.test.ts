import { RECOVER_STEPS, type RecoverStepName } from '@agora/operations/recover';
import { expect, test } from 'vitest';

import { whereItStands } from './where-it-stands.ts';

/** Said where every step before one is done, and that one failed. */
function saidAt(failed: RecoverStepName): string {
  const at = RECOVER_STEPS.indexOf(failed);
  const steps = RECOVER_STEPS.map((name, index) => ({
    name,
    outcome: index < at ? ('passed' as const) : index === at ? ('failed' as const) : ('not reached' as const),
  }));
  return whereItStands({ database: 'shop', old: 'shop_before' }, steps);
}

test('who is let in is said as it is, whatever step has failed', () => {
  expect(saidAt('maintenance begins')).toMatch(/^shop was not touched\. .*cancel/);
  expect(saidAt('writers out')).toMatch(/^Maybe nobody is let in\. .*cancel/);
  for (const name of ['backup of what is there', 'restore', 'validate'] as const)
    expect(saidAt(name)).toMatch(/^Nobody is let in\. The old database is kept as shop_before\. .*cancel/);
  // From here on it may be in its place, and cannot be given up.
  for (const name of ['swap', 'serves', 'maintenance ends'] as const)
    expect(saidAt(name)).not.toMatch(/Nobody is let in\.|cancel/);
  expect(saidAt('swap')).toContain('agora recover status');
  expect(saidAt('serves')).not.toContain('shop serves');
  expect(saidAt('maintenance ends')).toContain('shop serves');
});
