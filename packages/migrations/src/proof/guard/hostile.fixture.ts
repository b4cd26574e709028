import type { Client } from '@agora/postgres';

/** What the hostile migrations find on the server: a role, a database with rows, a slot, a session. */
export const PREPARE = [
  `CREATE ROLE boss; CREATE ROLE payroll LOGIN PASSWORD 'secret'; GRANT boss TO payroll; ALTER ROLE payroll SET work_mem TO '5MB'`,
  `COMMENT ON ROLE payroll IS 'pays'`,
  'CREATE ROLE clerk',
  `CREATE DATABASE real`,
  `GRANT CONNECT ON DATABASE real TO clerk`,
  `SELECT pg_create_physical_replication_slot('real_slot')`,
];

/** Everything of a server that no replay may change; its temporary databases are left out. */
export async function snapshot(client: Client): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries({
    roles: 'SELECT * FROM pg_authid ORDER BY oid',
    memberships: 'SELECT roleid::regrole, member::regrole, admin_option FROM pg_auth_members ORDER BY 1, 2',
    databases: `SELECT oid, datname, datdba, datacl, datconnlimit, datallowconn FROM pg_database WHERE datname NOT LIKE 'agora_tmp%' ORDER BY 1`,
    settings: `SELECT s.* FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = setdatabase
                WHERE setdatabase = 0 OR datname NOT LIKE 'agora_tmp%' ORDER BY 1, 2`,
    leftBehind: `SELECT datname FROM pg_database WHERE datname LIKE 'agora_tmp%' ORDER BY 1`,
    tablespaces: 'SELECT * FROM pg_tablespace ORDER BY oid',
    parameters: 'SELECT * FROM pg_parameter_acl ORDER BY oid',
    comments: 'SELECT * FROM pg_shdescription WHERE objoid >= 16384 ORDER BY 1, 2',
    subscriptions: 'SELECT oid, subname FROM pg_subscription ORDER BY 1',
    slots: 'SELECT slot_name, slot_type FROM pg_replication_slots ORDER BY 1',
    origins: 'SELECT * FROM pg_replication_origin ORDER BY 1',
    configuration: `SELECT pg_read_file('postgresql.auto.conf') AS text`,
    victims: `SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'victim'`,
  }))
    state[name] = (await client.query(sql)).rows;
  return state;
}

/** Where hostile migrations try to leave their mark. */
export interface Marks {
  /** A folder of the machine. */
  readonly folder: string;
  /** The database `real`, as libpq takes it. */
  readonly real: string;
}

/**
 * Migrations that reach out of their database, by what they do: in the open, put together at run time, in functions and
 * triggers. Each comes after one that makes a table `note`.
 */
