import { type Plan, readFolder, renderSql } from '@agora/migrations';

/** The SQL of a plan, for a dry run; undefined for a plan that does nothing or may not run. */
export async function renderPlan(plan: Plan, directory: string, schema: string): Promise<string | undefined> {
  const names = new Set(plan.steps.filter((step) => step.kind !== 'record').map((step) => step.name));
  if (names.size === 0 || plan.blockers.length > 0) return undefined;
  const folder = await readFolder(directory);
  const migrations = folder.migrations.filter((migration) => names.has(migration.name));
  const only = { ...folder, migrations };
  if (plan.direction === 'up') return renderSql({ folder: only, schema });
  return renderSql({ folder: only, from: migrations.at(-1)?.name, to: 'zero', schema });
}
