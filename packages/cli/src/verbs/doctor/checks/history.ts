import { someNames } from '@agora/core';
import { gatherBlockers } from '@agora/migrations';
import { counted } from '../../../terminal/text.ts';
import { advice, type Check, type DoctorFinding, blocking } from '../check.ts';

export const extensions: Check = {
  name: 'extensions',
  judge: ({ database, files }) => {
    if (!database.answers) return undefined;
    const missing = files.extensions.filter((name) => !database.available.includes(name));
    return {
      saw: files.extensions.length === 0 ? 'the history makes none' : files.extensions.join(', '),
      findings:
        missing.length === 0
          ? []
          : [
              blocking({
                code: 'doctor.missing_extension',
                message: `The server does not have ${someNames(missing)}.`,
                why: 'The history makes them with CREATE EXTENSION, which fails where their files are not installed.',
                fix: 'Install the packages of these extensions on the server, or have its host enable them.',
              }),
            ],
    };
  },
};

export const history: Check = {
  name: 'history',
  judge: ({ database }) => {
    if (!database.answers) return undefined;
    if (database.history === undefined) {
      return {
        saw: 'it cannot be read',
        findings: [
          blocking({
            code: 'doctor.history_unreadable',
            message: `${database.rights.role} may not read the history of migrations.`,
            why: 'What is applied stands in "_prisma_migrations".',
            fix: `As its owner: GRANT SELECT ON "_prisma_migrations" TO "${database.rights.role}"; to migrate, use the owner’s URL.`,
          }),
        ],
      };
    }
    const { applied, pending, halfApplied, violations } = database.history;
    const findings: DoctorFinding[] = gatherBlockers(violations).map(({ code, message, why, fix }) =>
      blocking({ code, message, why, fix }),
    );
    // A failed one is a violation already.
    const unnamed = halfApplied.filter((name) => !violations.some(({ message }) => message.includes(name)));
    if (unnamed.length > 0) {
      findings.push(
        blocking({
          code: 'doctor.half_applied',
          message: `${someNames(unnamed)} stopped on the way.`,
          why: 'A script that runs statement by statement was interrupted; what ran has stayed.',
          fix: 'agora migrate status says how far it came; agora migrate deploy goes on there.',
        }),
      );
    }
    return { saw: `${applied} applied, ${pending.length} pending`, findings };
  },
};

export const waysBack: Check = {
  name: 'ways back',
  judge: ({ files: { migrations, withoutDown, unproven } }) => {
    const findings: DoctorFinding[] = [];
    if (withoutDown.length > 0) {
      findings.push(
        advice({
          code: 'doctor.missing_down',
          message: `Without a way back: ${someNames(withoutDown)}.`,
          why: 'When a deploy goes wrong, it would have to be written then, unproven.',
          fix: 'agora migrate down',
        }),
      );
    }
    if (unproven !== undefined && unproven.length > 0) {
      findings.push(
        advice({
          code: 'doctor.unproven_down',
          message: `${someNames(unproven)}: the way back is not proven as it is now.`,
          why: 'agora.lock holds no proof of these files, of those before them, on this major version of the server.',
          fix: 'agora migrate verify',
        }),
      );
    }
    const count = migrations.length - withoutDown.length;
    return { saw: `${count} of ${counted(migrations.length, 'migration')}`, findings };
  },
};

export const drift: Check = {
  name: 'drift',
  judge: ({ database, drift: differences }) => {
    if (!database.answers) return undefined;
    if (differences !== undefined) {
      return {
        saw:
          differences.length === 0 ? 'the whole catalog is as the history makes it' : 'the catalog differs',
        findings:
          differences.length === 0
            ? []
            : [
                blocking({
                  code: 'doctor.drift',
                  message: `The database differs from its history in ${differences.length} places.`,
                  why: differences.slice(0, 10).join('\n'),
                  fix: 'agora migrate drift shows each, with the SQL that would correct it.',
                }),
              ],
      };
    }
    const { missing, unknown } = database.tables;
    const reasons = [
      ...(missing.length > 0 ? [`gone: ${someNames(missing)}`] : []),
      ...(unknown.length > 0 ? [`made by no migration: ${someNames(unknown)}`] : []),
    ];
    return {
      saw: 'tables alone were compared; --deep compares the whole catalog',
      findings:
        reasons.length === 0
          ? []
          : [
              blocking({
                code: 'doctor.drift',
                message: 'The database does not hold the tables that its history makes.',
                why: reasons.join('\n'),
                fix: 'agora migrate drift shows every difference, with the SQL that would correct it.',
              }),
            ],
    };
  },
};

export const indexes: Check = {
  name: 'indexes',
  judge: ({ database }) => {
    if (!database.answers) return undefined;
    const { invalidIndexes } = database;
    return {
      saw: invalidIndexes.length === 0 ? 'all are valid' : `${invalidIndexes.length} not valid`,
      findings:
        invalidIndexes.length === 0
          ? []
          : [
              advice({
                code: 'doctor.invalid_index',
                message: `Not valid: ${someNames(invalidIndexes)}.`,
                why: 'A CREATE INDEX CONCURRENTLY was cut off: no query uses the index, and every write keeps it up to date.',
                fix: `REINDEX INDEX CONCURRENTLY ${invalidIndexes[0]};, or drop it.`,
              }),
            ],
    };
  },
};
