import type { ExpandingMigration } from '../../expand/expansion.ts';
import type { Row } from '../row.ts';
import type { Draft } from '../step.ts';

/** A rename, or a change of type that writes the table anew: both names or types serve until `migrate contract`. */
export const expand: Row = {
  rules: ['rename-column', 'rename-table', 'change-column-type', 'generated-column'],
  rewrite({ statement, alteration, head, facts }) {
    const text = alteration === undefined ? statement.text : `${head} ${alteration.text}`;
    const found = facts.expansions.get(text);
    if (found === undefined) return undefined;
    const { expansion, placeholder, instead } = found;
    if ('reason' in expansion) return { left: expansion.reason };
    return { drafts: expandingDrafts(expansion.migrations, placeholder), ...(instead && { instead }) };
  },
};

/** The files of an expansion, which nobody takes apart. */
export function expandingDrafts(
  migrations: readonly ExpandingMigration[],
  placeholder: string,
): readonly Draft[] {
  return migrations.map(({ suffix, up, down, backfill, placeholder: own }) => ({
    kind: 'change',
    sql: up,
    suffix: suffix === '' ? 'expand' : suffix,
    ...(backfill === undefined ? {} : { backfill }),
    whole: { placeholder: own ?? placeholder, ...(down === undefined ? {} : { down }) },
  }));
}
