import { type Command, defineGroup, type Group, type HelpTexts } from '../command/command.ts';
import { withAliases } from './aliases.ts';

/** A verb, or a noun with verbs, of the first level. */
export interface VerbEntry {
  readonly name: string;
  /** On demand: what only one command needs must not slow the others. */
  load(): Promise<Command | Group>;
}

/** A whole command line: what its help says, and its verbs in the order of the help. */
export interface Program extends HelpTexts {
  readonly version: string;
  readonly verbs: readonly VerbEntry[];
}

/** A program with all its commands. */
export function loadAll(program: Program): Promise<Group> {
  return load(program, program.verbs);
}

/** A program with no more commands than these words can mean; undefined when that may be any. */
export async function loadNamed(program: Program, words: readonly string[]): Promise<Group | undefined> {
  const named = program.verbs.filter((entry) => words.includes(entry.name));
  const wantsVersion = words.includes('--version') || words.includes('-V');
  return named.length === 0 && !wantsVersion ? undefined : load(program, named);
}

async function load(program: Program, chosen: readonly VerbEntry[]): Promise<Group> {
  const commands = await Promise.all(chosen.map((entry) => entry.load()));
  return withAliases(defineGroup({ ...program, commands }));
}
