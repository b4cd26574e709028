import { rules } from './rules/index.ts';
import { reportedSquawkRules } from './squawk/squawk-rules.ts';

/** Every rule name that a directive or a severity may give. */
export const ruleNames: ReadonlySet<string> = new Set([
  ...rules.map((rule) => rule.name),
  ...reportedSquawkRules,
]);

/** Where the page of one of our rules stands, from the root of this repository. */
export function pageOf(rule: string): string {
  return `packages/migrations/src/lint/rules/${rule}/README.md`;
}
