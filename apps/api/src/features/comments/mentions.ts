import { uuid7 } from '../../database/uuid7.ts';

/** Most people one text tells; the rest are not told. */
const mostMentions = 10;

/**
 * The usernames that a text mentions as `@name`, each once, as the JSON that `create_comment` takes: with an id for
 * the notification. Code and e-mail addresses hold no mentions.
 */
export function mentionsIn(text: string): string {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
  const names = [...prose.matchAll(/(?<![\w@./])@([a-z0-9_]{3,30})(?!\w)/gi)].map((match) =>
    match[1]?.toLowerCase(),
  );
  const unique = [...new Set(names)].slice(0, mostMentions);
  return JSON.stringify(unique.map((username) => ({ id: uuid7(), username })));
}
