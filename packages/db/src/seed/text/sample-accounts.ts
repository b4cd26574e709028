import { people, type Person } from './people.ts';

/** An account that everyone can log in with, as the documentation prints it. */
export interface SampleAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Person['role'];
  /** Balance of points. */
  readonly points: number;
}

/** The sample accounts of the seeded forum. */
export const sampleAccounts: readonly SampleAccount[] = people.flatMap(({ email, password, role, points }) =>
  password === undefined ? [] : [{ email, password, role, points: points ?? 0 }],
);
