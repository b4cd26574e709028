import type { Row } from '../row.ts';

/** A rename, or a change of type that writes the table anew: both names or types serve until `migrate contract`. */
export const expand: Row = {
  rules: ['rename-column', 'rename-table', 'change-column-type', 'generated-column'],
  rewrite({ statement, alteration, head, facts }) {
    const text = alteration === undefined ? statement.text : `${head} ${alteration.text}`;
    const found = facts.expansions.get(text);
    if (found === undefined) return undefined;
    const { expansion, placeholder } = found;
    if ('reason' in expansion) return { left: expansion.reason };
    return {
      drafts: expansion.migrations.map(({ suffix, up, down, backfill }) => ({
        kind: 'change',
        sql: up,
        suffix: suffix === '' ? 'expand' : suffix,
        ...(backfill === undefined ? {} : { backfill }),
        whole: { placeholder, ...(down === undefined ? {} : { down }) },
      })),
    };
  },
};
