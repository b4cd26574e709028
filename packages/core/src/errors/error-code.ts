/**
 * Every error code, with its meaning in one line. Each package adds its own table here, in its `error-codes.ts`:
 * an interface of this name in `declare module`, that extends {@link Table}.
 */
export interface ErrorCodes {
  'config.invalid': string;
  'config.unknown_environment': string;
}

/** A code that some package has declared: dotted, and stable once published. */
export type ErrorCode = keyof ErrorCodes;

/** A package's table of codes in the form that {@link ErrorCodes} takes. */
export type Table<Codes> = { -readonly [Code in keyof Codes]: string };

/** The codes of this package. */
export const coreErrorCodes = {
  'config.invalid': 'agora.config.ts has faults; all are listed.',
  'config.unknown_environment': 'Neither built in nor in agora.config.ts is an environment of that name.',
} as const satisfies Table<Pick<ErrorCodes, 'config.invalid' | 'config.unknown_environment'>>;
