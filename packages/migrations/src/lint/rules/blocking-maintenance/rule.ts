import { as, nameOf, type ParsedStatement, plain } from '@agora/postgres/parser';
import type { Report, Rule, StatementScope } from '../../rule.ts';

export const blockingMaintenance: Rule = {
  name: 'blocking-maintenance',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'rewrites the table',
  summary: 'VACUUM FULL, CLUSTER, REINDEX or REFRESH MATERIALIZED VIEW that blocks',
  why: 'The table, index or view is written anew while it is locked. Maintenance has no place in a schema change: it depends on the size of the data, not on the version of the schema.',
  *statement(statement, scope) {
    const report = maintenance(statement, scope);
    if (report) yield report;
  },
};

function maintenance({ node, text }: ParsedStatement, { model }: StatementScope): Report | undefined {
  const vacuum = as(node, 'VacuumStmt');
  if (vacuum?.is_vacuumcmd) {
    const options = (vacuum.options ?? []).map((option) => as(option, 'DefElem')?.defname);
    if (!options.includes('full')) return undefined;
    return {
      message: 'VACUUM FULL rewrites the table while nobody can use it.',
      fix: '-- VACUUM without FULL, or pg_repack, outside the migrations',
    };
  }
  const cluster = as(node, 'ClusterStmt');
  if (cluster) {
    if (cluster.relation && model.isNew(nameOf(cluster.relation))) return undefined;
    return {
      message: 'CLUSTER rewrites the table while nobody can use it.',
      fix: '-- pg_repack, outside the migrations',
    };
  }
  const reindex = as(node, 'ReindexStmt');
  if (reindex) {
    const concurrent = (reindex.params ?? []).some(
      (option) => as(option, 'DefElem')?.defname === 'concurrently',
    );
    if (concurrent || (reindex.relation && model.isNew(nameOf(reindex.relation)))) return undefined;
    return {
      hold: { lock: 'ACCESS EXCLUSIVE', work: 'builds an index' },
      message: 'Writes wait while the index is built again, and so do reads that would use it.',
      fix: `-- agora: no-transaction\n${text.replace(/^(reindex\s+(?:\([^)]*\)\s*)?(?:index|table|schema|database|system))\b/i, '$1 CONCURRENTLY')};`,
    };
  }
  const refresh = as(node, 'RefreshMatViewStmt');
  if (!refresh || refresh.concurrent || refresh.skipData || model.isNew(nameOf(refresh.relation)))
    return undefined;
  return {
    message: `Nobody reads ${plain(nameOf(refresh.relation))} while it is refreshed.`,
    fix: `-- needs a unique index on the view:\n${text.replace(/^(refresh\s+materialized\s+view)\b/i, '$1 CONCURRENTLY')};`,
  };
}
