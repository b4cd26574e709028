/**
 * How many links a text holds, as its readers would count them: bare addresses, and targets of Markdown's links, in place or
 * in a definition, however they are written: `http\\:` and `&#104;ttp:` are addresses there, too. Rather one too many.
 */
export function linksIn(text: string): number {
  return (
    text.match(/(?<![a-z0-9])https?:|(?<![a-z0-9])mailto:|\](?:\(|:)(?!\s*<?(?:https?|mailto):)/gi)?.length ??
    0
  );
}
