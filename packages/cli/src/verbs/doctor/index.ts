import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { flag } from '../../command/option.ts';
import { serverOption } from '../../project/scratch/scratch-server.ts';
import { renderCheck } from '../../project/deploy/health-checks.ts';
import type { Paint } from '../../terminal/paint.ts';
import type { DoctorFinding } from './check.ts';

/** `agora doctor` */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Tell what stands in the way, each with its reason and its fix',
  description:
    'Versions, the connection and its rights, a pooler, the server’s settings and extensions, the history, drift, ways ' +
    'back, indexes, the disk, git. Reads only. Exits 2 when something stands in the way; advice alone exits 0.',
  options: {
    deep: flag('compare the whole catalog with the history, replayed in a temporary database'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora doctor', does: 'before the first migration, or when something is odd' },
    { command: 'agora doctor --env production --deep', does: 'before a deploy' },
    { command: 'agora doctor --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora migrate status', does: 'what is applied, and what is pending' }],
  async run({ context, options }) {
    const { out } = context;
    const [{ openProject }, { examine }, { checks }] = await Promise.all([
      import('../../project/open/open-project.ts'),
      import('./read/examine.ts'),
      import('./checks/index.ts'),
    ]);
    const opened = await openProject(context);
    const found = await out.step('Looking', () => examine(context, opened, options));
    const verdicts = checks.flatMap(({ name, judge }) => {
      const verdict = judge(found);
      return verdict === undefined ? [] : [{ name, ...verdict }];
    });
    const { environment } = found;
    out.data({ environment, checks: verdicts }, (paint) =>
      [
        row(paint, 'environment', `${environment.name} (${environment.why})`, []),
        ...verdicts.map(({ name, saw, findings }) => row(paint, name, saw, findings)),
      ].join('\n'),
    );
    const standing = verdicts.flatMap(({ findings }) => findings).filter(({ blocks }) => blocks).length;
    if (standing === 0) out.success('Nothing stands in the way.');
    else out.warn(standing === 1 ? 'One thing stands in the way.' : `${standing} things stand in the way.`);
    return standing === 0 ? EXIT.ok : EXIT.found;
  },
});

function row(paint: Paint, name: string, saw: string, findings: readonly DoctorFinding[]): string {
  const outcome = findings.some(({ blocks }) => blocks) ? 'red' : findings.length > 0 ? 'yellow' : 'green';
  return renderCheck(paint, { outcome, name, saw, findings }, 12);
}
