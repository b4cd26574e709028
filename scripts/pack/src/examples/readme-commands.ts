/** A line of a README that is to be run. */
interface ReadmeCommand {
  readonly line: string;
  /** How it is to end; 0 unless a comment behind it says `# exits 2`. */
  readonly code: number;
}

/** The commands of all blocks whose fence says `sh run`, in order. */
export function readmeCommands(markdown: string): ReadmeCommand[] {
  return [...markdown.matchAll(/^```sh run\r?\n([^]*?)^```/gm)]
    .flatMap(([, block = '']) => block.split(/\r?\n/))
    .filter((line) => line.trim() !== '')
    .map((line) => ({ line, code: Number(/ # exits (\d+)\b/.exec(line)?.[1] ?? 0) }));
}
