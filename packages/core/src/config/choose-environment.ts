import { isBuiltIn } from './environments.ts';

/** Which environment a database is handled by, and what said so. */
export interface EnvironmentChoice {
  readonly name: string;
  /** As in "--env" or "the database is on this machine". */
  readonly why: string;
  /** Whether somebody named it; else it follows from where the database is. */
  readonly named: boolean;
}

/** What the choice depends on. */
interface EnvironmentSources {
  /** `--env`. */
  readonly option?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The environment that somebody named: `--env`, else AGORA_ENV, else NODE_ENV where it is one of ours. Tools set
 * NODE_ENV to words of their own (`test`), which say nothing of a database.
 */
export function namedEnvironment({ option, env }: EnvironmentSources): EnvironmentChoice | undefined {
  if (option !== undefined) return { name: option, why: '--env', named: true };
  const own = env['AGORA_ENV'];
  if (own !== undefined && own !== '') return { name: own, why: 'AGORA_ENV', named: true };
  const node = env['NODE_ENV'];
  return node !== undefined && isBuiltIn(node) ? { name: node, why: 'NODE_ENV', named: true } : undefined;
}

/**
 * The one rule for every program: the environment that somebody named, else development for a database on this machine
 * and production for any other, so that what is forgotten is safe.
 * @param sources.url of the database; undefined where none is named: such work is local
 */
export function chooseEnvironment(
  sources: EnvironmentSources & { readonly url: string | undefined },
): EnvironmentChoice {
  const named = namedEnvironment(sources);
  if (named !== undefined) return named;
  const { url } = sources;
  if (url === undefined || url === '')
    return { name: 'development', why: 'no database is named', named: false };
  if (!/^(?:prisma\+)?postgres(?:ql)?:\/\//.test(url))
    return { name: 'production', why: 'the database URL cannot be understood', named: false };
  return isOnThisMachine(url)
    ? { name: 'development', why: 'the database is on this machine', named: false }
    : {
        name: 'production',
        why: 'the database is on another machine; --env or AGORA_ENV says otherwise',
        named: false,
      };
}

/** Whether every host of a URL is this machine; false where that cannot be told. `host=` of the query wins, as in libpq. */
export function isOnThisMachine(url: string): boolean {
  const parts = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([^/?#]*)[^?#]*(?:\?([^#]*))?/i.exec(url);
  if (parts === null) return false;
  const [, authority = '', query = ''] = parts;
  const parameters = new URLSearchParams(query);
  const hosts = [...parameters.getAll('host'), ...parameters.getAll('hostaddr')].filter(
    (host) => host !== '',
  );
  return (hosts.length > 0 ? hosts : [authority]).every((list) => list.split(',').every(isLocalHost));
}

/** @param text a host, its port perhaps with it; empty and a folder mean a socket */
export function isLocalHost(text: string): boolean {
  const host = decodeHost(text).replace(/^(\[[^\]]*\]|[^:]*):\d*$/, '$1');
  return host === '' || host.startsWith('/') || LOCAL.test(host);
}

const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

function decodeHost(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
