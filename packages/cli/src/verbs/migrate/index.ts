import { defineGroup } from '../../command/command.ts';
import { backfill } from './backfill/index.ts';
import { check } from './files/check.ts';
import { contract } from './files/contract.ts';
import { create } from './files/create.ts';
import { current } from './current.ts';
import { deploy } from './deploy.ts';
import { docs } from './files/docs.ts';
import { down } from './files/down.ts';
import { drift } from './drift.ts';
import { history } from './history.ts';
import { importFrom } from './files/import.ts';
import { lint } from './files/lint.ts';
import { parked } from './parked/index.ts';
import { rebase } from './files/rebase.ts';
import { resolve } from './resolve.ts';
import { rollback } from './rollback.ts';
import { squash } from './files/squash.ts';
import { sql } from './files/sql.ts';
import { stamp } from './stamp.ts';
import { status } from './status.ts';
import { trace } from './files/trace.ts';
import { verify } from './files/verify.ts';

/** The life of a migration. A new verb: one file beside this one, and one line here. */
export const migrate = defineGroup({
  name: 'migrate',
  summary: 'Move a database along its migration history, both ways',
  description:
    'Works in any project of Prisma 5, 6 or 7 on PostgreSQL 14 or newer. Schema, migrations and URL are read from it, or ' +
    'named: --schema, --migrations and --url.',
  commands: [
    create,
    contract,
    down,
    deploy,
    rollback,
    status,
    current,
    history,
    stamp,
    resolve,
    backfill,
    importFrom,
    rebase,
    squash,
    sql,
    lint,
    trace,
    verify,
    drift,
    parked,
    docs,
    check,
  ],
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate status', does: 'what is applied, and what is pending' },
    { command: 'agora migrate deploy', does: 'apply what is pending' },
    { command: 'agora migrate rollback', does: 'the last one back' },
  ],
});
