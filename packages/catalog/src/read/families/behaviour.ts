import { familySql, madeByUser, sortedTexts, userRelation, type Family } from '../family.ts';

/** Triggers, with whether they fire; the copies on partitions are listed too, for they can be disabled one by one. */
export const triggers: Family = {
  name: 'triggers',
  sql: () =>
    familySql({
      kind: 'trigger',
      schema: 'n.nspname',
      parent: 'c.relname',
      name: 't.tgname',
      catalog: 'pg_trigger',
      oid: 't.oid',
      relation: 'c.oid',
      definition: {
        definition: 'pg_get_triggerdef(t.oid)',
        enabled: 't.tgenabled::text',
        inherited: 't.tgparentid <> 0',
      },
      from: `pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace`,
      where: `NOT t.tgisinternal AND ${userRelation('c', 'n')}`,
    }),
};

export const rules: Family = {
  name: 'rules',
  sql: () =>
    familySql({
      kind: 'rule',
      schema: 'n.nspname',
      parent: 'c.relname',
      name: 'r.rulename',
      catalog: 'pg_rewrite',
      oid: 'r.oid',
      relation: 'c.oid',
      definition: { definition: 'pg_get_ruledef(r.oid)', enabled: 'r.ev_enabled::text' },
      from: 'pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace',
      where: `r.rulename <> '_RETURN' AND ${userRelation('c', 'n')}`,
    }),
};

export const policies: Family = {
  name: 'policies',
  sql: () =>
    familySql({
      kind: 'policy',
      schema: 'n.nspname',
      parent: 'c.relname',
      name: 'p.polname',
      catalog: 'pg_policy',
      oid: 'p.oid',
      relation: 'c.oid',
      definition: {
        command: 'p.polcmd::text',
        restrictive: 'NOT p.polpermissive',
        roles: `(SELECT jsonb_agg(name ORDER BY name) FROM (SELECT CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END AS name FROM unnest(p.polroles) r) roles)`,
        using: 'pg_get_expr(p.polqual, p.polrelid)',
        check: 'pg_get_expr(p.polwithcheck, p.polrelid)',
      },
      from: 'pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace',
      where: userRelation('c', 'n'),
    }),
};

export const eventTriggers: Family = {
  name: 'event triggers',
  sql: () =>
    familySql({
      kind: 'event trigger',
      name: 'e.evtname',
      catalog: 'pg_event_trigger',
      oid: 'e.oid',
      definition: {
        event: 'e.evtevent',
        enabled: 'e.evtenabled::text',
        tags: sortedTexts('e.evttags'),
        function: 'e.evtfoid::regprocedure::text',
      },
      owner: 'e.evtowner',
      from: 'pg_event_trigger e',
      where: madeByUser('e.oid'),
    }),
};

export const statistics: Family = {
  name: 'statistics',
  sql: () =>
    familySql({
      kind: 'statistics',
      schema: 'n.nspname',
      name: 's.stxname',
      catalog: 'pg_statistic_ext',
      oid: 's.oid',
      relation: 's.stxrelid',
      definition: {
        definition: 'pg_get_statisticsobjdef(s.oid)',
        target: 'CASE WHEN coalesce(s.stxstattarget, -1) >= 0 THEN s.stxstattarget END',
      },
      owner: 's.stxowner',
      from: 'pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = s.stxnamespace',
      where: userRelation('c', 'n'),
    }),
};
