import type { Context } from '../context/context.ts';
import type { ExitCode } from './exit-codes.ts';
import type { ArgumentSpec, OptionSpec } from './option.ts';

type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;
type ArgumentSpecs = Readonly<Record<string, ArgumentSpec<unknown>>>;
type OptionValues<O> = { readonly [K in keyof O]: O[K] extends OptionSpec<infer T> ? T : never };
type ArgumentValues<A> = { readonly [K in keyof A]: A[K] extends ArgumentSpec<infer T> ? T : never };

/** A line of `--help` that can be copied into a shell. */
export interface Example {
  readonly command: string;
  /** What happens then, in a few words. */
  readonly does: string;
}

/** What stands in `--help` beside the options. */
export interface HelpTexts {
  readonly name: string;
  /** One line, imperative, no full stop: shown in the list of commands. */
  readonly summary: string;
  /** A paragraph or more, shown in the command's own help. */
  readonly description?: string;
  /** Words of other tools that stand for it. */
  readonly also?: readonly string[];
  readonly examples: readonly Example[];
  /** Environment variables that the command heeds: name -> meaning. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Command lines that usually come next. */
  readonly next?: readonly Example[];
}

/** What `run` receives: the world it works in, and what the person typed, parsed. */
export interface Invocation<A, O> {
  readonly context: Context;
  readonly arguments: ArgumentValues<A>;
  readonly options: OptionValues<O>;
  /** The whole command line that the verb is of, for what tells of it. */
  readonly wholeProgram: () => Promise<Group>;
}

/** One verb of the command line. Make it with {@link defineCommand}, which infers the types of `run`. */
export interface Command extends HelpTexts {
  readonly kind: 'command';
  /** Whether it can destroy data; such a command is never suggested. */
  readonly destroys?: boolean;
  readonly arguments: ArgumentSpecs;
  readonly options: OptionSpecs;
  // A method, so that the narrower parameters which defineCommand infers are accepted: the parser fills
  // arguments and options from these same declarations.
  run(invocation: {
    readonly context: Context;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly options: Readonly<Record<string, unknown>>;
    readonly wholeProgram: () => Promise<Group>;
  }): Promise<ExitCode>;
}

/** Verbs under one noun, as in `agora db start`. */
export interface Group extends HelpTexts {
  readonly kind: 'group';
  /** What the group's name alone does, as in `agora seed`; its options then stand before any verb. */
  readonly bare?: Command;
  readonly commands: readonly (Command | Group)[];
}

/**
 * Declares a verb. Anything thrown by `run` is rendered (message, why, fix) and exits 1, so a command
 * only returns a code: `EXIT.ok`, or `EXIT.found` when it worked and found something.
 */
export function defineCommand<
  const A extends ArgumentSpecs = Readonly<Record<string, never>>,
  const O extends OptionSpecs = Readonly<Record<string, never>>,
>(
  definition: HelpTexts & {
    readonly arguments?: A;
    readonly options?: O;
    readonly destroys?: boolean;
    run(invocation: Invocation<A, O>): Promise<ExitCode>;
  },
): Command {
  return { arguments: {}, options: {}, ...definition, kind: 'command' };
}

/** Declares a group of verbs; `commands` is an explicit array, in the order of the help. */
export function defineGroup(
  definition: HelpTexts & { readonly bare?: Command; readonly commands: readonly (Command | Group)[] },
): Group {
  return { ...definition, kind: 'group' };
}
