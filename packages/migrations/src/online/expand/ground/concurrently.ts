/** CREATE INDEX CONCURRENTLY. */
export function concurrently(sql: string): string {
  return sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ');
}
