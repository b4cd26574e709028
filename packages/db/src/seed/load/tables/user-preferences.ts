import { userPreferences as factory } from '../../factories/user-preferences.ts';
import { labels, type LoadTable } from './load-table.ts';

const locales = labels(['en', 'en', 'en', 'de', 'es', 'fr', 'pl', 'sv']);
const zones = labels([
  'America/New_York',
  'Europe/London',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Europe/Madrid',
  'Europe/Paris',
  'Europe/Warsaw',
  'Europe/Stockholm',
]);
const themes = labels(['system', 'system', 'light', 'dark']);
const digests = labels(['WEEKLY', 'WEEKLY', 'DAILY', 'NEVER']);

export const userPreferences: LoadTable = {
  factory,
  count: ({ plan }) => plan.users,
  write(writer, { plan, community }, user) {
    const joined = plan.joined[user]!;
    writer.row(9);
    writer.uuid(community);
    writer.uuid7(joined, plan.keys.user, user);
    writer.bytes(locales[user % 8]!);
    writer.bytes(zones[user % 8]!);
    writer.bytes(themes[(user >>> 3) % 4]!);
    writer.bool((user >>> 2) % 4 !== 3);
    writer.bytes(digests[(user >>> 2) % 4]!);
    writer.time(joined);
    writer.time(joined);
  },
};
