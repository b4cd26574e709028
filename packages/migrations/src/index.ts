export { checksumOf, matchesChecksum } from './checksum.ts';
export {
  type Directive,
  type DirectiveOf,
  directivesOf,
  type LossTarget,
  readDirectives,
} from './directives.ts';
export { migrationsErrorCodes } from './error-codes.ts';
export {
  type BadDirectory,
  makeScript,
  type Migration,
  type MigrationsFolder,
  readFolder,
  type Script,
} from './folder.ts';
export { type LoadProjectOptions, loadProject, type Project } from './project.ts';
export { type Token, type TokenKind, scan } from './scanner.ts';
export { type Statement, splitStatements, statementTokens } from './statements.ts';
