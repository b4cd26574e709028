import type { Command, Example, Group, Teaching } from '../command/command.ts';
import { globalOptions } from './global-options.ts';
import { kebabCase } from '../command/option.ts';
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
    ['Usage', usages(entry, path)],
    ['Commands', terms(verbs.flatMap((child) => commandTerms(child)))],
    ['Arguments', bare === undefined ? '' : terms(argumentTerms(bare))],
    ['Options', bare === undefined ? '' : terms(optionTerms(bare))],
    ['Global options', isRoot ? terms(globalTerms()) : globalLine(paint, columns)],
    ['Environment', terms(environmentTerms(teaching))],
    ['Examples', examples(teaching.examples, paint, columns)],
    ['What next', examples(teaching.next ?? [], paint, columns)],
  ];
  const title = `${paint.bold(path)} ${paint.dim('·')} ${entry.summary}`;
  const description = teaching.description === undefined ? [] : [wrap(teaching.description, columns)];
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([heading, text]) => `${paint.bold(heading)}\n${text}`);
  return `${[title, ...description, ...body].join('\n\n')}\n`;
}

function usages(entry: Command | Group, path: string): string {
  if (entry.kind === 'command') return `  ${usage(entry, path)}`;
  const lines = [
    ...(entry.bare === undefined ? [] : [usage(entry.bare, path)]),
    ...(entry.commands.length === 0 ? [] : [`${path} <command> [options]`]),
  ];
  return indent(lines.join('\n'), '  ');
}

function usage(entry: Command, path: string): string {
  const words = Object.entries(entry.arguments).map(([key, spec]) => {
    const name = kebabCase(key) + (spec.variadic ? '...' : '');
    return spec.required ? `<${name}>` : `[${name}]`;
  });
  return [path, ...words, '[options]'].join(' ');
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
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    const value = spec.placeholder === undefined ? '' : ` <${spec.placeholder}>`;
    const hasDefault =
      spec.placeholder !== undefined && spec.repeatable !== true && spec.defaultValue !== undefined;
    const fallback = hasDefault ? ` (default: ${JSON.stringify(spec.defaultValue).replaceAll('"', '')})` : '';
    const several = spec.repeatable === true ? ' (several times)' : '';
    return {
      term: `${short}--${kebabCase(key)}${value}`,
      description: spec.description + fallback + several,
    };
  });
}

function globalTerms(): Term[] {
  return [
    ...globalOptions.map(({ flags, description }) => ({ term: flags, description })),
    { term: '-h, --help', description: 'show the help of a command' },
    { term: '-V, --version', description: 'show the version' },
  ];
}

function globalLine(paint: Paint, columns: number): string {
  const names = globalOptions.map(({ flags }) => flags.replace(/^-\w, /, ''));
  return indent(wrap(`${names.join('  ')}  --help`, columns - 2), '  ').replaceAll(/--[\w-]+/g, paint.cyan);
}

function environmentTerms(entry: Pick<Teaching, 'environment'>): Term[] {
  return Object.entries(entry.environment ?? {}).map(([term, description]) => ({ term, description }));
}

function examples(list: readonly Example[], paint: Paint, columns: number): string {
  return list
    .map(
      ({ command, does }) =>
        `  ${paint.cyan(command)}\n${indent(paint.dim(wrap(does, columns - 6)), '      ')}`,
    )
    .join('\n');
}

function renderTerms(list: readonly Term[], paint: Paint, columns: number): string {
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
      return indent(wrapWords(line.slice(head.length), columns - head.length), head, ' '.repeat(head.length));
    })
    .join('\n');
}

function wrapWords(text: string, columns: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || displayWidth(last) + 1 + displayWidth(word) > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
