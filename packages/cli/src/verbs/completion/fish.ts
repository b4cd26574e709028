import type { OptionWords, Place } from './places.ts';

/** The completion for fish 3, with what each word means. */
export function fishCompletion(program: string, places: readonly Place[]): string {
  const name = `__${program.replaceAll('-', '_')}_here`;
  const valued = places.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ words }) => words.map((word) => `${path} ${word}`.trimStart())),
  );
  const lines = places.flatMap(({ path, next, options }) => {
    const where = `complete -c ${program} -n ${quote(`test (${name}) = ${quote(path)}`)}`;
    return [
      ...next.map(({ word, description }) => `${where} -f -a ${word} -d ${quote(description)}`),
      ...options.map((option) => `${where} ${optionOf(option)}`),
    ];
  });
  return `# ${program} for fish. In config.fish: ${program} completion fish | source
function ${name}
    set -l here
    set -l skip
    for word in (commandline -opc)[2..]
        if test -n "$skip"
            set skip
            continue
        end
        switch "$(string join ' ' -- $here $word)"
            case ${places
              .filter(({ path }) => path !== '')
              .map(({ path }) => quote(path))
              .join(' ')}
                set -a here $word
            case ${valued.map(quote).join(' ')}
                set skip 1
        end
    end
    echo "$here"
end
${lines.join('\n')}
`;
}

function optionOf({ words, takesValue, values, description }: OptionWords): string {
  const names = words.map((word) => (word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`));
  const value = takesValue ? [values.length > 0 ? `-x -a ${quote(values.join(' '))}` : '-r'] : [];
  return [...names, ...value, '-d', quote(description)].join(' ');
}

/** In single quotes fish knows two escapes. */
const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
