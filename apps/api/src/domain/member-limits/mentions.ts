import { uuid7 } from '../../database/uuid7.ts';

/** Most people one text tells; the rest are not told. */
const mostMentions = 10;

/** The usernames that a text mentions as `@name`, each once. Code and e-mail addresses hold no mentions. */
export function mentionsIn(text: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
  const names = [...prose.matchAll(/(?<![\w@./])@([a-z0-9_]{3,30})(?!\w)/gi)].flatMap(
    (match) => match[1]?.toLowerCase() ?? [],
  );
  return [...new Set(names)].slice(0, mostMentions);
}

/** The same as parameters of a statement, with ids for their notifications. */
export function noticesOf(text: string): { noticeIds: string[]; usernames: string[] } {
  const usernames = mentionsIn(text);
  return { noticeIds: usernames.map(() => uuid7()), usernames };
}
