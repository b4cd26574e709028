/** The ten people of the hand-written forum, by username. */
export type Handle =
  | 'admin'
  | 'moderator'
  | 'marisol'
  | 'bob'
  | 'priya_k'
  | 'tomasz'
  | 'wren'
  | 'carol'
  | 'jonas'
  | 'dave';

/** Locales of which faker supplies names and places. */
export type PersonLocale = 'en' | 'es' | 'de' | 'pl' | 'en_GB' | 'en_IN';

export interface Person {
  username: Handle;
  email: string;
  firstName: string;
  role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  /** Day and time (UTC) of joining, counted as in ThreadText. */
  joined: readonly [day: number, time: string];
  locale: PersonLocale;
  timeZone: string;
  /** Where they say they live, in the threads too. */
  place: string;
  /** Hours of their own clock in which they write nothing: a half-open span after midnight. */
  sleeps: readonly [from: number, until: number];
  theme: 'system' | 'light' | 'dark';
  digest: 'NEVER' | 'DAILY' | 'WEEKLY';
  /** `{place}` is filled in. */
  bio: string;
  /** Only the sample accounts have a password that anyone knows. */
  password?: string;
  /** Balance in which the ledger ends, for the sample accounts. */
  points?: number;
  /** Whose surname faker takes; absent: any. */
  surnameOf?: 'female' | 'male';
  /** Has chosen no picture: initials stand there. */
  unpictured?: true;
  /** Outside providers the person can log in through. */
  logins?: readonly ('github' | 'google')[];
  /** How often this person gives a like, relative to the others. */
  generosity: number;
}

/**
 * Ten voices. In the texts: admin is calm and plans ahead; moderator is dry and careful; marisol is warm; bob writes
 * long, patient answers; priya_k is exact and now and then curt; tomasz writes in lower case and doubts; wren is
 * quick and funny; carol asks good questions; jonas sells; dave has just arrived.
 */
