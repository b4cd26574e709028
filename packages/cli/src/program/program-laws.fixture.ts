import pc from 'picocolors';

import type { Command, Group } from '../command/command.ts';
import { kebabCase } from '../command/option.ts';
import { UsageError } from '../command/usage-error.ts';
import { withPaths } from '../help/command-reference.ts';
import { globalFlags } from '../command/global-options.ts';
import { renderHelp } from '../help/help.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { loadAll, type Program } from './program.ts';
import { nearOptions, nearVerbs, verbsElsewhere } from '../usage/suggestions.ts';
import { displayWidth } from '../terminal/table.ts';

/** A program with all its commands, each under what is typed for it: "agora migrate deploy". */
export interface WholeProgram {
  readonly root: Group;
  readonly entries: ReadonlyMap<string, Command | Group>;
}

export async function wholeProgram(program: Program): Promise<WholeProgram> {
  const root = await loadAll(program);
  const below = root.commands.flatMap((entry) => withPaths(entry, root.name));
  return {
    root,
    entries: new Map([[root.name, root], ...below.map(({ path, entry }) => [path, entry] as const)]),
  };
}

const paint = pc.createColors(false);
const parse = ({ root }: WholeProgram, words: readonly string[]): ReturnType<typeof parseCommandLine> =>
  parseCommandLine(words, { root, version: '1.0.0', columns: 80, paint });

/** Whether a command may lose data: by its own word, or by the consent that it asks for. */
function destroys(entry: Command | Group | undefined): boolean {
  if (entry?.kind !== 'command') return false;
  return entry.destroys === true || 'confirm' in entry.options || 'acceptDataLoss' in entry.options;
}

/** Letters that slips are made with here; enough to reach every neighbour by place. */
const LETTERS = 'aeinorst-x';
/** What other tools call it, and what people try. */
const OTHER_WORDS =
  'reset drop push dev resolve wipe clean destroy nuke purge truncate delete remove fresh refresh undo revert seed';

/** Every word that is one slip away from a name, its beginnings, and the name itself. */
function wordsNear(name: string): string[] {
  const words = [name];
  for (let at = 0; at <= name.length; at++) {
    const [before, after] = [name.slice(0, at), name.slice(at)];
    words.push(
      before,
      before + after.slice(1),
      before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
    );
    for (const letter of LETTERS) words.push(before + letter + after, before + letter + after.slice(1));
  }
  return words.filter((word) => word !== '');
}

/** How many suggestions there are, and those that lead to what destroys data, or to nothing. */
export function badSuggestions(program: WholeProgram): {
  readonly seen: number;
  readonly bad: readonly string[];
} {
  const { root, entries } = program;
  const names = [...entries.values()].flatMap(({ name }) => [
    name,
    ...(name.includes('-') ? name.split('-') : []),
  ]);
  const words = [...new Set([...names.flatMap(wordsNear), ...OTHER_WORDS.split(' ')])];
  let seen = 0;
  const bad: string[] = [];
  const judge = (what: string, path: string): void => {
    seen += 1;
    const entry = entries.get(path);
    if (entry === undefined) bad.push(`${what}: ${path} does not exist`);
    else if (destroys(entry)) bad.push(`${what}: ${path} destroys data`);
  };
  for (const [path, entry] of entries) {
    if (entry.kind === 'group') {
      for (const word of words) {
        if (entry.commands.some(({ name }) => name === word)) continue;
        for (const near of nearVerbs(entry, word)) judge(`${path} ${word}`, `${path} ${near}`);
        for (const other of verbsElsewhere(root, word)) judge(`${path} ${word}`, other);
      }
      continue;
    }
    const options = Object.entries(entry.options);
    const known = new Set([...options.map(([key]) => `--${kebabCase(key)}`), ...globalFlags, '--help']);
    const losing = new Set(options.filter(([, spec]) => spec.destroys).map(([key]) => `--${kebabCase(key)}`));
    for (const word of options.flatMap(([key]) => wordsNear(kebabCase(key)))) {
      for (const near of nearOptions(entry, `--${word}`)) {
        seen += 1;
        if (losing.has(near) || !(known.has(near) || near.length === 2))
          bad.push(`${path} --${word}: ${near}`);
      }
    }
  }
  return { seen, bad };
}

/** The faults that the parser itself finds in a verb of another group, where its fix is no command to be had. */
export function badFixes(program: WholeProgram): readonly string[] {
  const groups = [...program.entries].filter(([, entry]) => entry.kind === 'group').map(([path]) => path);
  const verbs = new Set([
    ...[...program.entries.values()].map(({ name }) => name),
    ...OTHER_WORDS.split(' '),
  ]);
  return groups.flatMap((path) =>
    [...verbs].flatMap((verb) => {
      const words = [...path.split(' ').slice(1), verb];
      if (program.entries.has(`${path} ${verb}`)) return [];
      try {
        parse(program, words);
        return [`${path} ${verb} was understood`];
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        const fix = (error.fix ?? '').replace(/ --help$/, '');
        const entry = program.entries.get(fix);
        const isHelp = error.fix !== fix;
        return entry === undefined || (destroys(entry) && !isHelp) ? [`${path} ${verb}: ${error.fix}`] : [];
      }
    }),
  );
}

/** Command lines of `agora` in help texts that the program does not understand. */
export function badExamples(program: WholeProgram): readonly string[] {
  return [...program.entries].flatMap(([path, entry]) => {
    const teaching = entry.kind === 'group' ? [entry, ...(entry.bare ? [entry.bare] : [])] : [entry];
    const lines = teaching.flatMap(({ examples, next = [] }) =>
      [...examples, ...next].map(({ command }) => command),
    );
    return lines.flatMap((line) =>
      commandsIn(line).flatMap((words) => {
        try {
          parse(program, words);
          return [];
        } catch {
          return [`${path}: ${line}`];
        }
      }),
    );
  });
}

/** The words of every agora in a line for a shell. */
function commandsIn(line: string): string[][] {
  return [...line.matchAll(/\bagora((?: +(?:"[^"]*"|'[^']*'|<\w+>|[^\s"'|>()<;#]+))*)/g)].map(
    ([, words = '']) =>
      (words.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll(/^["']|["']$/g, '')),
  );
}

/** Lines of help that do not fit into forty columns, or leave their text fewer than 24 of them. */
export function unreadableAt40({ entries }: WholeProgram): readonly string[] {
  return [...entries].flatMap(([path, entry]) =>
    renderHelp(entry, { path, paint, columns: 40 })
      .split('\n')
      .filter((line) => {
        const text = line.trim();
        const wide = displayWidth(line) > 40 && text.replace(/ \\$/, '').includes(' ') && !/^["']/.test(text);
        return wide || line.length - line.trimStart().length > 16;
      })
      .map((line) => `${path}: ${line}`),
  );
}
