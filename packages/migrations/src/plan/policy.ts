import type { EnvironmentPolicy, Fault } from '@agora/core';

import type { History } from '../history/history.ts';
import { pendingHazards } from '../lint/pending-hazards.ts';
import { checkBackup } from './backup-evidence.ts';
import type { Plan } from './plan.ts';

/** What an environment forbids, with the setting that does. */
export interface Refusal extends Fault {
  readonly kind: 'hazard' | 'backup';
}

/** Whether an environment wants a backup before a deploy that is not there. Reads the proof of it; changes nothing. */
export async function backupRefusals(
  policy: EnvironmentPolicy,
  database: string,
): Promise<readonly Refusal[]> {
  const backup = await checkBackup(policy, database);
  if (backup.ok) return [];
  return [
    {
      kind: 'backup',
      code: 'migrations.backup_required',
      message: `In ${policy.name} a deploy needs a recent, verified backup.`,
      why: backup.why,
      fix: backup.fix,
    },
  ];
}

/**
 * The hazards of a plan that an environment wants allowed by name, and that nobody has allowed. Only where it wants
 * that is the parser loaded.
 *
 * @param allow rules that are allowed for this deploy
 */
export async function hazardRefusals(
  policy: EnvironmentPolicy,
  { plan, history }: { readonly plan: Plan; readonly history: History },
  allow: readonly string[],
): Promise<readonly Refusal[]> {
  if (!policy.hazardsMustBeAllowed) return [];
  const hazards = await pendingHazards({
    migrations: history.folder.migrations,
    pending: new Set(plan.steps.filter((step) => step.kind === 'apply').map((step) => step.name)),
    defaultSchema: history.schema,
    allowed: new Set([...policy.allow, ...allow]),
  });
  return hazards.map(({ migration, line, message, rule }) => ({
    kind: 'hazard',
    code: 'migrations.hazard_not_allowed',
    message: `${migration}/migration.sql:${line} ${message}`,
    why: `environments.${policy.name}.hazardsMustBeAllowed is true, and "${rule}" is not allowed.`,
    fix: `If it is meant: write "-- agora: allow ${rule} because ..." at the top of the file, or deploy with --allow ${rule}. agora migrate lint shows how to do without.`,
  }));
}
