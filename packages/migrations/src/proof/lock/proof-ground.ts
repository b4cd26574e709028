import { withConnection, readServerMajor } from '@agora/postgres';

import type { ScratchOptions } from '../scratch/scratch.ts';

/** What a proof depends on beside the scripts. */
export interface ProofGround {
  /** Major version of the server. */
  readonly postgres: number;
  /** The proving role is held by no privilege, so that a way back that lacks a right passes. */
  readonly superuser: boolean;
  /** What each role of the server may do and whose member it is, by its name. */
  readonly roles: ReadonlyMap<string, string>;
  /** Version that CREATE EXTENSION installs on it, by the extension's name. */
  readonly extensions: ReadonlyMap<string, string>;
  /** The schema that unqualified names mean. */
  readonly schema: string;
  /** What is there before the first migration, as SQL. */
  readonly initSql: string;
}

/** Reads what proofs on a server depend on. Only reads. */
export function readGround({ adminUrl, schema, initSql }: ScratchOptions): Promise<ProofGround> {
  return withConnection({ url: adminUrl, applicationName: 'agora proof' }, async (client) => {
    const { rows: servers } = await client.query<{ superuser: boolean }>(
      `SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user`,
    );
    const [server] = servers;
    if (server === undefined) throw new TypeError('The server does not know the role of its own session.');
    const { rows: extensions } = await client.query<{ name: string; version: string }>(
      'SELECT name::text, default_version AS version FROM pg_available_extensions WHERE default_version IS NOT NULL',
    );
    const { rows: roles } = await client.query<{ name: string; facts: string }>(
      `SELECT rolname AS name, ROW(rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
         ARRAY(SELECT DISTINCT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid ORDER BY 1))::text AS facts
         FROM pg_roles r WHERE rolname !~ '^pg_'`,
    );
    return {
      ...server,
      postgres: await readServerMajor(client),
      roles: new Map(roles.map(({ name, facts }) => [name, facts])),
      extensions: new Map(extensions.map(({ name, version }) => [name, version])),
      schema: schema ?? 'public',
      initSql: initSql ?? '',
    };
  });
}
