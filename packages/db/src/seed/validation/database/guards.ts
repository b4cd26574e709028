import { everywhere, type Invariant } from '../model/invariant.ts';
import { forumTables } from '../model/references.ts';

/** The forum's own: others may stand beside them. */
const TABLES = `JOIN pg_class c ON c.relnamespace = 'public'::regnamespace AND c.relname IN (${forumTables.map((table) => `'${table}'`).join(', ')})`;

export const guards: Invariant = {
  name: 'guards',
  summary:
    'No key or check is unproven, no index invalid, no trigger off, no table open to other communities.',
  checks: [
    `
    SELECT NULL::uuid AS community_id, format('%s of %s', x.conname, c.relname) AS row, 'not validated' AS detail
      FROM pg_constraint x ${TABLES} AND c.oid = x.conrelid WHERE ${everywhere} AND NOT x.convalidated`,
    `
    SELECT NULL::uuid AS community_id, format('%s of %s', x.indexrelid::regclass, c.relname) AS row, 'invalid' AS detail
      FROM pg_index x ${TABLES} AND c.oid = x.indrelid WHERE ${everywhere} AND NOT (x.indisvalid AND x.indisready)`,
    `
    SELECT NULL::uuid AS community_id, format('%s of %s', x.tgname, c.relname) AS row, 'disabled' AS detail
      FROM pg_trigger x ${TABLES} AND c.oid = x.tgrelid WHERE ${everywhere} AND x.tgenabled = 'D'`,
    `
    SELECT NULL::uuid AS community_id, c.relname::text AS row, 'row-level security is not enabled and forced' AS detail
      FROM pg_attribute x ${TABLES} AND c.oid = x.attrelid
     WHERE ${everywhere} AND x.attname = 'community_id' AND NOT x.attisdropped AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
  ],
};
