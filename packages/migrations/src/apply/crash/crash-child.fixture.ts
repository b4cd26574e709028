// Run by crash.fixture.ts in a process of its own, which ends by SIGKILL at the nth boundary of a kind, or
// shortly after.
import { deploy } from '../../verbs/deploy.ts';
import { rollback } from '../../verbs/rollback/rollback.ts';
import type { ApplyEvent } from '../options.ts';

const [verb, url = '', directory = '', kind = 'any', nth = '0', delay = '0'] = process.argv.slice(2);
let seen = 0;
const onEvent = (event: ApplyEvent): void => {
  if (event.kind !== 'boundary' || (kind !== 'any' && event.at !== kind)) return;
  seen += 1;
  if (seen !== Number(nth)) return;
  // With a delay the statement that follows is under way on the server.
  if (delay === '0') process.kill(process.pid, 'SIGKILL');
  else setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(delay));
};
const options = { onEvent, unknownStatement: undefined };
const { results } =
  verb === 'deploy'
    ? await deploy({ url, directory, options })
    : await rollback({ url, directory, target: { all: true }, acceptDataLoss: true, options });
const failed = results.find((result) => result.outcome !== 'succeeded');
process.stdout.write(JSON.stringify({ error: failed?.error ?? null }));
