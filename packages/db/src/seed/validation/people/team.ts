import { checksOf, type Invariant } from '../model/invariant.ts';
import { reportsOpenOnceSql } from './reports-open-once.sql.ts';
import { roomsSql } from './rooms.sql.ts';
import { teamSql } from './team.sql.ts';

export const team: Invariant = {
  name: 'team',
  summary:
    'Reports are decided, people banned and entries of the log made by the team, nobody bans their equals, and a team has an administrator.',
  checks: checksOf(...teamSql),
};

export const rooms: Invariant = {
  name: 'rooms',
  summary: 'Threads are opened by who may open them in their channel.',
  checks: checksOf(roomsSql),
};

export const reportsOpenOnce: Invariant = {
  name: 'reports-open-once',
  summary: 'Nobody has two open reports about the same, nor one about a draft.',
  checks: checksOf(...reportsOpenOnceSql),
};
