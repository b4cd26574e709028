import { someNames } from '@agora/core';
import { bytes } from '../../../terminal/text.ts';
import { advice, type Check, type DoctorFinding, blocking } from '../check.ts';

/** Connections that a deploy, its lock and a look from beside need. */
const NEEDED = 3;
/** Milliseconds that a transaction of a migration may pause between two statements, on a slow line. */
const PAUSE_MS = 10_000;
/** Bytes that an embedded server and its temporary databases take. */
const ROOM = 1024 ** 3;

export const settings: Check = {
  name: 'settings',
  judge: ({ database }) => {
    if (!database.answers) return undefined;
    const { maxConnections, connections, idleInTransactionMs } = database.server;
    const findings: DoctorFinding[] = [];
    if (maxConnections - connections < NEEDED) {
      findings.push(
        blocking({
          code: 'doctor.no_connections_left',
          message: `${connections} of ${maxConnections} connections are taken.`,
          why: 'A deploy needs one to work, one for its lock, and you one to look.',
          fix: 'End idle ones, put a pooler before the application, or raise max_connections.',
        }),
      );
    }
    if (idleInTransactionMs > 0 && idleInTransactionMs < PAUSE_MS) {
      findings.push(
        advice({
          code: 'doctor.idle_timeout',
          message: `idle_in_transaction_session_timeout is ${idleInTransactionMs} ms.`,
          why: 'The server ends a migration whose next statement comes later than that, on a slow line or machine.',
          fix: "ALTER ROLE <the migrating role> SET idle_in_transaction_session_timeout = '1min';",
        }),
      );
    }
    return { saw: `${connections} of ${maxConnections} connections`, findings };
  },
};

export const disk: Check = {
  name: 'disk',
  judge: ({ machine: { freeBytes } }) => {
    if (freeBytes === undefined) return undefined;
    return {
      saw: `${bytes(freeBytes)} free`,
      findings:
        freeBytes >= ROOM
          ? []
          : [
              advice({
                code: 'doctor.disk',
                message: `${bytes(freeBytes)} are free where .agora lies.`,
                why: 'Servers of temporary databases live there.',
                fix: 'Make room.',
              }),
            ],
    };
  },
};

export const git: Check = {
  name: 'git',
  judge: ({ files: { git: found } }) => {
    if (found === undefined) return undefined;
    const findings: DoctorFinding[] = [];
    if (found.ignoredWrongly.length > 0) {
      findings.push(
        blocking({
          code: 'doctor.ignored',
          message: `git ignores ${someNames(found.ignoredWrongly)}.`,
          why: 'Migrations and their proofs count everywhere only when they are committed.',
          fix: `git check-ignore -v ${found.ignoredWrongly[0]} names the line of .gitignore; take it out.`,
        }),
      );
    }
    if (!found.agoraIgnored) {
      findings.push(
        advice({
          code: 'doctor.not_ignored',
          message: 'git does not ignore .agora.',
          why: 'It holds what belongs to this machine: servers and their data.',
          fix: 'agora init, or the line .agora/ in .gitignore',
        }),
      );
    }
    return { saw: findings.length === 0 ? 'what belongs into it is in it' : 'ignores differ', findings };
  },
};
