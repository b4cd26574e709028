import { ownWords, statementTokens } from '@agora/postgres';

/** Functions that write files, call other servers or steer this one; those of the second list are harmless on a private one. */
const ANYWHERE =
  /\b(lo_export|pg_file_(?:write|rename|unlink|sync)|dblink(?:_\w+)?|http_(?:get|post|put|patch|delete|head)|pg_reload_conf)"?\s*\(/i;
const ON_SHARED =
  /\b(pg_\w*replication_slot\w*|pg_replication_origin_\w+|pg_(?:terminate|cancel)_backend|pg_rotate_logfile|pg_promote|pg_switch_wal|pg_create_restore_point|pg_(?:backup_start|backup_stop|start_backup|stop_backup)|pg_wal_replay_(?:pause|resume)|pg_stat_reset_(?:shared|slru|replication_slot|subscription_stats))"?\s*\(/i;

/** Libraries whose functions call other servers or write files, loaded by hand, and the server's own code by its name. */
const FOREIGN_CODE = /\bas\s+'[^']*\b(?:dblink|postgres_fdw|http|pg_net|adminpack)(?:\.\w+)?'\s*,/i;
const INTERNAL = /\blanguage\s+['"]?internal\b/i;

/** What may leave at all; nearly no statement does. */
const QUICK = /\b(?:copy|subscription|tablespace|lo_|pg_|dblink|http_|language)/i;

/**
 * What a statement would do outside of its database that no transaction takes back, in words, or undefined.
 * Definitions of functions and views run nothing.
 * @param shared whether others use the server
 */
export function leavingServer(text: string, shared: boolean): string | undefined {
  if (!QUICK.test(text)) return undefined;
  const tokens = statementTokens(text);
  const [verb = '', kind = ''] = tokens;
  if (kind === 'subscription') return subscription(text, verb, tokens, shared);
  if (verb === 'create' && kind === 'tablespace' && !/\blocation\s+''/i.test(text))
    return 'make a tablespace in a folder of the machine';
  // In a body, a string has its quotes doubled.
  const plain = text.replaceAll("''", "'");
  if (FOREIGN_CODE.test(plain)) return 'make a function of code that reaches other servers';
  // A superuser of a server that others use is held back by nothing when the function runs.
  if (shared && INTERNAL.test(plain)) return "make a function of the server's own code";
  if (isDefinition(tokens) && !(shared && isRoutine(tokens))) return undefined;
  const copied = copies(text, verb, plain);
  if (copied !== undefined || isRoutine(tokens)) return copied;
  if (verb === 'do' && /\blanguage\s+['"]?(?:plpython3?u|plperlu|pltclu)\b/i.test(plain))
    return 'run code in a language that knows no limits';
  const called = ANYWHERE.exec(plain)?.[1] ?? (shared ? ON_SHARED.exec(plain)?.[1] : undefined);
  return called === undefined ? undefined : `call ${called.toLowerCase()}()`;
}

/** What COPY would do to the machine, in the open or by code. */
function copies(text: string, verb: string, plain: string): string | undefined {
  const own = verb === 'copy' ? ownWords(text).map(({ word }) => word) : [];
  if (own.includes('program') || /\bcopy\b[^;]*\b(?:to|from)\s+program\b/i.test(plain))
    return 'run a program of the machine';
  if (/\bcopy\b[^;]*\bto\s+(?:e?'|u&'|\$\w*\$|%L)/i.test(plain)) return 'write a file of the machine';
  // Of messages and other texts nothing runs.
  const code = /\bexecute\b/i.test(plain) ? plain.replaceAll(/\braise\b[^;]*/gi, '') : '';
  return verb !== 'copy' && /'\s*copy\b[^;']*(?:%|'\s*\|\|)/i.test(code)
    ? 'run COPY as it is put together'
    : undefined;
}

/** Other servers hear of a subscription, unless it is told not to connect. */
function subscription(
  text: string,
  verb: string,
  tokens: readonly string[],
  shared: boolean,
): string | undefined {
  const words = `${verb.toUpperCase()} SUBSCRIPTION`;
  if (!['create', 'alter', 'drop'].includes(verb)) return undefined;
  if (shared || verb === 'drop') return `run ${words}`;
  if (verb === 'create')
    return /\bconnect\s*=\s*'?(?:false|off|0)\b/i.test(text) ? undefined : `run ${words}`;
  return ['enable', 'refresh', 'connection', 'publication'].some((word) => tokens.includes(word))
    ? `run ${words}`
    : undefined;
}

function isRoutine([verb, ...rest]: readonly string[]): boolean {
  return verb === 'create' && rest.slice(0, 3).some((word) => word === 'function' || word === 'procedure');
}

function isDefinition([verb, ...rest]: readonly string[]): boolean {
  if (verb !== 'create') return false;
  const kinds = [
    'function',
    'procedure',
    'view',
    'rule',
    'trigger',
    'policy',
    'event',
    'operator',
    'aggregate',
  ];
  const kind = rest
    .slice(0, 4)
    .find((word) => kinds.includes(word) || word === 'materialized' || word === 'table');
  return kind !== undefined && kinds.includes(kind);
}
