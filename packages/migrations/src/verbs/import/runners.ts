import { alembic } from './alembic.ts';
import { flyway } from './flyway.ts';
import type { ForeignRunner } from './foreign.ts';
import { knex } from './knex.ts';
import { numbered } from './numbered.ts';

/** Every runner whose migrations can be taken over. */
export const foreignRunners: readonly ForeignRunner[] = Object.freeze([numbered, knex, flyway, alembic]);
