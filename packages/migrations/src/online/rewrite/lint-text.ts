import type { Finding, SeverityOverrides } from '../../lint/finding.ts';
import { lintScript } from '../../lint/lint-script.ts';
import { sortFindings } from '../../lint/sort-findings.ts';
import { makeScript, type Migration } from '../../project/folder.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';

interface TextToLint {
  /** Whose way forward the text is, or is a part of. */
  readonly migration: Migration;
  readonly text: string;
  /** Lines at the top, which allow what was allowed by name. */
  readonly directives: readonly string[];
  /** The schema before it; brought past it. */
  readonly model: SchemaModel;
  readonly severities: SeverityOverrides;
}

export interface LintedText {
  /** What nobody has allowed; lines are those of the text. */
  readonly findings: readonly Finding[];
  /** Rules that find anything, allowed or not. */
  readonly rules: ReadonlySet<string>;
}

/** What the linter says of a text, without squawk. `loadParser()` comes first. */
export function lintText({ migration, text, directives, model, severities }: TextToLint): LintedText {
  const script = makeScript(migration.up.path, [...directives, text].join('\n'));
  const [linted] = lintScript({
    migration: { ...migration, up: script },
    // What an earlier backfill wants is seen to where parts are rendered.
    earlier: [],
    script,
    direction: 'up',
    model,
    root: '',
    severities,
    wanted: true,
  });
  if (linted === undefined) return { findings: [], rules: new Set() };
  const below = directives.length;
  return {
    findings: sortFindings(linted, [], severities, false)
      .findings.filter(({ line }) => line > below)
      .map((one) => ({ ...one, line: one.line - below, endLine: one.endLine - below })),
    rules: new Set(linted.findings.map(({ rule }) => rule)),
  };
}
