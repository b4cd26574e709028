/** `text` with `first` before its first line and `rest` before the others. */
export function indent(text: string, first: string, rest: string = first): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
    .join('\n');
}

/** "1 migration", "2 migrations"; `many` where an s is not enough. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${new Intl.NumberFormat('en').format(count)} ${count === 1 ? one : many}`;
}
