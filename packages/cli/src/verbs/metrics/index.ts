import path from 'node:path';

import { AgoraError } from '@agora/core';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { text } from '../../command/option.ts';

/** `agora metrics` */
export const metrics = defineCommand({
  name: 'metrics',
  summary: 'Print figures for Prometheus, or send them by OTLP',
  description:
    'Runs of migrations with their durations, lock waits and losses, backfills, the age of the verified backup, and how ' +
    'the server does, in the text form of Prometheus. Reads only. A database that does not answer is agora_up 0, and no failure.',
  options: {
    output: text('file', 'write them there, whole or not at all: for node_exporter’s textfile collector'),
    otlp: text(
      'url',
      'send them to a collector as JSON (OTLP/HTTP), such as http://localhost:4318/v1/metrics',
    ),
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora metrics', does: 'the figures' },
    {
      command: 'agora metrics --output /var/lib/node_exporter/agora.prom',
      does: 'where Prometheus finds them',
    },
  ],
  async run({ context, options }) {
    const { out } = context;
    const [{ migrationTarget, openProject }, operations, { replaceFile }] = await Promise.all([
      import('../../project/open/open-project.ts'),
      import('@agora/operations'),
      import('@agora/migrations'),
    ]);
    const opened = await openProject(context);
    const found = await operations.readMetrics({
      ...migrationTarget(opened, context),
      policy: opened.policy,
    });
    const shown = operations.renderPrometheus(found);
    if (options.output !== undefined) await replaceFile(path.resolve(context.cwd, options.output), shown);
    if (options.otlp !== undefined) await send(options.otlp, operations.otlpOf(found, Date.now()));
    if (options.output === undefined && options.otlp === undefined) out.data(found, () => shown.trimEnd());
    return EXIT.ok;
  },
});

/** @throws AgoraError `cli.not_sent` */
async function send(url: string, body: unknown): Promise<void> {
  const { sendRequest } = await import('@agora/operations');
  const { ok, why } = await sendRequest({
    name: 'the collector',
    url,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  if (ok) return;
  throw new AgoraError({
    code: 'cli.not_sent',
    message: 'The collector did not take the figures.',
    why: why ?? '',
    fix: 'Its address ends with /v1/metrics, and it takes JSON: --otlp http://localhost:4318/v1/metrics',
  });
}
