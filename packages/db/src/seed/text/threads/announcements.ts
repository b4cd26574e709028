/* oxlint-disable max-lines -- data: a channel is read, and edited, in one piece */
import { re, type ThreadText } from './thread.ts';

/** Announcements: only the team opens threads here, everyone answers. */
export const announcements: ThreadText[] = [
  {
    day: 1,
    time: '08:30',
    by: 'admin',
    title: 'Welcome to {community}',
    tags: ['announcement'],
    pinned: true,
    edited: '2d',
    before: [['\n\n*Edit: Marisol has joined the team as our second moderator. Say hello!*', '']],
    body: `After a summer of building in the evenings, the doors are open.

{community} is a place for people who make things for the web and want to talk about it without shouting. There are five channels to begin with:

- **General** for everything that fits nowhere else
- **Announcements** for what the team has to say
- **Development** for code, and for questions about code
- **Crypto** for cryptography and, yes, for coins too
- **Community** for the forum itself: introductions, meetups, ideas

Please be kind, be specific, and assume the other person has had a long day. Marcus (@moderator) and I read every report.

*Edit: Marisol has joined the team as our second moderator. Say hello!*`,
    replies: [
      re(
        'moderator',
        '25m',
        'For the record, I was promised cake at the opening. I am filing this as the first report.',
        re('admin', '9m', 'Resolved. The cake is in the oven. I did not say whose oven.'),
      ),
      re(
        'marisol',
        '1d',
        'So happy to be here. I have been lurking on the staging site for weeks and can confirm that the cake is a lie but the people are real.',
      ),
      re(
        'bob',
        '3d',
        'Found this through a friend. Clean, fast, no pop-ups asking for my birthday. I’ll stay.',
      ),
    ],
  },
  {
    day: 3,
    time: '09:00',
    by: 'moderator',
    title: 'The house rules, in one page',
    tags: ['announcement', 'discussion'],
    pinned: true,
    body: `There are six. They fit on one screen on purpose.

1. Argue with the point, not with the person.
2. If you quote, quote honestly.
3. Self-promotion is fine when it answers a question, and spam when it does not.
4. No private information about anyone, including yourself.
5. Use the report button instead of replying to bait.
6. A moderator's decision can be appealed to @admin, once, politely.

What happens when a rule is broken: a note first, then a short ban, then a long one. Everything except outright spam starts with the note.`,
    replies: [
      re(
        'bob',
        '7h',
        'Rule 2 is the one most forums forget. Does "quote honestly" cover trimming a quote so that it says the opposite?',
        re(
          'moderator',
          '35m',
          'That is precisely what it is for. Trim for length, never for meaning.',
          re('bob', '8m', 'Then I have no objections, your honour.'),
        ),
      ),
      re(
        'tomasz',
        '7d',
        'six rules is five more than usenet had',
        re('moderator', '1h', 'And look how quiet it is there now.', re('tomasz', '20m', 'fair')),
      ),
    ],
  },
  {
    day: 7,
    time: '18:00',
    by: 'admin',
    title: 'Maintenance on {weekday 9}, 05:00–05:30 UTC',
    tags: ['announcement', 'news'],
    status: 'ARCHIVED',
    body: `We are moving the database to a larger disk. The forum will be read-only for up to half an hour on {weekday 9} from 05:00 UTC. Keep what you are writing as a draft before that, and nothing should be lost.

I will update this thread when it is done.`,
    replies: [
      re('admin', '36h', 'Done, in eleven minutes. Ten of them were me checking that it was done.'),
      re('bob', '45h', 'Noticed nothing at all, which I suppose is the review you want.'),
    ],
  },
  {
    day: 12,
    time: '10:15',
    by: 'admin',
    title: 'Points, levels and what they are (and are not) for',
    tags: ['announcement', 'feedback'],
    attachments: ['levels'],
    body: `From today every profile shows a points balance. What you have done since the opening is counted in. In short:

| for | points |
|---|---|
| joining | 20 |
| a post | 10 |
| a comment | 3 |
| giving a like | 1 |
| receiving a like | 2 |
| an answer that the asker accepts | 25 |

There are daily caps, so nobody can like their way to the top overnight. Every change is an entry in a ledger which can only be added to; a mistake is corrected by another entry, never by an eraser.

My own account holds the forum's purse, filled today by one entry called an adjustment: once a month it tips people for work that nobody sees, the moderators first. So please do not read the first line of the leaderboard as a boast.

Points are a thank-you. They buy nothing, and we do not plan that they ever will.`,
    replies: [
      re(
        'priya_k',
        '50m',
        'An append-only ledger with a running balance per account. Who checks that the chain is intact?',
        re(
          'admin',
          '40m',
          'The database refuses updates and deletes, and a nightly job adds everything up again and compares. If the two disagree I get a message at a bad hour.',
          re('priya_k', '15m', 'Good. You would be surprised how many do only the second part.'),
        ),
      ),
      re(
        'bob',
        '3h',
        'Counting a *given* like is a nice touch. It pays people for reading.',
        re(
          'tomasz',
          '26h',
          'it pays people for clicking. we will see if they read',
          re(
            'marisol',
            '2h',
            'Capped at fifty a day, @tomasz, so at least they will get some rest in between.',
          ),
        ),
      ),
      re('moderator', '6h', 'Before anyone asks: no, you cannot tip your way out of a ban.'),
    ],
  },
  {
    day: 16,
    time: '09:30',
    by: 'marisol',
    title: 'Introductions thread is open, come and say hello',
    tags: ['announcement', 'discussion'],
    body: `Many of you send me a mail to say hello, which is lovely, but then only I get to meet you!

There is now a thread in Community for introductions. Two lines are plenty: where you are, what you make, and one thing you would like to learn this year. I'll start.`,
    replies: [
      re('wren', '2h', 'Done! It took me four drafts to sound casual.'),
      re(
        'priya_k',
        '20h',
        'I wrote one line. I trust that is within tolerance.',
        re('marisol', '30m', 'One very good line. I counted it twice.'),
      ),
    ],
  },
  {
    day: 22,
    time: '11:00',
    by: 'admin',
    title: 'Search is here',
    tags: ['announcement', 'news'],
    body: `You can now search titles and posts from the bar at the top. A match in the title ranks above one in the text, and it understands English word endings, so *migrating* finds *migration*.

It is PostgreSQL's own full-text search with one generated column and one index. No extra server. If it ever becomes too small for us I will be delighted to have that problem.`,
    replies: [
      re(
        'bob',
        '1h',
        'Generated `tsvector` column plus GIN is the right first step. Ninety percent of "we need a search cluster" conversations should have ended there.',
        re('tomasz', '3h', 'and the other ten percent should have been a static page'),
      ),
      re(
        'wren',
        '5h',
        'I searched for "routers" and got the children who were routers. Witchcraft. Thank you!',
      ),
      re(
        'priya_k',
        '21h',
        'Comments are not indexed, only posts. Intentional?',
        re(
          'admin',
          '2h',
          'For now, yes. Results that jump into the middle of an argument read badly. I want to group them by thread first, then switch it on.',
        ),
      ),
    ],
  },
  {
    day: 29,
    time: '16:20',
    by: 'moderator',
    title: 'First month: some numbers, some thanks',
    tags: ['news', 'announcement'],
    attachments: ['first-month'],
    body: `Four weeks in. No reports of anything worse than sarcasm, and most of that was mine.

A few observations from reading everything:

- The median first answer to a question in Development takes less than two hours. That is mostly @bob.
- The longest thread so far is about tabs. Of course it is.
- Exactly one person has used the word "synergy". I have spoken to them.

Thank you all. A forum is its first hundred regulars; you are setting the tone for everyone who comes later.`,
    replies: [
      re('bob', '30m', 'I will have you know that I also sleep.'),
      re(
        'wren',
        '2h',
        'It was ironic synergy!!',
        re('moderator', '14m', 'That is what they all say, @wren.'),
      ),
      re('carol', '2d', 'I joined because someone sent me the tabs thread. So it does work as advertising.'),
    ],
  },
  {
    day: 36,
    time: '08:45',
    by: 'admin',
    title: 'Incident report: slow pages on {weekday 35} evening',
    tags: ['announcement', 'news'],
    body: `Between 19:10 and 20:05 UTC on {weekday 35} pages took up to nine seconds. Nothing was lost. What happened, in order:

1. A nightly report ran in the evening because I had typed the time zone wrong.
2. It held a long transaction open, so dead rows in the sessions table could not be cleaned up.
3. Every page reads that table, and each read had more and more dead rows to step over.

I stopped the report at 20:01 and the table recovered by itself.

What changes: the report runs against a copy, there is a limit on how long any transaction may stay open, and an alarm on the age of the oldest one. I am sorry about your {weekday 35}.`,
    edited: '3h',
    before: [
      [
        'What changes: the report runs against a copy, there is a limit on how long any transaction may stay open, and an alarm on the age of the oldest one.',
        'What changes: the report runs against a copy from now on.',
      ],
    ],
    replies: [
      re(
        'bob',
        '40m',
        '`idle_in_transaction_session_timeout` would have caught this if it was idle between queries. Was it?',
        re(
          'admin',
          '25m',
          'No, it was busy the whole time, one very large query. So it took `statement_timeout` on the reporting role instead. Both are set now.',
          re(
            'bob',
            '10m',
            'Then that is the right pair. Thanks for writing this up in the open, by the way. Most places would have said "a brief degradation".',
            re('tomasz', '2h', 'most places would have said nothing. +1'),
          ),
        ),
      ),
      re(
        'carol',
        '6h',
        'As someone who runs reports for a living: I feel seen, and slightly accused.',
        re('admin', '1h', 'You are acquitted, @carol. It was my cron line.'),
      ),
    ],
  },
  {
    day: 43,
    time: '12:00',
    by: 'marisol',
    title: 'Reading week: one quiet week without new features',
    tags: ['announcement', 'feedback'],
    body: `Next week nothing changes on the forum, on purpose. Helen is going to leave the code alone, Marcus is going to answer old questions, and I will go through the feedback threads and sort what you asked for.

If you have been waiting for a good moment to tell us what annoys you, this is it. Small things are welcome. Small things are the best.`,
    replies: [
      re(
        'wren',
        '50m',
        'The reply box jumps by a few pixels when the toolbar appears. It haunts me.',
        re(
          'marisol',
          '3h',
          'First on the list. I saw it too after you said it and now I cannot stop seeing it. Thanks for that.',
        ),
      ),
      re(
        'carol',
        '4h',
        'A way to see which of my questions have no accepted answer yet. I forget to come back and click it, and then I feel rude.',
      ),
      re(
        'jonas',
        '9h',
        'Wallet login?',
        re(
          'priya_k',
          '1h',
          'What would it prove that a passkey does not?',
          re('jonas', '20m', 'ownership', re('tomasz', '25m', 'of what. the passkey is also yours')),
        ),
      ),
    ],
  },
  {
    day: 46,
    time: '09:20',
    by: 'admin',
    title: 'New certificates tonight, 20:00 UTC',
    tags: ['announcement'],
    status: 'ARCHIVED',
    body: `You may have to reload once between 20:00 and 20:05. Nothing else changes.`,
    replies: [re('admin', '11h', 'Done.'), re('carol', '12h', 'Had to reload once, as announced.')],
  },
  {
    day: 51,
    time: '09:10',
    by: 'moderator',
    title: 'About yesterday’s ban, and why it was lifted',
    tags: ['announcement', 'discussion'],
    body: `Yesterday morning I banned @tomasz for a comment in the tabs thread. Five hours later I lifted it. I owe you the reasons for both.

The comment looked like an insult when read alone. Read below the one it answered, it was a quotation of something its target had said about himself, and the target had laughed. I acted on a report without reading upwards. That is my mistake, and the points he missed have been put right.

From now on: no ban without the whole thread read by the one who bans, and a second pair of eyes for anything longer than a day.`,
    replies: [
      re(
        'tomasz',
        '1h',
        'accepted. for what its worth it was the most productive morning i had in weeks',
        re('moderator', '20m', 'I will not make that an official feature.'),
      ),
      re(
        'bob',
        '2h',
        'I was the target, and I can confirm that I laughed. Thanks for saying this in public, Marcus.',
      ),
      re(
        'priya_k',
        '4h',
        'The second rule (two people for anything longer than a day) is the one that will matter in a year.',
      ),
      re('marisol', '5h', 'I am the second pair of eyes. They are good eyes. I had them checked.'),
    ],
  },
  {
    day: 57,
    time: '15:30',
    by: 'admin',
    title: 'Attachments have moved: addressed by content',
    tags: ['announcement', 'tutorial'],
    attachments: ['cid'],
    body: `Until now an attachment lived on one disk under a running number. As of today files are stored by the hash of their content, so the same picture uploaded ten times is kept once, and an address can never come to mean something else later. What you had attached before has moved along.

If you like to check such things: the id is a CIDv1, \`base32\`, raw codec, SHA-256. Run any IPFS tool over the file and you should get the same string.

A file may have up to 8 MB. Please write the description for people who cannot see the picture; the field is right there.`,
    replies: [
      re(
        'priya_k',
        '35m',
        'Verified with an independent implementation on three files. Same ids. Well done for choosing the boring codec.',
        re('admin', '15m', 'Boring was the whole brief.'),
      ),
      re(
        'wren',
        '2h',
        'YES to alt text being a field and not an afterthought. Could it be required for images?',
        re(
          'marisol',
          '1h',
          'I would love that. Helen?',
          re(
            'admin',
            '40m',
            'A nudge first: an empty description asks once before it lets you post. Required if the nudge does not work.',
            re(
              'wren',
              '12m',
              'A fair deal. I will report back with statistics and passive aggression.',
              re('marisol', '9m', 'The two pillars of design.'),
            ),
          ),
        ),
      ),
      re('jonas', '30m', 'so its an NFT', re('priya_k', '10m', 'No.')),
    ],
  },
  {
    day: 62,
    time: '10:00',
    by: 'admin',
    title: 'You can now log out everywhere at once',
    tags: ['announcement', 'security'],
    body: `Lost a phone, or stayed logged in at the library? You can now end all your sessions in one go, the one you ask from included. A new password does the same. Moderators and I have had it for two weeks and nobody was locked out, not even Marcus.

Please check first that you know your password. We cannot read it and cannot tell it to you; we can only mail you a way to choose another.`,
    replies: [
      re(
        'priya_k',
        '20m',
        'How do you store what renews a session?',
        re(
          'admin',
          '30m',
          'As its SHA-256. It is 256 random bits, so there is nothing to guess and no need for argon2id, which the passwords have. Each is good once; if it comes a second time the whole session ends, as one of the two who hold it is a thief.',
          re('priya_k', '5m', 'Then I have nothing to complain about and will go and find something.'),
        ),
      ),
      re('carol', '3h', 'Done at once, because of a tablet that now lives with my nephew. He has noticed.'),
    ],
  },
  {
    day: 68,
    time: '13:00',
    by: 'moderator',
    title: 'Spam in Crypto: what we did, what you can do',
    tags: ['announcement', 'security'],
    body: `On {weekday 63} a post in Crypto promised an "airdrop" to all of you. The page behind it asked for a seed phrase. Nobody legitimate will ever ask for that, here or anywhere.

We hid the post, wrote to everyone who had liked or answered it, and banned the account for three days as it was its first time. A second time will be longer.

What helps most: report, do not reply. A reply lifts the thread to the top of the list, which is exactly what it wants.`,
    replies: [
      re('tomasz', '25m', 'three days is generous'),
      re(
        'wren',
        '1h',
        'I am embarrassed to say that I liked the post before reading it. The rocket was cute. Lesson learned.',
        re(
          'priya_k',
          '50m',
          'You did not paste anything into it. That is the line that matters.',
          re('wren', '10m', 'I do not even own a seed phrase. Only seeds. Tomatoes, mostly.'),
        ),
      ),
      re(
        'bob',
        '4h',
        'Suggestion: links in the first three posts of a new account could wait for a moderator.',
        re(
          'moderator',
          '2h',
          'On the list. It would have stopped this one, and would have delayed perhaps two real posts since we opened.',
        ),
      ),
    ],
  },
  {
    day: 74,
    time: '17:15',
    by: 'marisol',
    title: 'Autumn meetup: the date is set',
    tags: ['announcement', 'news'],
    body: `You voted, and it will be a {weekday 97}: **{date 97}, 15:00 UTC**, online, two hours, with an open end in the lobby.

Three short talks (ten minutes each, no slides needed), then tables by subject. If you would like to give one of the talks, answer here with one sentence on what it would be about. First-time speakers go to the front of the queue.`,
    replies: [
      re(
        'bob',
        '1h',
        '"What COBOL taught me about database migrations." It taught me a lot and I will be brief.',
      ),
      re(
        'carol',
        '5h',
        'I have never given a talk. "From one enormous spreadsheet to twelve small tables", with the screenshots I am ashamed of?',
        re(
          'marisol',
          '20m',
          'Carol!! Yes. Front of the queue. The screenshots are the talk.',
          re('carol', '15m', 'Then it is decided, before I can think about it.'),
        ),
      ),
      re('priya_k', '18h', '"Ten minutes of nonces." It is exactly as long as it sounds.'),
      re(
        'tomasz',
        '1d',
        'i will come and sit at the back',
        re(
          'marisol',
          '1h',
          'It is online, there is no back!',
          re('tomasz', '6m', 'camera off. thats the back'),
        ),
      ),
    ],
  },
  {
    day: 81,
    time: '09:40',
    by: 'admin',
    title: 'From now on, changes come with notes',
    tags: ['announcement', 'news'],
    body: `From this week I gather changes to the forum for a {weekday 81} and write here what they are. Until now I changed things when I felt like it, and you found out by bumping into them.

This time:

- a list of all your own threads, drafts too, so that none of your questions waits unseen (asked for by @carol)
- the reply box no longer jumps (asked for, with feeling, by @wren)
- an edit keeps what the post said before, for everyone to read (asked for by @bob)
- search marks the words that it found (asked for by @priya_k)`,
    replies: [
      re('wren', '15m', 'IT DOES NOT JUMP. I opened and closed it eleven times. Thank you.'),
      re(
        'carol',
        '5h',
        'Three of mine were waiting. I have accepted them all and feel like a better person.',
      ),
      re(
        'bob',
        '3h',
        'Notes that credit people by name. Take note, everyone who ever wrote "various improvements".',
      ),
    ],
  },
  {
    day: 88,
    time: '09:05',
    by: 'admin',
    title: 'Changes this week: faster threads, one clock',
    tags: ['announcement', 'news'],
    body: `- Long threads load in a single request. The one about tabs now opens in the time it used to take to draw the header.
- Pinned threads have a list of their own, in front of the others.
- Times are in UTC everywhere; two places had kept the clock of Sheffield.
- Welcome to everyone who joined this week. Questions about the forum itself are best asked in Community.`,
    replies: [
      re(
        'bob',
        '2h',
        'Materialised path?',
        re(
          'admin',
          '30m',
          'Yes: ids that sort by time, one after the other, in a byte column. One index scan returns the whole thread in reading order.',
          re(
            'bob',
            '12m',
            'I have wanted to see that done properly for years. What do you do about depth?',
            re(
              'admin',
              '8m',
              'Ten levels, checked by the database. Beyond that it is not a thread any more, it is two people who should call each other.',
              re('tomasz', '1h', 'challenge accepted', re('moderator', '10m', 'Please do not.')),
            ),
          ),
        ),
      ),
      re(
        'dave',
        '11h',
        'New this week and found everything without asking anyone, which does not happen to me often. Nice work.',
      ),
    ],
  },
];
