import { describeHold } from '../locks/hold.ts';
import { squawkRules } from '../squawk/squawk-rules.ts';
import { rules } from './index.ts';

/** The page that lists every rule: README.md of this folder. A test holds it against the registry. */
export function renderRuleIndex(): string {
  const own = rules.map(
    (rule) =>
      `| [${rule.name}](${rule.name}/README.md) | ${rule.severity} | ${rule.category} | ${describeHold(rule)} | ${rule.summary} |`,
  );
  const passed = Object.entries(squawkRules).flatMap(([name, rule]) =>
    rule.reportedBy === 'squawk'
      ? `| [${name}](https://squawkhq.com/docs/${name}) | ${rule.severity} | ${rule.category} | ${describeHold(rule)} | ${rule.summary} |`
      : [],
  );
  const silenced = Object.entries(squawkRules).flatMap(([name, rule]) =>
    rule.reportedBy === 'squawk'
      ? []
      : `| ${name} | ${rule.rules?.join(', ') ?? 'nobody'} | ${rule.because} |`,
  );
  const head = ['| rule | severity | category | lock | what |', '|---|---|---|---|---|'];
  return [
    '# Lint rules',
    '',
    'A finding of severity `error` fails `agora migrate lint`. In a down.sql, rules of category `data-loss` and `breaks-code` are silent and those of `blocks` warn. Allow a hazard in the file itself, at the top: `-- agora: allow <rule> because <reason>`. (A `-- squawk-ignore` comment hides only what squawk itself says.)',
    '',
    'A lock is the strongest that the statement holds on what was there before its migration, and what stands beside it is done meanwhile: the longer the table, the longer. Where a statement holds another, the finding says so. `agora migrate trace` runs a migration and shows what it really takes; a test traces the examples of all rules and holds these words against that.',
    '',
    'What is known comes from the history itself: each script is parsed once, and the tables, columns, types, constraints, enums and functions of all migrations before it are remembered. A table that the same migration creates is no hazard, `CREATE TABLE IF NOT EXISTS` included; a table that no migration creates counts as existing. Statements inside DO blocks are linted too, SQL that they build as text is not.',
    '',
    '## Our own, on PostgreSQL’s parser',
    '',
    ...head,
    ...own,
    '',
    '## Passed on from squawk',
    '',
    ...head,
    ...passed,
    '',
    '## Rules of squawk that are silent here',
    '',
    '| squawk’s rule | who speaks | because |',
    '|---|---|---|',
    ...silenced,
    '',
  ].join('\n');
}
