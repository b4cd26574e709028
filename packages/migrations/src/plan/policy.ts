import { checkBackup } from './backup-evidence.ts';
import type { EnvironmentPolicy, Fault } from '@agora/core';
import { findHazards } from './hazards.ts';
import type { Plan } from './plan.ts';

/** What an environment forbids, with the setting that does. */
export interface Refusal extends Fault {
  readonly kind: 'hazard' | 'backup';
}

/** Whether a plan may run in an environment: all refusals at once. Reads the proof of a backup; changes nothing. */
export async function checkPolicy(
  plan: Plan,
  policy: EnvironmentPolicy,
  target: { readonly database: string; readonly allow: readonly string[] },
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  const backup = await checkBackup(policy, target.database);
  if (!backup.ok) {
    refusals.push({
      kind: 'backup',
      code: 'migrations.backup_required',
      message: `In ${policy.name} a deploy needs a recent, verified backup.`,
      why: backup.why,
      fix: backup.fix,
    });
  }
  if (policy.hazardsMustBeAllowed && plan.direction === 'up') {
    const allowed = new Set([...policy.allow, ...target.allow]);
    const migrations = plan.steps.filter((step) => step.kind === 'apply').map((step) => step.migration);
    for (const hazard of findHazards(migrations)) {
      if (allowed.has(hazard.rule)) continue;
      refusals.push({
        kind: 'hazard',
        code: 'migrations.hazard_not_allowed',
        message: `${hazard.migration}/migration.sql:${hazard.line} ${hazard.message}.`,
        why: `environments.${policy.name}.hazardsMustBeAllowed is true, and "${hazard.rule}" is not allowed.`,
        fix: `If it is meant: write "-- agora: allow ${hazard.rule} because ..." at the top of the file, or deploy with --allow ${hazard.rule}.`,
      });
    }
  }
  return refusals;
}
