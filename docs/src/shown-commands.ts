/** A command of ours that a page shows. */
export interface ShownCommand {
  readonly line: number;
  /** Without `npx` and the program's name. */
  readonly argv: readonly string[];
}

/** The calls of `agora` in the shell blocks and in the code spans of a page. */
export function shownCommands(markdown: string): ShownCommand[] {
  return markdown.split(/\r?\n/).flatMap((text, at) => {
    const spans = /^\s*(?:npx )?agora /.test(text) ? [text] : [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span!);
    return spans.flatMap((span) => {
      const call = /^\s*(?:npx )?agora (.+)$/.exec(span)?.[1];
      return call === undefined ? [] : [{ line: at + 1, argv: words(call) }];
    });
  });
}

/** The words of a simple command, up to a pipe, a redirection or a comment. */
function words(call: string): string[] {
  const all = [...call.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word.replaceAll(/^["']|["']$/g, ''));
  const end = all.findIndex((word) => ['|', '>', '>>', '&&', ';', '#', '...'].includes(word));
  return end === -1 ? all : all.slice(0, end);
}