export const people: readonly Person[] = [
  {
    username: 'admin',
    email: 'admin@forum.com',
    firstName: 'Helen',
    surnameOf: 'female',
    role: 'ADMIN',
    joined: [0, '09:00'],
    locale: 'en_GB',
    timeZone: 'Europe/London',
    place: 'Sheffield',
    sleeps: [0, 6],
    theme: 'system',
    digest: 'DAILY',
    bio: 'I keep the lights on here. Twenty years of running other people’s servers, five of running communities. Based in {place}. If something is broken, tell me; if something is missing, tell everyone.',
    password: 'Admin123!',
    points: 50_000,
    logins: ['github'],
    generosity: 0.8,
  },
  {
    username: 'moderator',
    email: 'moderator@forum.com',
    firstName: 'Marcus',
    surnameOf: 'male',
    role: 'MODERATOR',
    joined: [0, '10:20'],
    locale: 'en',
    timeZone: 'America/New_York',
    place: 'Geneva, New York',
    sleeps: [0, 5],
    theme: 'dark',
    digest: 'DAILY',
    bio: 'Moderator. I read the reports so you do not have to. Librarian by training, in {place} by accident.',
    password: 'Moderator123!',
    points: 5_000,
    generosity: 0.9,
  },
  {
    username: 'marisol',
    email: 'marisol@example.com',
    firstName: 'Marisol',
    surnameOf: 'female',
    role: 'MODERATOR',
    joined: [2, '08:05'],
    locale: 'es',
    timeZone: 'Europe/Madrid',
    place: 'Madrid',
    sleeps: [0, 6],
    theme: 'light',
    digest: 'WEEKLY',
    bio: 'Moderadora. Teacher in the mornings, gardener at weekends, in {place}. Say hello in Introductions!',
    generosity: 1.5,
  },
  {
    username: 'bob',
    email: 'bob@example.com',
    firstName: 'Bob',
    surnameOf: 'male',
    role: 'MEMBER',
    joined: [3, '13:40'],
    locale: 'en',
    timeZone: 'America/Chicago',
    place: 'Evanston',
    sleeps: [0, 5],
    theme: 'dark',
    digest: 'WEEKLY',
    bio: 'Backend developer, mostly PostgreSQL and TypeScript, formerly COBOL (yes, really). {place}. Two dogs, one of them helpful.',
    password: 'User123!',
    points: 1_200,
    logins: ['github'],
    generosity: 1.1,
  },
  {
    username: 'priya_k',
    email: 'priya@example.com',
    firstName: 'Priya',
    surnameOf: 'female',
    role: 'MEMBER',
    joined: [5, '06:30'],
    locale: 'en_IN',
    timeZone: 'Asia/Kolkata',
    place: 'Bengaluru',
    sleeps: [1, 6],
    theme: 'dark',
    digest: 'NEVER',
    bio: 'Applied cryptography. I review protocols for a living and break toy ones for fun. {place}.',
    logins: ['github'],
    generosity: 0.6,
  },
  {
    username: 'tomasz',
    unpictured: true,
    email: 'tomasz@example.com',
    firstName: 'Tomasz',
    surnameOf: 'male',
    role: 'MEMBER',
    joined: [9, '19:15'],
    locale: 'pl',
    timeZone: 'Europe/Warsaw',
    place: 'wrocław',
    sleeps: [2, 7],
    theme: 'light',
    digest: 'NEVER',
    bio: 'sysadmin, {place}. i have seen your architecture diagram before, it was called a mainframe',
    generosity: 0.5,
  },
  {
    username: 'wren',
    email: 'wren@example.com',
    firstName: 'Wren',
    role: 'MEMBER',
    joined: [14, '20:10'],
    locale: 'en_GB',
    timeZone: 'Europe/London',
    place: 'Leeds',
    sleeps: [1, 7],
    theme: 'system',
    digest: 'WEEKLY',
    bio: 'Designer who codes, or the other way round depending on the invoice. {place}. They/them.',
    logins: ['github', 'google'],
    generosity: 1.4,
  },
  {
    username: 'carol',
    email: 'carol@example.com',
    firstName: 'Carol',
    surnameOf: 'female',
    role: 'MEMBER',
    joined: [30, '17:25'],
    locale: 'en',
    timeZone: 'America/Denver',
    place: 'Denver',
    sleeps: [0, 5],
    theme: 'light',
    digest: 'DAILY',
    bio: 'Data analyst learning to build real things. Ask me about spreadsheets, then stop asking me about spreadsheets. {place}.',
    password: 'User123!',
    points: 300,
    logins: ['google'],
    generosity: 0.45,
  },
  {
    username: 'jonas',
    email: 'jonas@example.com',
    firstName: 'Jonas',
    surnameOf: 'male',
    role: 'MEMBER',
    joined: [40, '11:50'],
    locale: 'de',
    timeZone: 'Europe/Berlin',
    place: 'Berlin',
    sleeps: [2, 7],
    theme: 'dark',
    digest: 'NEVER',
    bio: 'Building the future of value. DYOR. {place} 🚀',
    logins: ['google'],
    generosity: 0.5,
  },
  {
    username: 'dave',
    unpictured: true,
    email: 'dave@example.com',
    firstName: 'Dave',
    surnameOf: 'male',
    role: 'MEMBER',
    joined: [84, '18:45'],
    locale: 'en',
    timeZone: 'America/Los_Angeles',
    place: 'Oakland',
    sleeps: [0, 5],
    theme: 'system',
    digest: 'WEEKLY',
    bio: 'New here. Electrician, {place}. Building a small web shop in the evenings.',
    password: 'User123!',
    points: 50,
    logins: ['google'],
    generosity: 0.06,
  },
];

const positions = new Map<Handle, number>(people.map((person, index) => [person.username, index]));

/** Position of a person in {@link people}, and so of the user in a plan. */
export function userIndex(handle: Handle): number {
  return positions.get(handle)!;
}
