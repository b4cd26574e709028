// Run by course.fixture.ts in a process of its own, which may be killed at any moment.
import { migrate } from './migrate.fixture.ts';

const [verb, url = '', directory = '', to = ''] = process.argv.slice(2);
const faults = await migrate(verb === 'deploy' ? verb : 'rollback', {
  url,
  directory,
  to,
  onBegin: () => process.stdout.write('begun\n'),
});
process.stdout.write(faults.join('\n'));
