import { parseConfig, startServer, type RunningServer } from '@agora/api';
import { AgoraError } from '@agora/core';

/** How many ports after the usual one are tried. */
const portsToTry = 20;

/**
 * Starts the API. A port that was asked for is taken or refused; without one, the usual port or the next
 * free one.
 * @param options.env the environment of the API, DATABASE_URL included; see `parseConfig` of the API
 * @param options.port from the command line; else PORT of `env`, else the usual one
 * @throws AgoraError `cli.port_in_use`, and the `api.*` errors
 */
export async function serve(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number | undefined;
}): Promise<RunningServer> {
  const given = options.port === undefined ? options.env : { ...options.env, PORT: String(options.port) };
  const asked = (given['PORT'] ?? '') !== '';
  const usual = parseConfig(given);
  for (let { port } = usual; ; port += 1) {
    // Links lead to the port that was taken in the end, unless people come by another way.
    const publicUrl = (given['PUBLIC_URL'] ?? '') === '' ? withPort(usual.publicUrl, port) : usual.publicUrl;
    try {
      return await startServer({ config: { ...usual, port, publicUrl } });
    } catch (error) {
      if (!isPortTaken(error)) throw error;
      if (asked || port >= usual.port + portsToTry) throw portInUse(port, asked, error);
    }
  }
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.origin;
}

function isPortTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}

function portInUse(port: number, asked: boolean, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'cli.port_in_use',
    message: asked ? `Port ${port} is taken.` : `The ports ${port - portsToTry} to ${port} are all taken.`,
    why: asked
      ? 'It was asked for by --port or PORT, so no other one is tried.'
      : 'Other processes listen on them.',
    fix: 'agora up --port 4000',
    cause,
  });
}
