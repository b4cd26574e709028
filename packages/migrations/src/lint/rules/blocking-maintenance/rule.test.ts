import { testRule } from '../../lint.fixture.ts';

testRule('blocking-maintenance', [
  {
    it: 'VACUUM FULL, CLUSTER, REINDEX',
    texts: ['VACUUM (FULL, ANALYZE) "User";\nCLUSTER "User";\nREINDEX TABLE "User";'],
    finds: ['error 1:1', 'error 2:1', 'error 3:1'],
    says: /REINDEX TABLE CONCURRENTLY "User"/,
  },
  {
    it: 'not what does not block',
    texts: [
      'VACUUM "User";\nANALYZE;\nREINDEX TABLE CONCURRENTLY "User";\nREFRESH MATERIALIZED VIEW CONCURRENTLY v;',
    ],
    finds: [],
  },
  {
    it: 'not the first fill of a view made here',
    texts: ['CREATE MATERIALIZED VIEW v AS SELECT 1 AS a WITH NO DATA;\nREFRESH MATERIALIZED VIEW v;'],
    finds: [],
  },
]);
