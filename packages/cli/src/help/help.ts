import type { Command, Example, Group, HelpTexts } from '../command/command.ts';
import { globalOptions } from '../command/global-options.ts';
import { flagsOf, kebabCase } from '../command/option.ts';
import type { Paint } from '../terminal/paint.ts';
import { displayWidth, pad } from '../terminal/table.ts';
import { indent } from '../terminal/text.ts';

interface Term {
  readonly term: string;
  readonly description: string;
}

/**
 * The help of a command or group: what it does, how it is written, and - so that it teaches - examples,
 * the environment variables it heeds, and what usually comes next.
 * @param options.path how it is called, as "agora migrate deploy"
 * @param options.columns of the terminal
 */
export function renderHelp(
  entry: Command | Group,
  options: { path: string; paint: Paint; columns: number },
): string {
  const { path, paint } = options;
  const columns = Math.min(Math.max(options.columns, 40), 110);
  const terms = (list: readonly Term[]): string => renderTerms(list, paint, columns);
  const isRoot = !path.includes(' ');
  // A group that does something by its name alone teaches that, too.
  const bare = entry.kind === 'group' ? entry.bare : entry;
  const teaching = {
    ...bare,
    ...entry,
    examples: entry.examples.length > 0 ? entry.examples : (bare?.examples ?? []),
  };
  const verbs = entry.kind === 'group' ? entry.commands : [];
  const sections: [string, string][] = [
    ['Usage', usages(entry, path, columns)],
    ['Also', alsoLine(entry, paint, columns)],
    ['Commands', terms(verbs.flatMap((child) => commandTerms(child)))],
    ['Arguments', bare === undefined ? '' : terms(argumentTerms(bare))],
    ['Options', bare === undefined ? '' : terms(optionTerms(bare))],
    ['Global options', isRoot ? terms(globalTerms()) : globalLine(paint, columns)],
    ['Environment', terms(environmentTerms(teaching))],
    ['Examples', examples(teaching.examples, paint, columns)],
    ['What next', examples(teaching.next ?? [], paint, columns)],
  ];
  const title = wrap(`${path} · ${entry.summary}`, columns).replace(
    `${path} ·`,
    `${paint.bold(path)} ${paint.dim('·')}`,
  );
  const description = teaching.description === undefined ? [] : [wrap(teaching.description, columns)];
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([heading, text]) => `${paint.bold(heading)}\n${text}`);
  return `${[title, ...description, ...body].join('\n\n')}\n`;
}

function usages(entry: Command | Group, path: string, columns: number): string {
  const own = entry.kind === 'command' ? entry : entry.bare;
  const lines = [
    ...(own === undefined ? [] : [usage(own, path)]),
    ...(entry.kind === 'command' ? [] : [`${path} <command> [options]`]),
  ];
  return lines.map((line) => indent(wrap(line, columns - 6), '  ', '      ')).join('\n');
}

function usage(entry: Command, path: string): string {
  const words = Object.entries(entry.arguments).map(([key, spec]) => {
    const name = kebabCase(key) + (spec.variadic ? '...' : '');
    return spec.required ? `<${name}>` : `[${name}]`;
  });
  return [path, ...words, '[options]'].join(' ');
}

function alsoLine({ also = [] }: HelpTexts, paint: Paint, columns: number): string {
  const lines = fold([...also], columns - 2, ', ').map((line) => paint.cyan(line));
  return indent(lines.join('\n'), '  ');
}

function commandTerms(entry: Command | Group): Term[] {
  if (entry.kind === 'command') return [{ term: entry.name, description: entry.summary }];
  const verbs = entry.commands.map((child) => child.name).join(' ');
  return [{ term: entry.name, description: verbs === '' ? entry.summary : `${entry.summary}: ${verbs}` }];
}

function argumentTerms(entry: Command): Term[] {
  return Object.entries(entry.arguments).map(([key, spec]) => ({
    term: kebabCase(key),
    description: spec.description,
  }));
}

