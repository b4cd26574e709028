import type { Command, Example, Group } from './command.ts';
import { globalOptions } from './global-options.ts';
import { kebabCase } from './option.ts';
import type { Paint } from './paint.ts';
import { displayWidth, pad } from './table.ts';
import { indent } from './text.ts';

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
  const sections: [string, string][] = [['Usage', `  ${usage(entry, path)}`]];
  if (entry.kind === 'group') {
    sections.push(['Commands', terms(entry.commands.flatMap((child) => commandTerms(child)))]);
  } else {
    sections.push(['Arguments', terms(argumentTerms(entry))], ['Options', terms(optionTerms(entry))]);
  }
  sections.push(
    ['Global options', isRoot ? terms(globalTerms()) : globalLine(paint, columns)],
    ['Environment', terms(environmentTerms(entry))],
    ['Examples', examples(entry.examples, paint, columns)],
    ['What next', examples(entry.next ?? [], paint, columns)],
  );
  const title = `${paint.bold(path)} ${paint.dim('·')} ${entry.summary}`;
  const description = entry.description === undefined ? [] : [wrap(entry.description, columns)];
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([heading, text]) => `${paint.bold(heading)}\n${text}`);
  return `${[title, ...description, ...body].join('\n\n')}\n`;
}

function usage(entry: Command | Group, path: string): string {
  if (entry.kind === 'group') return `${path} <command> [options]`;
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

function environmentTerms(entry: Command | Group): Term[] {
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

/** Breaks lines at spaces so that none is wider than `columns`, where words allow it. */
export function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines = [''];
      for (const word of line.split(' ')) {
        const last = lines[lines.length - 1]!;
        if (last === '') lines[lines.length - 1] = word;
        else if (displayWidth(last) + 1 + displayWidth(word) <= columns)
          lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return lines.join('\n');
    })
    .join('\n');
}
