// oxlint-disable typescript/no-unsafe-type-assertion -- what comes over the CLI's pipe has the shapes of Prisma's protocol; a wrong one is answered with an error
import { EngineError } from '../engine/engine-error.ts';

/** How the CLI called the executable. */
export interface Invocation {
  readonly datamodels: readonly string[];
  readonly datasource: { readonly url?: string; readonly shadowDatabaseUrl?: string };
  readonly command: 'serve' | 'version' | 'can-connect-to-database' | 'create-database' | 'drop-database';
}

const databaseCommands = ['can-connect-to-database', 'create-database', 'drop-database'] as const;

/**
 * Reads the arguments of Prisma's schema-engine-cli. Preview features need no reading: the engine takes them from
 * the schema files.
 *
 * @throws EngineError `schema_engine.bad_request` on an argument that the protocol does not know
 */
export function parseArguments(argv: readonly string[]): Invocation {
  const datamodels: string[] = [];
  let datasource: Invocation['datasource'] = {};
  let command: Invocation['command'] = 'serve';
  for (let index = 0; index < argv.length; index += 1) {
    const value = () => argv[(index += 1)] ?? unknown('(an option without its value)');
    switch (argv[index]) {
      case '--datamodels':
      case '-d':
        datamodels.push(value());
        break;
      case '--datasource':
        datasource = parseDatasource(value());
        break;
      case '--enabled-preview-features':
      case '--extension-types':
        value();
        break;
      case '--version':
      case '-V':
        command = 'version';
        break;
      case 'cli':
        command = databaseCommand(value());
        break;
      default:
        unknown(argv[index] as string);
    }
  }
  return { datamodels, datasource, command };
}

function databaseCommand(name: string): Invocation['command'] {
  return databaseCommands.find((known) => known === name) ?? unknown(`cli ${name}`);
}

function parseDatasource(json: string): Invocation['datasource'] {
  const value = JSON.parse(json) as { url?: string | null; shadowDatabaseUrl?: string | null };
  return {
    ...(value.url ? { url: value.url } : {}),
    ...(value.shadowDatabaseUrl ? { shadowDatabaseUrl: value.shadowDatabaseUrl } : {}),
  };
}

function unknown(argument: string): never {
  throw new EngineError({
    code: 'schema_engine.bad_request',
    message: `The schema engine was called with an argument that it does not know: ${argument}`,
    why: 'This executable is for Prisma CLI 7, which spawns it through PRISMA_SCHEMA_ENGINE_BINARY.',
    fix: 'Use a Prisma 7 that was tried; or AGORA_ENGINE=native, and Prisma starts its own engine.',
  });
}
