import type { LintResult } from '../lint.ts';

/** The result as plain data, for `--json`. `version` changes when a field changes its meaning. */
export function lintAsJson(result: LintResult): Record<string, unknown> {
  const { findings, allowed, counts, migrations, scripts, squawkMissing } = result;
  return {
    version: 1,
    migrations,
    scripts,
    counts,
    ...(squawkMissing === undefined ? {} : { squawkMissing }),
    findings,
    allowed,
  };
}
