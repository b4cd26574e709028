/** The type of a trigger's events (pg_trigger.tgtype), and of a rule's (pg_rewrite.ev_type). */
export const EVENTS = { INSERT: [4, 3], UPDATE: [16, 2], DELETE: [8, 4], TRUNCATE: [32, 0] } as const;
