/** Every code that this package throws, with its meaning. */
export const rlsErrorCodes = {
  'rls.mixed_scopes': 'One batch transaction holds operations of several scopes.',
  'rls.unsupported_client': 'The Prisma Client is of a version whose batching this package does not know.',
  'rls.foreign_client': 'The Prisma Client was made with another adapter.',
  'rls.two_copies_of_pg': '@prisma/adapter-pg and this package load different copies of pg.',
  'rls.session_ended': 'A session was used after its transaction had ended.',
  'rls.transaction_aborted': 'Nothing was kept: the transaction had failed before its end.',
  'rls.name_taken': 'Two statements of different texts have one name.',
} as const;

/** A code of {@link rlsErrorCodes}. */
export type RlsErrorCode = keyof typeof rlsErrorCodes;

/** What this package finds wrong itself: what, why, and what to do. What PostgreSQL refuses comes as pg's DatabaseError. */
export class RlsError extends Error {
  readonly code: RlsErrorCode;
  readonly why: string;
  readonly fix: string;

  constructor(
    code: RlsErrorCode,
    details: { readonly message?: string; readonly why: string; readonly fix: string },
  ) {
    super(details.message ?? rlsErrorCodes[code]);
    this.name = 'RlsError';
    this.code = code;
    this.why = details.why;
    this.fix = details.fix;
    // The mark by which Agora's programs know an error that explains itself.
    Object.defineProperty(this, Symbol.for('agora.error'), { value: true });
  }
}
