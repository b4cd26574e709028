import { isAgoraError } from '@agora/core';
import { describeSqlError } from './describe-sql-error.ts';
import { sqlState } from './server-error.ts';

/**
 * An error as plain text for people: the message, then `why` and `fix`, indented, without colour.
 * An error of the server is described first. An unexpected fault keeps its stack.
 */
export function renderError(error: unknown): string {
  if (isAgoraError(error)) {
    return [
      `${error.message} [${error.code}]`,
      ...(error.why === undefined ? [] : [section('why', error.why)]),
      ...(error.fix === undefined ? [] : [section('fix', error.fix)]),
    ].join('\n');
  }
  if (sqlState(error) !== undefined) return renderError(describeSqlError(error));
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return String(error);
}

function section(label: string, text: string): string {
  const indent = ' '.repeat(2 + label.length + 2);
  const [first = '', ...rest] = text.split('\n');
  return [`  ${label}: ${first}`, ...rest.map((line) => (line === '' ? '' : indent + line))].join('\n');
}
