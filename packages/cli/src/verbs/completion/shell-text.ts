import type { Place } from './places.ts';

/** An option that takes a value, where it may be typed. */
interface ValuedOption {
  /** The words before the value, as the scripts gather them. */
  readonly at: string;
  readonly values: readonly string[];
}

/** Every option that takes a value, at each place. */
export function valuedOptions(places: readonly Place[]): readonly ValuedOption[] {
  return places.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ words, values }) =>
        words.map((word) => ({ at: `${path === '' ? '' : ` ${path}`} ${word}`, values })),
      ),
  );
}

/** Name of the function of a program's completion. */
export function functionName(program: string): string {
  return `_${program.replaceAll('-', '_')}`;
}

/** A text as one word of bash or zsh. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
