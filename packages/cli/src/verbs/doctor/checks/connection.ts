import { someNames } from '@agora/core';
import { advice, type Check, blocking } from '../check.ts';

export const connection: Check = {
  name: 'connection',
  judge: ({ database }) => {
    if (database.answers) return { saw: `${database.redacted} answers`, findings: [] };
    const {
      code,
      message,
      why = 'The server refused the connection.',
      fix = 'Check the URL.',
    } = database.fault;
    const { redacted } = database;
    return {
      saw: redacted === undefined ? 'no database is named' : `${redacted} does not answer`,
      findings: [blocking({ code, message, why, fix })],
    };
  },
};

export const pooler: Check = {
  name: 'pooler',
  judge: ({ database }) => {
    if (!database.answers) return undefined;
    const { pooler: found } = database;
    if (found === undefined) return { saw: 'a direct connection', findings: [] };
    return {
      saw: 'a pooler in between',
      findings: [blocking({ code: 'doctor.pooler', message: found.message, why: found.why, fix: found.fix })],
    };
  },
};

export const rights: Check = {
  name: 'rights',
  judge: ({ database, files, policy }) => {
    if (!database.answers) return undefined;
    const { role, superuser, createDatabase, createInSchema, schema, foreignTables } = database.rights;
    const findings = [];
    if (createInSchema === false) {
      findings.push(
        blocking({
          code: 'doctor.no_create',
          message: `${role} may make nothing in the schema ${schema}.`,
          why: 'Migrations make tables there, and the history its own.',
          fix: `As the owner: GRANT CREATE, USAGE ON SCHEMA "${schema}" TO "${role}";`,
        }),
      );
    }
    if (!superuser && foreignTables.length > 0) {
      findings.push(
        blocking({
          code: 'doctor.not_owner',
          message: `${role} does not own ${someNames(foreignTables)}.`,
          why: 'Only its owner may alter a table.',
          fix: `As their owner or a superuser: ALTER TABLE <table> OWNER TO "${role}"; for each, or use the owner’s URL.`,
        }),
      );
    }
    if (!createDatabase && !superuser && !files.hasShadowUrl) {
      const finding = {
        code: 'doctor.no_create_database',
        message: `${role} may not create databases.`,
        why: 'create, down, verify, check and drift work on temporary databases; deploy and rollback need none.',
        fix: `Name another server for them (--server <url>, or shadowDatabaseUrl), or ALTER ROLE "${role}" CREATEDB;`,
      } as const;
      findings.push(policy.base === 'development' ? blocking(finding) : advice(finding));
    }
    if (superuser && policy.base === 'production') {
      findings.push(
        advice({
          code: 'doctor.superuser',
          message: `${role} is a superuser.`,
          why: 'Row-level security and rights do not bind it, so that a mistake in a migration meets no wall.',
          fix: 'Migrate with a role that owns the tables and is no superuser.',
        }),
      );
    }
    const words = [
      superuser ? 'a superuser' : undefined,
      createDatabase ? 'may create databases' : undefined,
    ];
    return { saw: [role, ...words.filter((word) => word !== undefined)].join(', '), findings };
  },
};
