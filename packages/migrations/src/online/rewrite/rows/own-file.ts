import type { Row } from '../row.ts';

/** CONCURRENTLY, or another statement that refuses a transaction, beside others: in a file of its own. */
export const ownFile: Row = {
  rules: ['not-atomic'],
  rewrite: ({ statement }) => ({ drafts: [{ kind: 'build', sql: statement.text }] }),
};
