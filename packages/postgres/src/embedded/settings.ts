/**
 * What an embedded server runs with unless told otherwise: as durable as PostgreSQL is, since people keep
 * their work in it, and with the same results on every machine.
 */
export const developmentSettings: Readonly<Record<string, string>> = Object.freeze({
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
});

/**
 * For a server whose data nobody will miss, as in tests: a crash of the machine may destroy all of it (a
 * crash of the server alone loses nothing), and many processes connect at once.
 */
export const disposableSettings: Readonly<Record<string, string>> = Object.freeze({
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  max_wal_size: '512MB',
});
