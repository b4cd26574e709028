import { AgoraError } from '@agora/core';
import { failedWith, parseDatabaseUrl, SQLSTATE } from '@agora/postgres';

/**
 * Says what helps when a server does not let a role make temporary databases; any other error comes back as
 * it is. Prisma's engine, which keeps no SQLSTATE for its shadow database, is known by its words.
 */
export function describeScratchRefusal(error: unknown, adminUrl: string): unknown {
  const message = error instanceof Error ? error.message : '';
  const refused =
    failedWith(error, SQLSTATE.insufficientPrivilege) ||
    message.includes('permission denied to create database');
  if (!refused) return error;
  const { user, redacted } = parseDatabaseUrl(adminUrl);
  return new AgoraError({
    code: 'migrations.no_scratch',
    message: `${user} may not make temporary databases.`,
    why: `The history is replayed in databases of its own, so that yours is not touched.\nURL: ${redacted}`,
    fix: `Name a server where that is allowed, such as one on this machine of the same major version: --server postgresql://...; or, as a superuser: ALTER ROLE ${user} CREATEDB;`,
    cause: error,
  });
}
