import type { Names } from './application.fixture.ts';

/** A change by expansion of what the application uses. */
export interface LoadCase {
  readonly title: string;
  readonly sql: string;
  /** What the new version calls otherwise. */
  readonly names: Partial<Names>;
  /** COPY reaches no view that serves an old name; INSERT does. Default true. */
  readonly copiesToOldNames?: false;
  /** While both serve: FROM and WHERE of rows that say one thing here and another there. */
  readonly differ?: string;
}

export const loadCases: readonly LoadCase[] = [
  {
    title: 'a rename of a unique column to which others refer',
    sql: 'ALTER TABLE users RENAME COLUMN name TO display_name;',
    names: { name: 'display_name' },
    differ: 'users WHERE name IS DISTINCT FROM display_name',
  },
  {
    title: 'a rename of a table',
    sql: 'ALTER TABLE users RENAME TO accounts;',
    names: { users: 'accounts' },
    copiesToOldNames: false,
  },
  {
    title: 'a rename of a column that refers to another',
    sql: 'ALTER TABLE posts RENAME COLUMN author TO writer;',
    names: { author: 'writer' },
    differ: 'posts WHERE author IS DISTINCT FROM writer',
  },
  {
    title: 'a change of type of an indexed column',
    sql: 'ALTER TABLE users ALTER COLUMN age SET DATA TYPE BIGINT;',
    names: {},
    differ: 'users WHERE age IS DISTINCT FROM agora_old_age',
  },
  {
    title: 'a change from text to a number',
    sql: 'ALTER TABLE users ALTER COLUMN code SET DATA TYPE INTEGER USING code::integer;',
    names: {},
    differ: 'users WHERE code::text IS DISTINCT FROM agora_old_code',
  },
  {
    title: 'a change of type of a key to which others refer',
    sql: 'ALTER TABLE users ALTER COLUMN id SET DATA TYPE BIGINT;',
    names: {},
    differ: 'users WHERE id IS DISTINCT FROM agora_old_id',
  },
];
