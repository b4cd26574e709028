/* oxlint-disable max-lines -- data: a channel is read, and edited, in one piece */
import { re, type ThreadText } from './thread.ts';

/** General: work, tools, reading, small talk. */
export const general: ThreadText[] = [
  {
    day: 1,
    time: '14:10',
    by: 'moderator',
    title: 'What are you working on this week?',
    tags: ['discussion'],
    body: `The traditional first thread. One paragraph, no pitch decks.

I am sorting four thousand scanned catalogue cards by hand, because the machine that was meant to do it reads every "1" as a small staircase.`,
    replies: [
      re(
        'marisol',
        '1d',
        'A seed calendar for the school garden. The children will decide what to sow by voting, so I expect sunflowers and one very large pumpkin.',
      ),
      re(
        'bob',
        '3d',
        'Moving a billing system off a database that was end-of-life when I started. I found a column called `misc2`. There is no `misc1`.',
        re(
          'moderator',
          '2h',
          'There was. Someone is still using it in a spreadsheet.',
          re(
            'bob',
            '9h',
            'I went to look. You are right. It is on a laptop in a cupboard, and it sends the invoices for Belgium.',
            re('tomasz', '5d', 'leave it. that laptop has better uptime than any of us'),
          ),
        ),
      ),
      re(
        'priya_k',
        '4d',
        'Reviewing a protocol whose authors assure me that it needs no review. Page two disagrees with page one.',
      ),
    ],
  },
  {
    day: 6,
    time: '11:30',
    by: 'bob',
    title: 'Do you keep a work log? What does yours look like?',
    tags: ['question', 'discussion'],
    body: `I have tried apps, notebooks and a text file. The text file won: one file a year, newest at the top, a date and whatever happened. I can grep ten years in a second.

What I have never solved is *reading* it again. It is write-only memory. Do any of you have a habit that makes an old log useful?`,
    replies: [
      re(
        'moderator',
        '3h',
        'Friday afternoon, twenty minutes. I read the week and write three lines at the end of it: what I finished, what I promised, what I was wrong about. Only those lines get reread, and they are enough.',
        { accepted: '2d' },
        re(
          'bob',
          '50m',
          '"What I was wrong about" is brutal, and I am stealing it.',
          re('moderator', '20m', 'Mine for the first year is mostly estimates.'),
        ),
      ),
      re(
        'priya_k',
        '20h',
        'Paper. One page per problem, not per day. A page is finished when the problem is, and the unfinished ones stay on the desk and look at me.',
      ),
      re('tomasz', '4d', 'shell history, unlimited, with timestamps. i did what i did'),
    ],
  },
  {
    day: 10,
    time: '07:50',
    by: 'marisol',
    title: 'Explaining the internet to nine-year-olds: what worked',
    tags: ['tutorial', 'showcase'],
    attachments: ['packets'],
    body: `I had one hour and twenty-six children. We played it.

Each table was a computer with a number. Messages were written on cards, one word per card, with the number of the table they should go to. Four children were routers and could only pass cards to a neighbour. Then I took one router out to drink some water.

What they worked out without me:

- cards arrive in the wrong order, so *number them*
- some never arrive, so *ask again*
- a router with too many cards drops some on the floor

In forty minutes they had invented TCP. One girl then wrote "STOP SENDING SO MUCH" on a card, which is flow control.`,
    replies: [
      re('bob', '5h', 'This is the best explanation of congestion I have read, and I have read the RFCs.'),
      re(
        'priya_k',
        '6h',
        'Did anyone read cards that were not meant for them?',
        re(
          'marisol',
          '2h',
          'Of course! The routers read everything. So they started folding them. Then someone drew a tiny lock on the fold.',
          re(
            'priya_k',
            '25m',
            'A drawn lock is approximately what half the industry ships. Please hire her.',
          ),
        ),
      ),
      re(
        'tomasz',
        '10h',
        'and who was dns',
        re(
          'marisol',
          '14h',
          'I was DNS. "Miss, which number is Pablo?" All. Hour. Long.',
          re('tomasz', '2h', 'realistic'),
        ),
      ),
    ],
  },
  {
    day: 15,
    time: '20:40',
    by: 'wren',
    title: 'Confess your worst naming crime',
    tags: ['discussion', 'off-topic'],
    body: `I'll go first. A file called \`final_final_USE_THIS_v3.svg\`. It was not the one to use.

A client printed four hundred posters from it. The headline says "Lorem". Just "Lorem".`,
    replies: [
      re(
        'bob',
        '1h',
        'A boolean called `notDisabled`. Checked everywhere as `if (!notDisabled === false)`. I wrote it on a Friday and reviewed it myself.',
      ),
      re(
        'tomasz',
        '2h',
        'servers named after beers. all was well until we had `stout-old` and `old-stout`',
        re('wren', '15m', 'and which one was production', re('tomasz', '4m', '`lager`')),
      ),
      re('moderator', '13h', 'A shelf section called "Miscellaneous, other".'),
      re('admin', '14h', 'A function called `doIt`, which, after a refactoring, did not.'),
      re(
        'carol',
        '20d',
        'Late to this, but: a worksheet tab called `Sheet1 (2) (2)`. Six people depended on it. None of them knew about the others.',
      ),
    ],
  },
  {
    day: 20,
    time: '09:25',
    by: 'priya_k',
    title: 'Meetings without agendas: how do you decline politely?',
    tags: ['question'],
    body: `I am invited to between four and seven per week. Title: "Sync". Body: empty. I have tried asking for an agenda, which is received as hostility.

I am not looking for tools. I am looking for a sentence.`,
    replies: [
      re(
        'admin',
        '40m',
        '"I want to come prepared: what do you need from me?" Half of them answer with the decision they want, by mail, and the meeting disappears. Nobody has ever been offended by it.',
        { accepted: '4d' },
        re(
          'priya_k',
          '5h',
          'It contains an offer rather than a demand. I see. I will try it this week and report.',
          re(
            'priya_k',
            '4d',
            'Report: five invitations, four answered by mail, one turned out to be a farewell party. I went to that.',
          ),
        ),
      ),
      re(
        'moderator',
        '3h',
        'I accept, and then read aloud the title at the start: "So. Sync." The silence does the rest.',
      ),
      re('tomasz', '9h', 'my calendar says "tape backup" from 9 to 17. we have no tapes'),
    ],
  },
  {
    day: 25,
    time: '18:35',
    by: 'bob',
    title: 'Book thread: what changed how you work?',
    tags: ['discussion'],
    body: `One book, and the one idea you took from it. No lists.

Mine: *The Design of Everyday Things*. When someone uses my thing wrongly, the first suspect is the thing. I had been saying "user error" for fifteen years.`,
    replies: [
      re(
        'wren',
        '1h',
        'Taking the obvious one, thank you very much. Then mine is *Understanding Comics*. The gap between two panels is where the reader works. It is the same gap as between two screens.',
      ),
      re(
        'moderator',
        '2h',
        '*Seeing Like a State.* Everything that makes a place legible from above costs something on the ground. I think of it whenever I add a category.',
        re(
          'admin',
          '13h',
          'I think of it every time someone asks me for a dashboard.',
          re(
            'moderator',
            '1h',
            'That is why you only have one, and it is a single green light.',
            re('admin', '30m', 'It has been amber once. I did not enjoy it.'),
          ),
        ),
      ),
      re(
        'priya_k',
        '14h',
        '*The Codebreakers*, Kahn. That the strong systems were broken at the weak clerks.',
      ),
      re(
        'marisol',
        '18h',
        '*Pedagogy of the Oppressed*. You cannot pour knowledge into people. It took me five years of pouring to believe it.',
      ),
      re(
        'tomasz',
        '1d',
        'the manual of the vax 11/780. nothing in it was wrong. i have been disappointed ever since',
      ),
    ],
  },
  {
    day: 27,
    time: '08:35',
    by: 'tomasz',
    title: 'npm slow for anyone else?',
    tags: ['question', 'off-topic'],
    body: `40 kB/s since this morning. or is it only me`,
    replies: [
      re('wren', '10m', 'Same here, Leeds.'),
      re(
        'admin',
        '25m',
        'Their status page says "elevated error rates" since 07:50.',
        re('tomasz', '3m', 'ok then i make tea'),
      ),
      re('wren', '2h', 'Back to normal for me'),
      re('tomasz', '2h', 'here too. closing'),
    ],
  },
  {
    day: 31,
    time: '19:05',
    by: 'carol',
    title: 'Analyst, wants to build software, drowning in choices',
    tags: ['question', 'help-wanted'],
    body: `Hello! I have worked with data for eight years: SQL, spreadsheets, a bit of Python when nobody was looking. I want to build a small web application end to end, by myself, mainly to understand how the pieces fit.

Every guide begins with a list of twenty tools. I would rather choose three and learn them well. Which three, and in which order?`,
    replies: [
      re(
        'bob',
        '1h',
        "You already have the hardest one. Someone who can really read SQL is rarer than someone who knows this year's framework.\n\nMy three: TypeScript, PostgreSQL, and plain HTML from a server. No front-end framework until you can say in one sentence what you are missing without it. You may find that it is a long time until then.\n\nOrder: make a table, make a page that shows it, make a form that adds a row. Then put it somewhere other people can reach. That fourth step teaches more than the first three.",
        { accepted: '3d' },
        re(
          'carol',
          '40m',
          '"Say in one sentence what you are missing" is the filter I needed. Thank you, @bob. I have a project in mind, a lending list for our tool library.',
          re(
            'bob',
            '12h',
            'Perfect size. It has dates, people, and things that get lost. Everything hard is in there.',
          ),
          re(
            'wren',
            '14h',
            'Shout when you get to the page part. I will draw you a form nobody has to be afraid of.',
            re('carol', '3h', 'I will hold you to that!'),
          ),
        ),
      ),
      re(
        'tomasz',
        '5h',
        'a text file and a printer at the counter. but i see you want to learn, so: what bob said',
      ),
      re('priya_k', '15h', 'When you reach passwords, do not invent anything. Ask here first.'),
    ],
  },
  {
    day: 37,
    time: '15:45',
    by: 'wren',
    title: 'Standing desks, two years on: an honest review',
    tags: ['discussion', 'off-topic'],
    body: `Year one: stood for six hours a day, told everyone about it.

Year two: have stood four times, of which twice to look for a cable.

It is a very good shelf with a motor. The cat prefers it at 112 cm.`,
    replies: [
      re('carol', '2h', 'Mine has memory buttons. 1 is sitting, 2 is sitting a bit higher.'),
      re(
        'bob',
        '3h',
        'The trick that made it work for me: stand for calls, sit for typing. No timer, no guilt. It comes to about ninety minutes on a normal day.',
        re(
          'wren',
          '30m',
          'That is disgustingly sensible and I am going to try it.',
          re('wren', '6d', 'Update, day six: it works. I pace. My colleagues say the audio has "weather".'),
        ),
      ),
      re('tomasz', '8h', 'i have a chair. it is from 1994. it has outlived three employers'),
    ],
  },
  {
    day: 44,
    time: '08:20',
    by: 'marisol',
    title: 'How do you take notes when people talk fast?',
    tags: ['question', 'discussion'],
    body: `At the parents' evening I took the minutes. Everyone talks at once, and afterwards my notes are a heap of half-sentences and one drawing of a chicken.

How do you do it? And please do not tell me to record it, for reasons of privacy that I fully agree with.`,
    replies: [
      re(
        'moderator',
        '1h',
        'Write down only decisions, names and dates. Everything else is weather. If nobody has decided anything for ten minutes, read the last decision aloud; it makes them notice.',
        { accepted: '1d' },
        re('marisol', '4h', 'Decisions, names, dates. I can remember that even with a chicken in my head.'),
      ),
      re(
        'carol',
        '7h',
        'I draw three columns before it starts: who, what, until when. An empty cell is a question to ask before everyone leaves.',
        re(
          'marisol',
          '26h',
          'The empty cell! That is so simple, Carol. I did it at the staff meeting today and got four dates out of people who never give dates.',
        ),
      ),
      re(
        'jonas',
        '10h',
        'there are AI tools for that',
        re('moderator', '20m', 'Which record it. See the last line of the question.'),
      ),
    ],
  },
  {
    day: 49,
    time: '21:15',
    by: 'tomasz',
    title: 'unpopular: your side project does not need a cloud',
    tags: ['discussion'],
    attachments: ['bill'],
    body: `friend shows me his bill. 214 euro a month. for a web shop with nine orders a day. load balancer, managed queue, managed cache, three environments.

nine orders a day is one order every 160 minutes. a person with a pencil could be the queue.

one small rented machine, one backup to somewhere else, one test of that backup every month. 11 euro. what am i missing`,
    replies: [
      re(
        'bob',
        '40m',
        'You are missing the afternoon when the machine dies while he is on holiday. Not as a killer argument, just as the thing he is paying for.',
        re(
          'tomasz',
          '25m',
          'so he is paying 203 euro a month against one afternoon',
          re(
            'bob',
            '15m',
            'He is paying so as not to be the one who has to know how. You know how. For you it costs eleven euro plus twenty years.',
            re(
              'tomasz',
              '1h',
              'ok. that is a better point than i wanted',
              re(
                'admin',
                '10h',
                'There is a middle. One machine, but built by a script that has been run more than once. Then the afternoon is twenty minutes, and you do not need twenty years, only the script.',
                re('tomasz', '9h', 'this i sign. the script is the thing. not the cloud'),
                re(
                  'carol',
                  '11h',
                  'Is there an example of such a script that a beginner can read? I would try it with the tool library.',
                  re('admin', '2h', 'I will clean mine up and post it in Development this week.'),
                ),
              ),
            ),
          ),
        ),
      ),
      re('jonas', '2h', 'decentralise it 😎', re('tomasz', '5m', 'nine orders a day, jonas')),
      re(
        'wren',
        '12h',
        'I have the 214 euro setup. For a portfolio. With one visitor, who is me. I feel attacked and will be making changes.',
      ),
    ],
  },
  {
    day: 54,
    time: '12:50',
    by: 'carol',
    title: 'Small win: the tool library went live with twelve tools',
    tags: ['showcase'],
    attachments: ['tool-library'],
    body: `Three weeks after asking here what to learn, the lending list is running. Twelve tools, five neighbours, one page, one form. It says who has the ladder. That alone has ended a war.

What surprised me: the code took four evenings, and deciding what "overdue" means took two meetings.

Thank you @bob for the order, @wren for the form, and @tomasz for making me test the backup *before* I needed it.`,
    replies: [
      re('bob', '30m', 'This made my day. And yes: "what does overdue mean" is the job. The rest is typing.'),
      re(
        'wren',
        '1h',
        'THE FORM LOOKS SO GOOD. You kept the big date buttons!',
        re(
          'carol',
          '20m',
          'A neighbour of eighty-one used it without asking anything. I wanted you to know that.',
          re('wren', '8m', 'I am not crying, it is the screen glare'),
        ),
      ),
      re(
        'tomasz',
        '3h',
        'did you restore it or only look at the file',
        re(
          'carol',
          '40m',
          'Restored it on my old laptop, with the network off. It took six minutes.',
          re('tomasz', '10m', 'then you are ahead of most banks'),
        ),
      ),
      re(
        'marisol',
        '5h',
        'Would you mind if I copied it for the school? We lose about one glue gun per term.',
      ),
    ],
  },
  {
    day: 57,
    time: '17:20',
    by: 'carol',
    title: 'Keyboard for small hands?',
    tags: ['question'],
    body: `My wrists hurt since I type more than I click. Any recommendations? Budget about 100 dollars.`,
    replies: [
      re('jonas', '40m', 'get a keychron', re('carol', '15m', 'Which one? They list about forty.')),
      re(
        'wren',
        '1h',
        'Before you buy anything: how high is your desk? Mine was the problem, not the keyboard.',
        re(
          'carol',
          '20m',
          '76 cm.',
          re(
            'wren',
            '10m',
            "That's a dining table! I'm at 68. Try a cushion on the chair first.",
            { accepted: '34213m' },
            re('carol', '9d', 'Cushion. It was the cushion. Cost: nothing. Thanks!'),
          ),
        ),
      ),
      re('priya_k', '16h', 'A 60 % board with low switches here. Go and try one in a shop.'),
    ],
  },
  {
    day: 60,
    time: '16:30',
    by: 'admin',
    title: 'How do you switch off in the evening?',
    tags: ['discussion'],
    body: `Honest question from someone who was found reading a log on a phone at a concert.

I have removed work mail from the phone, which helped for about a week; then I started opening it in the browser.`,
    replies: [
      re(
        'marisol',
        '1h',
        'A thing with your hands that cannot be done with a phone. Bread. Soil. It does not have to be healthy, only sticky.',
        re('admin', '3h', 'Sticky as a security boundary. I like it.'),
      ),
      re(
        'moderator',
        '2h',
        "I write tomorrow's first task on a card and leave the card on the desk. The brain lets go of what it knows is written down.",
      ),
      re(
        'bob',
        '3h',
        'The dogs do it for me. At six they sit in front of the screen. They are not interested in the backlog.',
      ),
      re(
        'priya_k',
        '14h',
        'A second user account on the laptop without anything from work. The friction of switching is enough.',
        re('admin', '1h', 'That one I can do today. Thank you.'),
      ),
    ],
  },
  {
    day: 66,
    time: '10:10',
    by: 'wren',
    title: 'Feedback wanted: one-page invoice for freelancers',
    tags: ['feedback', 'showcase'],
    attachments: ['invoice'],
    body: `I redid my invoice. It has one job: the person in accounting should find three numbers without reading. Amount, due date, where to send it.

Everything else went into the lower third in a smaller size. Client names are made up. Tear it apart, please, but gently.`,
    replies: [
      re(
        'carol',
        '50m',
        'As accounting: I need the invoice number next to the amount, because that is what I type first. It is at the bottom now and I would curse you every month, quietly.',
        re('wren', '20m', 'Moving it NOW. This is why you ask accounting and not other designers.'),
      ),
      re('bob', '2h', 'The due date as a date instead of "net 30" is worth the whole exercise.'),
      re(
        'priya_k',
        '5h',
        'Put the account number in groups of four. People compare it by eye against the last one, and that is the only fraud check most of them do.',
        re(
          'wren',
          '1h',
          'Had not thought of fraud at all. Groups of four it is.',
          re(
            'priya_k',
            '15m',
            'If you ever change it, say so in a separate message as well. An invoice with a new account number and no word about it should look suspicious, including yours.',
          ),
        ),
      ),
    ],
  },
  {
    day: 71,
    time: '15:30',
    by: 'marisol',
    title: 'Is anybody going to the open education days in Málaga?',
    tags: ['question'],
    body: `First week of February. I have a room with two beds and a colleague who has cancelled. It would only be half of the hotel.`,
    replies: [],
  },
  {
    day: 73,
    time: '19:50',
    by: 'bob',
    title: 'Remote for six years: what I would tell myself at the start',
    tags: ['tutorial', 'discussion'],
    edited: '1h',
    before: [
      ['5. **Lunch is not at the keyboard.** I know. I know.', '5. **Lunch is not at the keyboard.**'],
    ],
    body: `1. **Write it down, then say it.** The other way round gets lost.
2. **A door.** Any door. A curtain will do.
3. **Say when you leave**, not only when you come. It gives the others permission.
4. **Meet once before you disagree.** I have had three long arguments in my life with people I later met, and all three were about tone of voice that was not there.
5. **Lunch is not at the keyboard.** I know. I know.`,
    replies: [
      re('moderator', '1h', 'Number four should be printed on the box that routers come in.'),
      re(
        'carol',
        '2h',
        'Number three! My first manager wrote "off to dinner, see you tomorrow" in the channel every day at half past five. I only later understood what she was doing for us.',
        re('bob', '12h', 'That is leadership in six words.'),
      ),
      re('tomasz', '3h', '6. a wired connection', re('bob', '20m', 'Accepted as an amendment.')),
      re(
        'marisol',
        '13h',
        'As someone who cannot work remotely (the children would notice), I read this as a list of what a good staff room does.',
      ),
    ],
  },
  {
    day: 79,
    time: '13:15',
    by: 'moderator',
    title: 'Unit conversions that have cost you real money',
    tags: ['discussion', 'off-topic'],
    body: `Ours: a shelf ordered in inches by someone reading a drawing in centimetres. We now own a bookcase for ants. It is in the entrance hall and is very popular with visitors.`,
    replies: [
      re(
        'carol',
        '1h',
        'Thousands separator. A German colleague sent 1.250 and I ordered one and a quarter pallets of paper. They delivered two and were kind about it.',
      ),
      re(
        'tomasz',
        '2h',
        'GB and GiB. the disk was 7 percent smaller than the backup. found out on restore, of course',
      ),
      re(
        'bob',
        '4h',
        'Cents and dollars, in a refund loop. For eleven minutes I was the most generous company in Ohio.',
        re(
          'carol',
          '30m',
          'How many people sent it back?',
          re(
            'bob',
            '1h',
            'One. She wrote a lovely letter. We sent her a mug.',
            re(
              'moderator',
              '20m',
              'What was the mug worth in cents?',
              re('bob', '5m', 'I am not allowed to answer questions about cents.'),
            ),
          ),
        ),
      ),
    ],
  },
  {
    day: 86,
    time: '20:25',
    by: 'dave',
    title: 'Electrician here, building a web shop in the evenings. Where do I start asking?',
    tags: ['question', 'help-wanted'],
    body: `Hi all. I wire houses during the day. For half a year I have been building a small shop for spare switch covers, the kind nobody stocks any more. It works on my machine (I have learned that this is a joke).

I have about thirty questions. Is it better to open one thread with all of them, or one each? I don't want to flood the place in my first week.`,
    replies: [
      re(
        'marisol',
        '20m',
        'Welcome, Dave! One thread for each question, with a title that says what you are stuck on. It feels like flooding, but each one will help somebody later. Start with the one that keeps you awake.',
        { accepted: '14h' },
        re(
          'dave',
          '35m',
          'That would be "what happens when two people buy the last one at the same time". OK, I will open it in Development tomorrow. Thanks!',
        ),
      ),
      re(
        'bob',
        '1h',
        'An electrician who worries about two people buying the last one has already understood half of databases. Looking forward to that thread.',
      ),
      re(
        'wren',
        '12h',
        'Spare switch covers nobody stocks any more!!! I have a 1970s flat with ONE broken cover. Please take my money.',
        re('dave', '8h', 'Send me a photo of the back of it when the shop is up. The back is what matters.'),
      ),
    ],
  },
  {
    day: 89,
    time: '08:10',
    by: 'wren',
    title: 'The broken cover, seen from the back',
    tags: ['question'],
    body: `@dave asked for the back of it, so here it is in words, because my phone is charging: two screws (one of them original), a brown sticker with a number that nobody can read, and paint from at least three decades.

Is this one of the kind that nobody stocks, or have I been living with a perfectly ordinary broken cover?`,
    replies: [
      re('tomasz', '35m', 'the paint is structural. leave it'),
      re(
        'dave',
        '5h',
        'Two screws and a brown sticker is a family of four, and I have boxes of three of them. How far apart are the screws, centre to centre?',
        re(
          'wren',
          '20m',
          'Sixty millimetres and a hair. I measured twice, once with each eye.',
          re(
            'dave',
            '15m',
            'Then it is the third box. You will be order number one, as soon as there is a button to order with.',
          ),
        ),
      ),
    ],
  },
];
