import { InvalidArgumentError } from 'commander';

/**
 * An option of a command, named by its key in `options`: `dryRun` is written `--dry-run`.
 * `T` is the type of the value that `run` receives.
 */
export interface OptionSpec<T> {
  readonly description: string;
  /** Absent for a flag. */
  readonly placeholder?: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  /** Keys of options that it does not go with; one of the two says it for both. */
  readonly excludes?: readonly string[];
  /** Whether it lets data be destroyed; such an option is never suggested. */
  readonly destroys?: boolean;
  readonly defaultValue: T;
  /** Turns the text of the command line into the value; throws commander's InvalidArgumentError. */
  readonly parse?: (text: string) => unknown;
}

/** A positional argument of a command, named by its key in `arguments`. */
export interface ArgumentSpec<T> {
  readonly description: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly choices?: readonly string[];
  /** Carries the type of the value; never set. */
  readonly valueType?: T;
}

/** What every kind of option may say beside its description. */
type More = Partial<Pick<OptionSpec<unknown>, 'short' | 'excludes' | 'destroys'>>;

/** `--name`: false unless given. */
export function flag(description: string, more: More = {}): OptionSpec<boolean> {
  return { description, defaultValue: false, ...more };
}

/** `--name <placeholder>`: undefined unless given. */
export function text(
  placeholder: string,
  description: string,
  more: More = {},
): OptionSpec<string | undefined> {
  return { placeholder, description, defaultValue: undefined, ...more };
}

/** `--name <placeholder>`, several times: every value, in order. */
export function texts(
  placeholder: string,
  description: string,
  more: More = {},
): OptionSpec<readonly string[]> {
  return { placeholder, description, repeatable: true, defaultValue: [], ...more };
}

/** `--name <a|b|c>`. */
export function choice<const C extends string>(
  choices: readonly C[],
  description: string,
  more?: More,
): OptionSpec<C | undefined>;
export function choice<const C extends string>(
  choices: readonly C[],
  description: string,
  more: More & { default: NoInfer<C> },
): OptionSpec<C>;
export function choice<const C extends string>(
  choices: readonly C[],
  description: string,
  { default: defaultValue, ...more }: More & { default?: NoInfer<C> } = {},
): OptionSpec<C | undefined> {
  return {
    ...more,
    placeholder: choices.join('|'),
    description,
    choices,
    defaultValue,
  };
}

/** `--name <placeholder>` as a whole number between `min` and `max`, both included. */
export function integer(
  placeholder: string,
  description: string,
  more?: More & { min?: number; max?: number },
): OptionSpec<number | undefined>;
export function integer(
  placeholder: string,
  description: string,
  more: More & { min?: number; max?: number; default: number },
): OptionSpec<number>;
export function integer(
  placeholder: string,
  description: string,
  {
    min = 0,
    max = Number.MAX_SAFE_INTEGER,
    default: defaultValue,
    ...more
  }: More & { min?: number; max?: number; default?: number } = {},
): OptionSpec<number | undefined> {
  return {
    ...more,
    placeholder,
    description,
    defaultValue,
    parse: (given) => {
      const value = Number(given);
      if (/^-?\d+$/.test(given) && value >= min && value <= max) return value;
      throw new InvalidArgumentError(`It must be a whole number${range(min, max)}.`);
    },
  };
}

function range(min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER ? ` of at least ${min}` : ` from ${min} to ${max}`;
}

/** `<name>` */
export function argument(description: string): ArgumentSpec<string> {
  return { description, required: true, variadic: false };
}

/** `<name>`, one of several. */
export function choiceArgument<const C extends string>(
  choices: readonly C[],
  description: string,
): ArgumentSpec<C> {
  return { description: `${description}: ${choices.join(', ')}`, required: true, variadic: false, choices };
}

/** `[name]` */
export function optionalArgument(description: string): ArgumentSpec<string | undefined> {
  return { description, required: false, variadic: false };
}

/** `[name...]`; only as the last argument. */
export function restArguments(description: string): ArgumentSpec<readonly string[]> {
  return { description, required: false, variadic: true };
}

/** An option as help and commander write it: "-t, --to <migration>". */
export function flagsOf(
  key: string,
  { short, placeholder }: Pick<OptionSpec<unknown>, 'short' | 'placeholder'>,
): string {
  const value = placeholder === undefined ? '' : ` <${placeholder}>`;
  return `${short === undefined ? '' : `-${short}, `}--${kebabCase(key)}${value}`;
}

/** `dryRun` -> `dry-run`. */
export function kebabCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