function optionTerms(entry: Command): Term[] {
  return Object.entries(entry.options).map(([key, spec]) => {
    const hasDefault =
      spec.placeholder !== undefined && spec.repeatable !== true && spec.defaultValue !== undefined;
    const fallback = hasDefault ? ` (default: ${JSON.stringify(spec.defaultValue).replaceAll('"', '')})` : '';
    const several = spec.repeatable === true ? ' (several times)' : '';
    const excluded = excludedBy(entry, key);
    const alone = excluded.length === 0 ? '' : ` (not with ${excluded.join(', ')})`;
    return { term: flagsOf(key, spec), description: spec.description + fallback + several + alone };
  });
}

/** Whichever of the two says it. */
function excludedBy({ options }: Command, key: string): string[] {
  const keys = Object.keys(options).filter(
    (other) => options[key]?.excludes?.includes(other) || options[other]?.excludes?.includes(key),
  );
  return keys.map((other) => `--${kebabCase(other)}`);
}

function globalTerms(): Term[] {
  return [
    ...globalOptions.map(({ flags, description }) => ({ term: flags, description })),
    { term: '-h, --help', description: 'show the help of a command' },
    { term: '-V, --version', description: 'show the version' },
  ];
}

function globalLine(paint: Paint, columns: number): string {
  const names = [...globalOptions.map(({ flags }) => flags.replace(/^-\w, /, '')), '--help'];
  const lines = fold(names, columns - 2, '  ');
  return indent(lines.join('\n'), '  ').replaceAll(/--[\w-]+/g, paint.cyan);
}

function environmentTerms(entry: Pick<HelpTexts, 'environment'>): Term[] {
  return Object.entries(entry.environment ?? {}).map(([term, description]) => ({ term, description }));
}

function examples(list: readonly Example[], paint: Paint, columns: number): string {
  return list
    .map(
      ({ command, does }) =>
        `${commandLines(command, paint, columns)}\n${indent(paint.dim(wrap(does, columns - 6)), '      ')}`,
    )
    .join('\n');
}

/** A command that is broken as a shell lets it be broken, never inside quotes, so that it can be copied still. */
function commandLines(command: string, paint: Paint, columns: number): string {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const lines = fold(words, columns - 8, ' ');
  return lines
    .map(
      (line, index) =>
        `${index === 0 ? '  ' : '      '}${paint.cyan(line)}${index < lines.length - 1 ? ' \\' : ''}`,
    )
    .join('\n');
}

/** In fewer columns than this a description stands below its term, and not beside it. */
const NARROW = 60;
/** Columns that a text needs to be read beside a name. */
const NARROWEST = 24;

function renderTerms(list: readonly Term[], paint: Paint, columns: number): string {
  if (columns < NARROW) {
    return list
      .map(
        ({ term, description }) =>
          `${indent(wrap(term, columns - 6), '  ', '      ')
            .split('\n')
            .map(paint.cyan)
            .join('\n')}\n${indent(wrap(description, columns - 6), '      ')}`,
      )
      .join('\n');
  }
  const width = Math.min(30, Math.max(0, ...list.map(({ term }) => displayWidth(term))));
  return list
    .map(({ term, description }) => {
      const text = wrap(description, columns - width - 4);
      // A term wider than its column gets a line of its own.
      const first =
        displayWidth(term) > width
          ? `  ${paint.cyan(term)}\n${' '.repeat(width + 4)}`
          : `  ${pad(paint.cyan(term), width)}  `;
      return indent(text, first, ' '.repeat(width + 4));
    })
    .join('\n');
}

/**
 * Breaks lines at spaces so that none is wider than `columns`, where words allow it. What follows stands below
 * the text of its line: after its indentation, and after a name that two spaces set off.
 */
export function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => {
      const [head = ''] = /^ +\S+ {2,}|^ */.exec(line) ?? [];
      const rest = line.slice(head.length);
      if (columns - head.length < NARROWEST) {
        return `${head.trimEnd()}\n${indent(wrapWords(rest, columns - 6), '      ')}`;
      }
      return indent(wrapWords(rest, columns - head.length), head, ' '.repeat(head.length));
    })
    .join('\n');
}

function wrapWords(text: string, columns: number): string {
  return fold(text.split(' '), columns, ' ').join('\n');
}

/** Lines of words; one that is wider than `columns` has a line of its own. */
function fold(words: readonly string[], columns: number, between: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || displayWidth(last + between + word) > columns) lines.push(word);
    else lines[lines.length - 1] = last + between + word;
  }
  return lines;
}
