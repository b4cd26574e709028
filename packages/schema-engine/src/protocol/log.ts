/** A line of the native engine's log; the CLI shows the messages when the engine dies. */
export function logLine(level: 'INFO' | 'ERROR', fields: Record<string, unknown>): string {
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    level,
    fields,
    target: 'schema_engine::logger',
  });
}
