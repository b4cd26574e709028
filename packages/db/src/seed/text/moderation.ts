import type { Handle } from './people.ts';

type Moment = readonly [day: number, time: string];

export interface BanText {
  user: Handle;
  by: Handle;
  reason: string;
  from: Moment;
  /** Absent: for good. */
  until?: Moment;
  lifted?: Moment;
}

/** Bans of the demo; while one is in force its user writes and likes nothing. */
export const bans: readonly BanText[] = [
  {
    user: 'tomasz',
    by: 'moderator',
    reason: 'Insulting another member in the thread about tabs.',
    from: [50, '09:30'],
    until: [51, '09:30'],
    lifted: [50, '14:30'],
  },
  {
    user: 'jonas',
    by: 'admin',
    reason: 'Posting a phishing link. First time, three days, agreed with Marisol.',
    from: [64, '08:00'],
    until: [67, '08:00'],
  },
  {
    user: 'jonas',
    by: 'marisol',
    reason:
      'Paid promotion with a promised return, for the second time. For good, agreed with Helen; he may appeal.',
    from: [82, '09:00'],
  },
];

export interface ReportText {
  by: Handle;
  at: Moment;
  /** Title of a post, beginning of a comment, or a username. */
  target: { post: string } | { comment: string } | { user: Handle };
  reason: 'SPAM' | 'HARASSMENT' | 'OFF_TOPIC' | 'MISINFORMATION' | 'OTHER';
  details: string;
  handled?: { by: Handle; at: Moment; status: 'RESOLVED' | 'DISMISSED'; resolution: string };
}

export const reports: readonly ReportText[] = [
  {
    by: 'moderator',
    at: [1, '10:24'],
    target: { post: 'Welcome to {community}' },
    reason: 'OTHER',
    details: 'No cake.',
    handled: {
      by: 'admin',
      at: [1, '10:30'],
      status: 'RESOLVED',
      resolution: 'The cake is in the oven.',
    },
  },
  {
    by: 'priya_k',
    at: [10, '08:10'],
    target: { comment: 'i vote for neither' },
    reason: 'OFF_TOPIC',
    details: 'It answers nothing.',
    handled: {
      by: 'marisol',
      at: [10, '16:40'],
      status: 'DISMISSED',
      resolution: 'A shrug, and within the rules.',
    },
  },
  {
    by: 'jonas',
    at: [41, '15:20'],
    target: { comment: 'with a salary' },
    reason: 'HARASSMENT',
    details: 'making fun of me in my own thread',
    handled: {
      by: 'moderator',
      at: [41, '16:05'],
      status: 'DISMISSED',
      resolution: 'I looked and I disagree: it is a joke about a salary, his own. Nobody was attacked.',
    },
  },
  {
    by: 'wren',
    at: [50, '08:50'],
    target: { comment: 'and so spoke the village idiot' },
    reason: 'HARASSMENT',
    details: 'Calling Bob an idiot out of nowhere?',
    handled: {
      by: 'moderator',
      at: [50, '09:28'],
      status: 'RESOLVED',
      resolution:
        'Banned for a day. Lifted five hours later: it quotes what Bob had said about himself further up.',
    },
  },
  {
    by: 'priya_k',
    at: [64, '06:20'],
    target: { post: '🚀 Free airdrop for early members, 48h only' },
    reason: 'SPAM',
    details: 'Phishing for seed phrases. The page behind the link was registered two days ago.',
    handled: {
      by: 'admin',
      at: [64, '07:58'],
      status: 'RESOLVED',
      resolution:
        'Post hidden, author banned for three days, everyone who liked or answered it was written to.',
    },
  },
  {
    by: 'tomasz',
    at: [64, '07:20'],
    target: { post: '🚀 Free airdrop for early members, 48h only' },
    reason: 'SPAM',
    details: 'scam. take it down before america wakes up',
    handled: {
      by: 'admin',
      at: [64, '07:59'],
      status: 'RESOLVED',
      resolution: 'Same as the other report. Thank you for being quick.',
    },
  },
  {
    by: 'tomasz',
    at: [81, '21:50'],
    target: { post: 'Last chance presale, members only' },
    reason: 'SPAM',
    details: 'guaranteed 3x. again',
    handled: {
      by: 'marisol',
      at: [82, '08:55'],
      status: 'RESOLVED',
      resolution: 'Hidden, and the author banned for good after talking to Helen.',
    },
  },
  {
    by: 'carol',
    at: [82, '13:45'],
    target: { user: 'jonas' },
    reason: 'MISINFORMATION',
    details: 'He also mailed me the presale link, to the address on my own page. I did not open it.',
    handled: {
      by: 'marisol',
      at: [82, '16:30'],
      status: 'RESOLVED',
      resolution: 'Covered by the ban of this morning. Thank you for telling us, Carol.',
    },
  },
  {
    by: 'priya_k',
    at: [88, '05:40'],
    target: { post: 'Why the next cycle will be different' },
    reason: 'MISINFORMATION',
    details:
      'People still arrive at this from outside. Could it carry a note with Carol’s question at the top?',
  },
  {
    by: 'tomasz',
    at: [88, '21:15'],
    target: { comment: 'I would have asked for exactly one banana.' },
    reason: 'OFF_TOPIC',
    details: 'for the record. this is how it starts',
  },
];

/** Corrections by hand in the ledger, where a text speaks of one. */
export const adjustments: readonly { user: Handle; at: Moment; amount: number }[] = [
  { user: 'tomasz', at: [51, '08:50'], amount: 15 },
];

/** When points were announced, and could be given away. */
export const pointsShownSince: Moment = [12, '10:15'];