export const hostile = ({ folder, real }: Marks): Readonly<Record<string, string>> => ({
  'drops a role': 'DROP ROLE IF EXISTS payroll',
  'drops a role by SQL that is put together': `DO $$ BEGIN EXECUTE 'DR' || 'OP RO' || 'LE payroll'; END $$`,
  'changes a role in a function': `CREATE FUNCTION raise_him() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN EXECUTE concat('ALTER RO', 'LE payroll CREATEDB'); END $$; SELECT raise_him()`,
  'changes a role in a function, statement by statement': `-- agora: no-transaction
    CREATE FUNCTION raise_her() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE concat('ALTER RO', 'LE payroll CREATEDB'); END $$;
    SELECT raise_her()`,
  'changes a role in a trigger, which rows fire': `CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN EXECUTE concat('ALTER RO', 'LE payroll NOLOGIN'); RETURN NEW; END $$;
    CREATE TRIGGER t BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION fired()`,
  'changes a password': `ALTER ROLE payroll PASSWORD 'known'`,
  'changes memberships': 'REVOKE boss FROM payroll; GRANT payroll TO boss',
  'sets what holds for a role and a database': `ALTER ROLE payroll SET work_mem TO '1GB'; ALTER DATABASE real SET work_mem TO '1GB'`,
  'grants and revokes on a database':
    'REVOKE CONNECT ON DATABASE real FROM clerk; GRANT ALL ON DATABASE real TO PUBLIC',
  'grants on a parameter': 'GRANT SET ON PARAMETER log_statement TO clerk',
  'comments on a role': `COMMENT ON ROLE payroll IS 'robs'`,
  'changes the configuration': `-- agora: no-transaction\nALTER SYSTEM SET work_mem TO '1GB'`,
  'drops a database': '-- agora: no-transaction\nDROP DATABASE IF EXISTS real',
  'makes a database': '-- agora: no-transaction\nCREATE DATABASE agora_hostile',
  'changes a role in a procedure that commits': `-- agora: no-transaction
    CREATE PROCEDURE climb() LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER RO' || 'LE payroll SUPERUSER'; COMMIT; END $$;
    CALL climb()`,
  'drops a role by a text that is written in base64': `DO $$ BEGIN
    EXECUTE convert_from(decode('RFJPUCBST0xFIHBheXJvbGw=', 'base64'), 'utf8'); END $$`,
  'changes a role in a default': `CREATE FUNCTION deft() RETURNS int LANGUAGE plpgsql AS $$
    BEGIN EXECUTE concat('ALTER RO', 'LE payroll CREATEROLE'); RETURN 1; END $$;
    ALTER TABLE note ADD n int DEFAULT deft(); INSERT INTO note (id) VALUES (1)`,
  'changes a role in a check': `CREATE FUNCTION checked(int) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN EXECUTE concat('ALTER RO', 'LE payroll CREATEROLE'); RETURN true; END $$;
    INSERT INTO note VALUES (1); ALTER TABLE note ADD CHECK (checked(id))`,
  'sets what holds for all roles': `ALTER ROLE ALL SET work_mem TO '1GB'`,
  'grants a role of the server': 'GRANT pg_read_all_data TO payroll',
  'gives up what a role owns': 'REASSIGN OWNED BY payroll TO boss; DROP OWNED BY clerk',
  'comments on a database': `COMMENT ON DATABASE real IS 'gone'`,
  'renames a database': '-- agora: no-transaction\nALTER DATABASE real RENAME TO other',
  'makes an origin of replication': `DO $$ BEGIN EXECUTE 'SELECT pg_replication_' || 'origin_create(''hostile'')'; END $$`,
  'commits on its own': `-- agora: no-transaction\nDO $$ BEGIN EXECUTE 'DROP RO' || 'LE payroll'; COMMIT; END $$`,
  'drops a slot, and makes one': `DO $$ BEGIN EXECUTE 'SELECT pg_drop_' || 'replication_slot(''real_slot'')'; END $$;
    SELECT pg_create_physical_replication_slot('hostile_slot')`,
  'removes a database from the catalog itself': `DELETE FROM pg_database WHERE datname = 'real'`,
  'removes what the server knows of owners': 'DELETE FROM pg_shdepend',
  'ends sessions': `DO $$ BEGIN EXECUTE 'SELECT pg_terminate_' || 'backend(pid) FROM pg_stat_activity WHERE application_name = ''victim'''; END $$`,
  'subscribes without a word to anybody': `CREATE SUBSCRIPTION s CONNECTION '${real}' PUBLICATION p WITH (connect = false)`,
  'makes a tablespace': `-- agora: no-transaction\nCREATE TABLESPACE hostile LOCATION '${folder}'`,
  'runs a program': `COPY (SELECT 1) TO PROGRAM 'touch ${folder}/program'`,
  'runs a program in code': `DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch ${folder}/program2'''; END $$`,
  'reads from a program': `COPY note FROM PROGRAM 'touch ${folder}/program3'`,
  'writes a file': `COPY (SELECT 1) TO '${folder}/file'`,
  'runs a program in a function': `CREATE FUNCTION ran() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN COPY (SELECT 1) TO PROGRAM 'touch ${folder}/program4'; END $$; SELECT ran()`,
  'writes a file by a name in Unicode': `COPY (SELECT 1) TO U&'${folder}/file2'`,
  'writes a file by COPY that is put together': `DO $$ BEGIN EXECUTE format('COPY (SELECT 1) T%s %L', 'O', '${folder}/file3'); END $$`,
  'ends sessions by a function of another name': `CREATE FUNCTION ended(int) RETURNS boolean LANGUAGE internal AS 'pg_terminate_backend';
    SELECT ended(pid) FROM pg_stat_activity WHERE application_name = 'victim'`,
  'writes a file from a large object': `DO $$ BEGIN EXECUTE 'SELECT lo_' || 'export(lo_create(0), ''${folder}/object'')'; END $$`,
  'writes to another database by dblink': `CREATE EXTENSION dblink; SELECT dblink_exec('${real}', 'DELETE FROM kept')`,
  'writes to another database by dblink in code': `CREATE EXTENSION dblink;
    DO $$ BEGIN EXECUTE 'SELECT dblink_' || 'exec(''${real}'', ''DELETE FROM kept'')'; END $$`,
  'writes to another database by a foreign table': `CREATE EXTENSION postgres_fdw;
    CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${new URL(real).port}', dbname 'real');
    CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'postgres');
    CREATE FOREIGN TABLE kept (id integer) SERVER far; DELETE FROM kept`,
});

/** Of these, what even a private server's replay may not do: others would feel it. */
export const BEYOND: ReadonlySet<string> = new Set([
  'makes a tablespace',
  'runs a program',
  'runs a program in code',
  'reads from a program',
  'writes a file',
  'writes a file by a name in Unicode',
  'writes a file by COPY that is put together',
  'writes a file from a large object',
  'writes to another database by dblink',
  'writes to another database by dblink in code',
  'writes to another database by a foreign table',
]);
