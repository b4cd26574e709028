/**
 * Settings under which nothing that a machine does to a test, nor how much the test writes, ends one of its requests: a machine that stands still for
 * some seconds is an everyday thing where tests run, and no fault. Longer than that, and shorter than a test may take.
 * Tests of a limit set that one themselves.
 */
export const patient = {
  DATABASE_CONNECT_TIMEOUT_MS: '120000',
  DATABASE_STATEMENT_TIMEOUT_MS: '120000',
  OAUTH_TIMEOUT_SECONDS: '60',
  MEMBER_LIMITS: 'false',
} as const;

/** The same for connections of a test's own, in milliseconds. */
export const patientConnectMs = 120_000;
