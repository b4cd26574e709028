import { isAgoraError } from '@agora/core';
import { readTarget, renderError } from '@agora/postgres';
import { inFlightVariable } from './in-flight.ts';
import { parseArguments, type Invocation } from './protocol/arguments.ts';
import { logLine } from './protocol/log.ts';

/** The whole life of the executable: arguments in, exit code out. Each command loads only what it needs. */
async function main(): Promise<number> {
  const invocation = parseArguments(process.argv.slice(2));
  switch (invocation.command) {
    case 'version': {
      const { engineCommit, findEngineBuild } = await import('./installed/engine-build.ts');
      process.stdout.write(`schema-engine-cli ${engineCommit(findEngineBuild('.'))}\n`);
      return 0;
    }
    case 'serve':
      return serveUntilClosed(invocation);
    default:
      return runDatabaseCommand(invocation);
  }
}

async function serveUntilClosed(invocation: Invocation): Promise<number> {
  const { serve } = await import('./protocol/serve.ts');
  const server = serve(invocation, process, process.env[inFlightVariable]);
  // The CLI sends SIGTERM when it is done; Ctrl-C may come in the middle of work. Either way no shadow database stays.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void server.dispose().finally(() => process.exit(signal === 'SIGTERM' ? 143 : 130));
    });
  }
  return server.exitCode;
}

async function runDatabaseCommand({ command, datasource }: Invocation): Promise<number> {
  const [commands, { toKnownError }] = await Promise.all([
    import('./protocol/database-commands.ts'),
    import('./connection/known-error.ts'),
  ]);
  try {
    if (command === 'can-connect-to-database') await commands.canConnect(datasource.url);
    else if (command === 'create-database') await commands.createDatabase(datasource.url);
    else await commands.dropDatabase(datasource.url);
    return 0;
  } catch (error) {
    const known =
      isAgoraError(error) || datasource.url === undefined
        ? { message: renderError(error) }
        : toKnownError(error, readTarget(datasource.url));
    // The CLI skips the first line of stderr and parses each other one.
    process.stderr.write(`schema engine: ${command}\n${logLine('ERROR', { ...known, is_panic: false })}`);
    return 1;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`\n${logLine('ERROR', { message: renderError(error), is_panic: false })}`);
  process.exitCode = 1;
}
// Nothing may keep the process: the CLI waits for its end. What was written is flushed first.
process.stdout.write('', () => process.exit());
