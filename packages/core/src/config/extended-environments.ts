import { AgoraError } from '../errors/agora-error.ts';
import type { EnvironmentChoice } from './choose-environment.ts';
import { type EnvironmentPolicy, ENVIRONMENTS, isBuiltIn } from './environments.ts';

/** What the names of a configuration's environments say of each other. */
type Named = Readonly<Record<string, { readonly extends?: string | undefined } | undefined>>;

/** A name becomes part of a file's: `.env.<name>`. */
const NAME = /^[A-Za-z0-9][\w-]*$/;

/** What is wrong with names and `extends`, each with its environment. Pure. */
export function faultsOfNames(given: Named): readonly { readonly name: string; readonly message: string }[] {
  return Object.keys(given).flatMap((name) => {
    const message = faultOf(name, given);
    return message === undefined ? [] : [{ name, message }];
  });
}

function faultOf(name: string, given: Named): string | undefined {
  const extended = given[name]?.extends;
  if (isBuiltIn(name))
    return extended === undefined ? undefined : 'is built in and extends no other environment';
  if (!NAME.test(name)) return 'is no name: letters, digits, _ and - only';
  const builtIns = ENVIRONMENTS.join(', ');
  if (extended === undefined)
    return `is not built in, and needs extends: one of ${builtIns}, or a name that does`;
  const seen = [name];
  for (let at = extended; !isBuiltIn(at); at = given[at]?.extends ?? '') {
    if (seen.includes(at)) return `extends itself: ${[...seen, at].join(' -> ')}`;
    if (given[at] === undefined) return `extends ${at === '' ? 'nothing' : `"${at}"`}, which is not there`;
    seen.push(at);
  }
  return undefined;
}

/**
 * What a configuration says of an environment.
 * @throws AgoraError `config.unknown_environment`
 */
export function policyOf(
  environments: Readonly<Record<string, EnvironmentPolicy>>,
  { name, why }: Pick<EnvironmentChoice, 'name' | 'why'>,
): EnvironmentPolicy {
  const policy = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (policy !== undefined) return policy;
  throw new AgoraError({
    code: 'config.unknown_environment',
    message: `"${name}" is no environment.`,
    why: `It comes from ${why}. There are ${Object.keys(environments).toSorted().join(', ')}.`,
    fix: `Name one of these, or add it to agora.config.ts: environments: { ${JSON.stringify(name)}: { extends: 'staging' } }`,
  });
}
