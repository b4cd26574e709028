import type { Row } from '../row.ts';

/** The use of a value that the same file adds to its enum: in a migration that comes after it. */
export const enumValue: Row = {
  rules: ['enum-value-used'],
  rewrite({ statement, alteration, head }) {
    if (statement.nested)
      return { left: 'the value is used inside a DO block: put that into a migration of its own' };
    // Which steps come after the new value is seen from their text: here nothing changes.
    return { drafts: [{ kind: 'change', sql: alteration ? `${head} ${alteration.text}` : statement.text }] };
  },
};
