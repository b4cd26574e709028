/* oxlint-disable max-lines -- data: a channel is read, and edited, in one piece */
import { re, type ThreadText } from './thread.ts';

/** Community: the forum itself, introductions, meetups, ideas. */
export const community: ThreadText[] = [
  {
    day: 2,
    time: '09:45',
    by: 'marisol',
    title: 'Where in the world are you?',
    tags: ['discussion'],
    body: `I would like to know when to be awake! Town or region is enough, and what you see when you look up from the screen.

For me: the edge of Madrid, a fig tree, and a neighbour who practises the trumpet. He is getting better. Slowly.`,
    replies: [
      re(
        'moderator',
        '5h',
        'Upstate New York. A car park, and beyond it a lake that the car park is pretending not to notice.',
      ),
      re('bob', '2d', 'Just outside Chicago. Two dogs looking back at me.'),
      re(
        'priya_k',
        '3d',
        'Bengaluru. A jackfruit tree, a building site, another building site.',
        re(
          'marisol',
          '2h',
          'How tall is the second building site? I want to follow its progress.',
          re(
            'priya_k',
            '1h',
            'Eleven floors. It was nine on Monday.',
            re(
              'marisol',
              '9d',
              'And now?',
              re('priya_k', '3h', 'Fourteen. I can no longer see the first building site.'),
            ),
          ),
        ),
      ),
      re('tomasz', '8d', 'wroclaw. a wall. i like the wall'),
    ],
  },
  {
    day: 5,
    time: '15:00',
    by: 'bob',
    title: 'Could long code blocks fold by default?',
    tags: ['feedback'],
    body: `When someone pastes 200 lines (I plead guilty in advance), the thread below becomes hard to reach on a phone. Folding anything above 30 lines, with a "show all", would keep the conversation readable.`,
    replies: [
      re(
        'admin',
        '2h',
        'Agreed on the folding. Would you cut at a number of lines, or at a share of the screen?',
        re(
          'bob',
          '30m',
          'Lines. If it depends on the screen, two people talk about "the part you can see" and mean different parts.',
          re('admin', '15m', 'Good reason. Lines it is, thirty to begin with.'),
        ),
      ),
      re(
        'priya_k',
        '18h',
        'Line numbers as well, please. "The third brace from the bottom" is not an address.',
      ),
    ],
  },
  {
    day: 11,
    time: '17:20',
    by: 'moderator',
    title: 'What makes you report something, and what makes you not?',
    tags: ['discussion', 'feedback'],
    body: `There were two reports in the first ten days, and one of them was mine, about cake. I am not complaining, but I am curious: I saw at least six things that I would have reported as a reader.

Is the button hard to find? Does it feel like telling on someone? Does it look as if nothing would happen?`,
    replies: [
      re(
        'bob',
        '1h',
        'For me it is the last one. I have reported things elsewhere for years and never heard a word back, so my hand has forgotten the gesture.',
        re(
          'moderator',
          '30m',
          'That I can change. From today I write to everyone who reports, even if it is only "I looked and I disagree".',
          re('bob', '10m', 'Then I will use it.'),
        ),
      ),
      re(
        'marisol',
        '15h',
        'At school we say: telling is to get someone *out* of trouble, tattling is to get someone *into* it. Maybe the button could say what it is for: "Ask a moderator to look at this".',
        re(
          'moderator',
          '2h',
          'That wording is better than mine in every way. @admin, can we?',
          re('admin', '1h', 'Changed. It took longer to find the string than to agree.'),
        ),
      ),
      re('tomasz', '22h', 'i never report. i answer. i understand this may be part of the problem'),
    ],
  },
  {
    day: 16,
    time: '10:00',
    by: 'marisol',
    title: 'Introductions: two lines are plenty',
    tags: ['discussion'],
    pinned: true,
    body: `Where you are, what you make, one thing you would like to learn this year.

I'll start: Madrid; school gardens and the lessons around them; I would like to learn to say no to committees.`,
    replies: [
      re(
        'wren',
        '1h',
        'Leeds. I draw interfaces and then build them so that nobody can tell me it was not possible. Would like to learn how databases work underneath, because I keep asking for "just one more filter" and people go pale.',
        re('bob', '2h', 'Ask me about the pale part any time. It is usually an index.'),
      ),
      re(
        'priya_k',
        '20h',
        'Bengaluru; I find mistakes in protocols; I would like to learn to swim.',
        re('wren', '1h', 'I can teach you the theory of floating: do less.'),
      ),
      re(
        'moderator',
        '1d',
        'New York state. I catalogue things. I would like to learn which of them to throw away.',
      ),
      re(
        'carol',
        '15d',
        'Denver. I make numbers into slides and would like to make them into something else. Learning: TypeScript, slowly, with snacks.',
        re('marisol', '10h', 'Welcome, Carol! With snacks is the only way.'),
      ),
      re(
        'jonas',
        '25d',
        'Berlin. Founder. Learning: nothing, building 🚀',
        re('tomasz', '40m', 'it shows'),
        re('marisol', '3h', 'Welcome, Jonas! And @tomasz, rule one.'),
      ),
      re(
        'dave',
        '69d',
        'Oakland. Electrician. I would like to learn how to sleep after deploying something.',
        re('bob', '3h', 'A rollback you have practised. Nothing else works. Welcome, Dave!'),
      ),
    ],
  },
  {
    day: 21,
    time: '20:05',
    by: 'wren',
    title: 'A dark theme that is not just "inverted"',
    tags: ['feedback', 'showcase'],
    attachments: ['palette'],
    body: `I made a proposal, see the attached palette. Principles:

- not black: very dark blue-grey, so that shadows still exist
- text at about 87 % white, headings brighter than body
- links keep their hue but lose saturation, otherwise they vibrate
- code blocks are *lighter* than the page, not darker

Contrast for body text is 14.2:1. Happy to be told that it is horrible.`,
    replies: [
      re(
        'priya_k',
        '9h',
        'I have used it for an hour through a user stylesheet. My eyes have filed no complaint.',
      ),
      re(
        'admin',
        '13h',
        'It is not horrible. It is better than what I drew, and I would like to ship it. May I?',
        re(
          'wren',
          '20m',
          'You may!! I will do the little icons too, since the current ones glow like eyes in a forest. Synergy!',
          re(
            'admin',
            '1d',
            'It is live, with your name in the stylesheet. Eyes in the forest are gone.',
            re('bob', '2h', 'Tried it at 6 a.m. before coffee. Gentle. Thank you, Wren.'),
          ),
        ),
      ),
      re('tomasz', '1d', 'light theme is fine. open a window'),
    ],
  },
  {
    day: 24,
    time: '16:05',
    by: 'bob',
    title: 'Show what changed in an edited post?',
    tags: ['feedback'],
    body: `The "edited" mark says that something changed, but not what. A diff on click would do.`,
    replies: [
      re('admin', '3h', 'Agreed. Not soon, I am afraid, but it is written down.'),
      re('priya_k', '16h', '+1'),
    ],
  },
  {
    day: 27,
    time: '11:40',
    by: 'tomasz',
    title: 'my day ends in the middle of the night',
    tags: ['feedback', 'question'],
    body: `what i write after midnight counts for yesterday, in the statistics and for the caps. i would like a day to end when humans end it. is it utc or is it cruelty`,
    replies: [
      re(
        'admin',
        '30m',
        'It is UTC, on purpose, and I did not write it down. With a midnight for each of us, whoever changes the time zone gets a second day of points. It stands beside the caps now.',
        { accepted: '1d' },
        re('tomasz', '20m', 'thank you. i withdraw cruelty'),
        re(
          'bob',
          '4h',
          'Keep it. I once gave everyone their own midnight, and learned about half-hour offsets from an angry man in Adelaide.',
          re(
            'admin',
            '1h',
            'And Kathmandu is off by three quarters. One clock for all of us, then.',
            re('priya_k', '14h', 'Bengaluru agrees, at +05:30. We are used to being rounded.'),
          ),
        ),
      ),
    ],
  },
  {
    day: 33,
    time: '18:15',
    by: 'carol',
    title: 'First impressions after three days (all good, one small thing)',
    tags: ['feedback'],
    body: `I asked a beginner question in General and got answers that did not make me feel like a beginner. I have been on many forums and this is rare enough to write down.

The small thing: when I click a notification, I land on the comment, but I cannot see what it was answering without scrolling up. A line with the first words of the parent would help.`,
    replies: [
      re(
        'marisol',
        '14h',
        'This made us very happy, Carol. The small thing is on the list with your name on it.',
      ),
      re(
        'wren',
        '15h',
        'Seconding the parent line. I made a sketch: one line, grey, cut off with a fade, click to jump up. Can share if useful.',
        re(
          'marisol',
          '3h',
          'Useful!! Please.',
          re('wren', '1h', 'Sent. The fade is 24 px because of course I measured it.'),
        ),
      ),
    ],
  },
  {
    day: 38,
    time: '09:30',
    by: 'priya_k',
    title: 'Proposal: answers should be marked by the asker only',
    tags: ['discussion', 'feedback'],
    body: `At present a moderator can also mark a comment as the accepted answer. I suggest removing this.

"Accepted" is a statement by the person with the problem that the problem is gone. Nobody else can know that. A moderator's opinion that an answer is *good* is what likes are for.`,
    replies: [
      re(
        'moderator',
        '1h',
        'I have done it twice, both times on threads whose askers had vanished. The intention was to help people who come from search.',
        re(
          'priya_k',
          '40m',
          'The intention is fine. But then the mark means two things, and a reader cannot tell which.',
          re(
            'moderator',
            '2h',
            'True. What would you offer the reader who comes from search?',
            re(
              'priya_k',
              '30m',
              'The most liked answer, shown as the most liked answer. It does not claim more than it knows.',
              re(
                'bob',
                '1h',
                'I think that is right, and I say so as someone who has benefited from both of those marks.',
                re(
                  'moderator',
                  '45m',
                  'Convinced. I have removed both and told the askers why. @admin, please take the button away from me.',
                  re(
                    'admin',
                    '3h',
                    'Taken away. For the record: this is how I would like every argument here to go.',
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
      re(
        'carol',
        '9h',
        'As a person who forgets to mark answers: would a reminder after a week be possible? I do not want to be the reason for a vanished asker.',
      ),
    ],
  },
  {
    day: 46,
    time: '16:50',
    by: 'marisol',
    title: 'Vote: when should we hold the autumn meetup?',
    tags: ['discussion', 'news'],
    body: `Options, all online:

- **A** a weekday evening, European time
- **B** a weekday lunch, American time
- **C** {weekday 97}, 15:00 UTC

Answer with letters in order of preference. I will count by hand, with biscuits.`,
    replies: [
      re('bob', '1h', 'C, B.'),
      re('wren', '2h', 'C. A. Never B, that is when I pretend to eat vegetables.'),
      re('priya_k', '12h', 'C is 20:30 for me, good. A is possible. B is one in the morning.'),
      re(
        'carol',
        '3h',
        'C, B, A. First time I have ranked anything without a spreadsheet.',
        re(
          'moderator',
          '1h',
          'I made one for you. C wins under every method I know, including the ones I do not approve of.',
          re(
            'carol',
            '20m',
            'You made me a spreadsheet. That is the nicest thing anyone on the internet has done for me.',
          ),
        ),
      ),
      re('tomasz', '16h', 'c, if it must be'),
    ],
  },
  {
    day: 52,
    time: '08:15',
    by: 'moderator',
    title: 'Should old threads close by themselves?',
    tags: ['discussion'],
    body: `A thread from {month 19} got a reply on {weekday 49}, after more than two quiet weeks. One of us (me) read it without noticing the dates, as if the conversation were still going on, and you know what came of that.

Options: close after sixty quiet days; show a line "this thread was quiet for six weeks" above the new reply; do nothing.`,
    replies: [
      re(
        'bob',
        '3h',
        'The line. Closing punishes the one person who comes back to say "this solved it", which is the best kind of late reply.',
        re(
          'tomasz',
          '2h',
          'agree with bob. also closing creates a second thread, with the same people, and worse jokes',
        ),
      ),
      re(
        'wren',
        '4h',
        'The line, but make it friendly. A little calendar leaf. "Six weeks later..."',
        re('moderator', '1h', 'In a French accent, presumably.', re('wren', '10m', 'OBVIOUSLY')),
      ),
      re('priya_k', '6h', 'The line carries information and forbids nothing. It dominates the other two.'),
      re(
        'jonas',
        '8h',
        'close everything older than a week, keep it fresh',
        re('carol', '50m', 'I found this forum through a thread older than a week.'),
      ),
    ],
  },
  {
    day: 58,
    time: '19:30',
    by: 'wren',
    title: 'Show us your desk (no tidying first, we will know)',
    tags: ['showcase', 'off-topic'],
    attachments: ['desk'],
    body: `I drew mine instead of photographing it, so that I could leave out the mugs. There are five mugs.`,
    replies: [
      re('bob', '1h', 'Your drawing has better cable management than my actual desk.'),
      re(
        'marisol',
        '2h',
        'Mine is a kitchen table with a plant at each corner to mark the border. The border is not respected.',
      ),
      re(
        'tomasz',
        '3h',
        'keyboard, screen, wall',
        re(
          'wren',
          '15m',
          'the wall again!! tell us about the wall',
          re('tomasz', '10m', 'it is white. it does not send notifications'),
        ),
      ),
      re(
        'carol',
        '5h',
        'Two screens, one of which is only for the spreadsheet that has to stay open or nobody knows what happens.',
      ),
    ],
  },
  {
    day: 62,
    time: '08:40',
    by: 'tomasz',
    title: 'every notification twice',
    tags: ['feedback', 'help-wanted'],
    body: `since yesterday. only on the computer, the phone is fine. firefox on linux`,
    replies: [
      re(
        'admin',
        '20m',
        'All of them, or only from one thread?',
        re(
          'tomasz',
          '5m',
          'all',
          re(
            'admin',
            '30m',
            'Do you have the site open in two tabs?',
            re(
              'tomasz',
              '10m',
              '...yes',
              re(
                'admin',
                '10m',
                'Still my bug: each tab asks for itself since the last update. I will fix it today.',
              ),
            ),
          ),
        ),
      ),
      re('carol', '7h', 'I have this too! I thought I had clicked something.'),
      re('admin', '9h', 'Fixed. Please reload.', re('tomasz', '2h', 'once now. good')),
    ],
  },
  {
    day: 65,
    time: '14:25',
    by: 'bob',
    title: 'A thank-you to whoever writes the alt texts',
    tags: ['discussion', 'feedback'],
    body: `My brother is blind and I pointed him here for a thread about home servers. He wrote back: "Somebody on that forum describes pictures as if I might be interested in them."

I checked. It is nearly everyone. So: thank you, all of you.`,
    replies: [
      re(
        'wren',
        '30m',
        'I told you I would come back with statistics: since the nudge nobody has skipped the description. The only two pictures without one were, ahem, mine, from before. Fixed now.',
      ),
      re(
        'marisol',
        '2h',
        'I read this to my class. They now want to describe everything. We have had a very long lunch.',
      ),
      re(
        'admin',
        '4h',
        'Please tell your brother that he is welcome to an account, and that I would pay for his opinion on the rest of the site in points or in cake.',
        re(
          'bob',
          '20h',
          'He says cake, and that your heading levels skip from two to four on the profile page.',
          re('admin', '50m', 'He is hired. It is fixed.'),
        ),
      ),
    ],
  },
  {
    day: 70,
    time: '10:35',
    by: 'carol',
    title: 'What should a newcomer read first?',
    tags: ['question', 'discussion'],
    body: `A colleague wants to join and asked me for "the three threads to read". I know my favourites, but I came late. What would you send someone?`,
    replies: [
      re(
        'moderator',
        '1h',
        'The house rules (one page), the introductions (for the tone), and the tabs thread (as a warning).',
        { accepted: '2d' },
        re('carol', '30m', 'The tabs thread as a warning is perfect. Sent.'),
      ),
      re(
        'bob',
        '3h',
        "Marisol's children inventing TCP. It is the best thing anyone has written here.",
        re('marisol', '2h', 'I will print this and show it to the router who went to drink water.'),
      ),
      re('tomasz', '6h', 'the incident report. a place is how it behaves when it breaks'),
    ],
  },
  {
    day: 76,
    time: '21:00',
    by: 'wren',
    title: 'Can we have a "quiet" like? One that notifies nobody',
    tags: ['feedback', 'question'],
    body: `Sometimes I read a thread from three weeks ago and like eleven comments in a row, and then I picture someone's phone buzzing eleven times and I stop.

I want to appreciate people without startling them.`,
    replies: [
      re(
        'admin',
        '11h',
        'All of them are. A like notifies nobody; replies, mentions, tips and accepted answers do. I should have written that down somewhere.',
        { accepted: '5h' },
        re(
          'wren',
          '1h',
          'So I have been holding back for NOTHING. Excuse me, I have some liking to do.',
          re('carol', '3h', 'And I have been holding back for the same reason. Nobody wakes up. It works.'),
        ),
      ),
      re('priya_k', '12h', 'A like is a one-bit message. It is amusing how much protocol design it needs.'),
    ],
  },
  {
    day: 82,
    time: '17:40',
    by: 'moderator',
    title: 'Thinking aloud: what would make this place worse?',
    tags: ['discussion'],
    body: `It is easier to agree on what we do not want. I will begin: a feed that decides what I should be angry about.

Your turn. Nothing is planned; I only like to know where the cliffs are.`,
    replies: [
      re(
        'priya_k',
        '11h',
        'Streaks. Anything that makes absence feel like a loss.',
        re(
          'admin',
          '3h',
          'We compute one for the statistics page. Would you remove it, or only not show it?',
          re(
            'priya_k',
            '1h',
            'Leave the number. No badge for it, and never a mail.',
            re('admin', '25m', 'There is neither, and there will be neither.'),
          ),
        ),
      ),
      re('bob', '2h', 'Growth for its own sake. I like that I recognise people here.'),
      re(
        'tomasz',
        '4h',
        'reactions. today a heart, tomorrow a dancing banana',
        re(
          'wren',
          '30m',
          'I would have asked for exactly one banana.',
          re('tomasz', '5m', 'this is how it starts'),
        ),
      ),
      re('carol', '15h', 'Paid badges. The moment a mark means money, it stops meaning anything else.'),
    ],
  },
  {
    day: 87,
    time: '18:55',
    by: 'dave',
    title: 'Hello from Oakland, and a thank-you already',
    tags: ['discussion'],
    body: `Joined three days ago. Asked one question, got an answer that saved me a week, and somebody wants to buy a switch cover. I have had worse starts.

If anyone has a question about wiring, ask. I can't give legal advice but I can tell you when to call someone.`,
    replies: [
      re(
        'marisol',
        '13h',
        'So glad you are here, Dave. Careful with that offer, my school was built in 1931.',
        re('dave', '8h', "Then step one is: don't touch anything. Step two is a photo of the fuse box."),
      ),
      re(
        'wren',
        '2h',
        'Does a light switch that is warm count as a question or as an emergency',
        re(
          'dave',
          '10m',
          'Warm with a dimmer: normal. Warm without one: switch it off at the board and call someone today. I mean it.',
          re(
            'wren',
            '25m',
            'No dimmer. Calling. You may have just saved the standing desk AND the cat.',
            re(
              'wren',
              '20h',
              'Update: loose connection, fixed in ten minutes, the man said "good that you called". Dave for president.',
            ),
          ),
        ),
      ),
    ],
  },
  {
    day: 89,
    time: '07:40',
    by: 'marisol',
    title: 'Ninety days: one small thing that you learned here',
    tags: ['discussion', 'feedback'],
    body: `Today we are ninety days old. No numbers, there are others for that. I would like to read one small thing from each of you that you did not know when you joined.

Mine: I now say "which line did you stop at?" where I used to say "did you understand?".`,
    replies: [
      re(
        'priya_k',
        '30m',
        'That most people who ask how to encrypt something want to know who will be able to read it. It is the better question.',
      ),
      re(
        'wren',
        '2h',
        'I learned what an index is and have since explained it at two parties. I am no longer invited to one of them.',
        re('tomasz', '40m', 'the other one was mine. you may come back'),
      ),
      re(
        'moderator',
        '5h',
        'How to write "no" in three sentences, of which the first two are about what I liked.',
        re('admin', '1h', 'I have received several of those and kept them all.'),
      ),
    ],
  },
];
