import { as, nameOf, plain } from '@agora/postgres/parser';

import { suffixOf } from '../names.ts';
import type { Row } from '../row.ts';
import { withWordAfter } from '../text.ts';

/** REINDEX and REFRESH MATERIALIZED VIEW: CONCURRENTLY. VACUUM FULL and CLUSTER have no such form. */
export const maintenance: Row = {
  rules: ['blocking-maintenance'],
  rewrite({ statement, node, model, facts }) {
    const { text } = statement;
    if (statement.nested) return { left: 'it stands inside a DO block: write it as a statement of its own' };
    const reindex = as(node, 'ReindexStmt');
    if (reindex) {
      if (reindex.kind === 'REINDEX_OBJECT_SYSTEM')
        return { left: 'system catalogs are not reindexed CONCURRENTLY' };
      const sql = withWordAfter(text, ['index', 'table', 'schema', 'database'], 'CONCURRENTLY');
      return {
        drafts: [
          {
            kind: 'build',
            sql,
            suffix: `reindex_${suffixOf(reindex.name ?? nameOf(reindex.relation).name)}`,
          },
        ],
      };
    }
    const refresh = as(node, 'RefreshMatViewStmt');
    if (refresh) {
      const view = nameOf(refresh.relation);
      if (!facts.refreshable.has(model.key(view)))
        return {
          left: `CONCURRENTLY wants a unique index of all rows on ${plain(view)}, and rows in it: make one in a migration before`,
        };
      const sql = withWordAfter(text, ['view'], 'CONCURRENTLY');
      return { drafts: [{ kind: 'build', sql, suffix: `refresh_${suffixOf(view.name)}` }] };
    }
    return {
      left: 'it writes the table anew under a lock, and has a concurrent form from PostgreSQL 19 on only (REPACK): run pg_repack outside of the migrations',
    };
  },
};
