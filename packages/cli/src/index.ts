// What a command line with verbs of its own is made of: apps/tooling adds those of the forum.
export { agora } from './agora.ts';
export {
  type Command,
  defineCommand,
  defineGroup,
  type Example,
  type Group,
  type HelpTexts,
} from './command/command.ts';
export { EXIT, type ExitCode } from './command/exit-codes.ts';
export {
  argument,
  choice,
  choiceArgument,
  flag,
  integer,
  optionalArgument,
  type OptionSpec,
  restArguments,
  text,
  texts,
} from './command/option.ts';
export { splitNames } from './command/split-names.ts';
export { UsageError } from './command/usage-error.ts';
export { confirmDatabase } from './context/confirm.ts';
export type { Context } from './context/context.ts';
export { environmentOf } from './context/environment.ts';
export { embeddedDirectory, openDatabase, type TargetDatabase } from './context/database.ts';
export { type CliErrorCode, errorCodes } from './error-codes.ts';
export type { Output, StepNotes } from './output/output.ts';
export { withPeriodicNotes } from './output/periodic-notes.ts';
export { commandReference } from './help/command-reference.ts';
export { checkCommandLine } from './program/check-command-line.ts';
export type { Program, VerbEntry } from './program/program.ts';
export { runProcess } from './program/run-process.ts';
export type { Paint } from './terminal/paint.ts';
export { compact, duration } from './terminal/progress.ts';
export { renderTable } from './terminal/table.ts';
export { bytes, counted, indent } from './terminal/text.ts';
export { verbs } from './verbs/index.ts';
