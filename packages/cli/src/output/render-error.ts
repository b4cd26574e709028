import { type AgoraError, isAgoraError } from '@agora/core';
import { describeSqlError, sqlState } from '@agora/postgres';
import { describeFileSystemError } from './file-system-error.ts';
import type { Paint } from '../terminal/paint.ts';
import { indent } from '../terminal/text.ts';

/**
 * What a command failed with, as the shape every error has. Errors that PostgreSQL sent are described by
 * their SQLSTATE, those of the file system by their code; `undefined` means an unexpected fault, which is a bug.
 */
function asExpected(error: unknown): AgoraError | undefined {
  if (isAgoraError(error)) return error;
  return sqlState(error) === undefined ? describeFileSystemError(error) : describeSqlError(error);
}

/** An error for people: message and code, why, fix; `verbose` adds the stack and the causes. */
export function renderErrorText(
  error: unknown,
  paint: Paint,
  options: { verbose: boolean; symbol: string },
): string {
  const expected = asExpected(error);
  if (expected === undefined) return renderFault(error, paint, options.symbol);
  const lines = [
    `${paint.red(options.symbol)} ${paint.bold(withoutSymbol(expected.message))} ${paint.dim(`[${expected.code}]`)}`,
  ];
  if (expected.why !== undefined) lines.push(indent(expected.why, `  ${paint.dim('why')}  `, '       '));
  if (expected.fix !== undefined) lines.push(indent(expected.fix, `  ${paint.green('fix')}  `, '       '));
  if (options.verbose) lines.push('', paint.dim(stackWithCauses(error)));
  return `${lines.join('\n')}\n`;
}

/** Prisma's engines and PostgreSQL begin their own messages with it. */
function withoutSymbol(message: string): string {
  return message.replace(/^(?:error:\s*)+/i, '');
}

function renderFault(error: unknown, paint: Paint, symbol: string): string {
  return [
    `${paint.red(symbol)} ${paint.bold('Unexpected fault: this is a bug in agora.')} ${paint.dim('[cli.fault]')}`,
    indent(stackWithCauses(error), '  ', '  '),
    indent('Please report it with the lines above.', `  ${paint.green('fix')}  `, '       '),
    '',
  ].join('\n');
}

function stackWithCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? String(error);
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackWithCauses(error.cause)}`;
}

/** An error for programs, under the key `error`. */
export function errorAsJson(error: unknown): { error: Record<string, unknown> } {
  const expected = asExpected(error);
  if (expected !== undefined) {
    const { code, message, why, fix } = expected;
    return { error: { code, message, why, fix } };
  }
  return {
    error: {
      code: 'cli.fault',
      message: error instanceof Error ? error.message : String(error),
      stack: stackWithCauses(error),
    },
  };
}
