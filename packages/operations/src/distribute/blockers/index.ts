import type { Rule } from './blocker.ts';
import { checks } from './checks.ts';
import { columns } from './columns.ts';
import { foreignKeys } from './foreign-keys.ts';
import { inheritance } from './inheritance.ts';
import { policies } from './policies.ts';
import { triggers } from './triggers.ts';
import { types } from './types.ts';
import { uniques } from './uniques.ts';

/** Every rule that a schema is judged by. A new one: its file, and a line here. */
export const RULES: readonly Rule[] = [
  columns,
  types,
  uniques,
  foreignKeys,
  policies,
  checks,
  triggers,
  inheritance,
];
