/** What a notice can be about; `test` tries the way. */
export type NoticeEvent = 'begin' | 'success' | 'failure' | 'rollback' | 'test';

/** What receivers are told, in the form that webhooks and commands get it. */
export interface Notice {
  readonly event: NoticeEvent;
  readonly environment: string;
  readonly database: string;
  /** One line. */
  readonly title: string;
  /** What happened and why, a line or more. */
  readonly text: string;
  readonly migrations: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** As Slack's incoming webhooks take it. Pure. */
export function slackForm({ title, text, migrations }: Notice): { readonly text: string } {
  return {
    text: [`*${plain(title)}*`, plain(text), ...migrations.map((name) => `• ${plain(name)}`)]
      .filter((line) => line !== '')
      .join('\n'),
  };
}

/** Slack reads these three as its own. */
function plain(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As a mail says it. Pure. */
export function mailText({ text, migrations, environment, database, at }: Notice): string {
  return [
    text,
    ...(migrations.length === 0 ? [] : ['', ...migrations.map((name) => `- ${name}`)]),
    '',
    `Database ${database} in ${environment}, ${at}.`,
    '',
  ].join('\n');
}
