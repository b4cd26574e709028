/** The first user runs the forum; of every five hundred one moderates. */
export function roleOf(user: number): 'ADMIN' | 'MODERATOR' | 'MEMBER' {
  return user === 0 ? 'ADMIN' : user % 500 === 1 ? 'MODERATOR' : 'MEMBER';
}

/** Of every twenty users one comes in through a provider. */
const LOGIN_EVERY = 20;
const LOGIN_FIRST = 7;

/** Logins through a provider among so many users. */
export function providerLogins(users: number): number {
  return Math.floor(users / LOGIN_EVERY);
}

/** Whose a login through a provider is. */
export function userOfLogin(login: number): number {
  return login * LOGIN_EVERY + LOGIN_FIRST;
}

/**
 * Who has confirmed an address: without that nobody is let in. Of those who only ever registered every second has, and
 * with them the moderators, and whom a provider vouches for.
 * @param acted whether the user has ever written or liked anything
 */
export function hasConfirmed(user: number, acted: boolean): boolean {
  return acted || user % 2 === 0 || roleOf(user) === 'MODERATOR' || user % LOGIN_EVERY === LOGIN_FIRST;
}
