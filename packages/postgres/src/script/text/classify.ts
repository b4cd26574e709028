import { statementTokens } from './statements.ts';

/** What a statement means for the transaction it stands in. */
export type TransactionControl = 'begin' | 'commit' | 'rollback' | 'prepare';

/**
 * Whether a statement opens or ends a transaction. Savepoints do neither.
 * @param text one statement
 */
export function transactionControl(text: string): TransactionControl | undefined {
  const [first, second, third, fourth] = statementTokens(text.slice(0, 200));
  if (first === 'begin' || (first === 'start' && second === 'transaction')) return 'begin';
  if (first === 'commit' || first === 'end') return second === 'prepared' ? undefined : 'commit';
  if (first === 'prepare' && second === 'transaction') return 'prepare';
  if (first === 'abort') return 'rollback';
  if (first !== 'rollback' || second === 'prepared') return undefined;
  const to = second === 'work' || second === 'transaction' ? third : second;
  return to === 'to' || (to === undefined && fourth === 'to') ? undefined : 'rollback';
}

/** The isolation level and other modes after BEGIN or START TRANSACTION, as SQL. */
export function transactionModes(begin: string): string {
  return begin.replace(/^(?:begin(?:\s+(?:work|transaction))?|start\s+transaction)\s*/i, '').trim();
}

/**
 * Whether PostgreSQL refuses to run a statement inside a transaction block (SQLSTATE 25001), as far as
 * its first words tell. Statements whose refusal cannot be seen there (a procedure that commits) are
 * found out by running them.
 */
export function refusesTransaction(text: string): boolean {
  const tokens = statementTokens(text);
  const [first, second] = tokens;
  const has = (word: string): boolean => tokens.includes(word);
  switch (first) {
    case 'vacuum':
      return true;
    case 'create':
      if (['database', 'tablespace', 'subscription'].includes(second ?? '')) return true;
      return (second === 'index' || second === 'unique') && has('concurrently');
    case 'drop':
      if (['database', 'tablespace', 'subscription'].includes(second ?? '')) return true;
      return second === 'index' && has('concurrently');
    case 'reindex':
      return has('concurrently') || ['schema', 'database', 'system'].includes(afterOptions(tokens) ?? '');
    case 'alter':
      if (second === 'system') return true;
      if (second === 'database') return has('tablespace');
      if (second === 'subscription') return has('refresh') || has('publication');
      return second === 'table' && has('detach') && (has('concurrently') || has('finalize'));
    case 'cluster':
      return tokens.length === 1 || (tokens.length === 2 && second === 'verbose');
    case 'discard':
      return second === 'all';
    default:
      return false;
  }
}

/** The word after the first one and its options in parentheses. */
function afterOptions(tokens: readonly string[]): string | undefined {
  return tokens[1] === '(' ? tokens[tokens.indexOf(')') + 1] : tokens[1];
}

/**
 * Whether a statement builds without blocking writers and is therefore given as long as it needs:
 * no lock timeout (its waits block nobody) and no statement timeout.
 */
export function isConcurrent(text: string): boolean {
  const tokens = statementTokens(text);
  const [first, second] = tokens;
  if (first === 'vacuum') return !tokens.includes('full');
  return (
    tokens.includes('concurrently') &&
    (first === 'create' ||
      first === 'drop' ||
      first === 'reindex' ||
      (first === 'alter' && second === 'table'))
  );
}

/** Whether a statement changes only the session (SET, RESET, set_config), so that a resumed script needs it again. */
export function setsSession(text: string): boolean {
  const tokens = statementTokens(text);
  if (tokens[0] === 'reset') return true;
  if (tokens[0] === 'set')
    return tokens[1] !== 'local' && tokens[1] !== 'constraints' && tokens[1] !== 'transaction';
  return tokens[0] === 'select' && tokens.some((word) => word === 'set_config' || word === '"set_config"');
}
