/** How many links a text holds, as its readers would count them: bare addresses, and the targets of Markdown's links. */
export function linksIn(text: string): number {
  return text.match(/\bhttps?:\/\/|\]\((?!\s*https?:)|\bmailto:/gi)?.length ?? 0;
}
