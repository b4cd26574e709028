/* oxlint-disable max-lines -- data: a channel is read, and edited, in one piece */
import { re, type ThreadText } from './thread.ts';

/** Development: code, and questions about code. */
export const development: ThreadText[] = [
  {
    day: 4,
    time: '14:05',
    by: 'bob',
    title: 'Keyset pagination: why page 5,000 is slow and what to do',
    tags: ['tutorial'],
    edited: '5h',
    before: [
      ['\n\n*Edit: fixed the comparison in the second point.*', ''],
      ['`created_at < $1 AND id < $2`', '`created_at < $1 OR id < $2`'],
    ],
    body: `\`OFFSET 100000\` does not skip rows. It reads a hundred thousand of them and throws them away.

Remember instead where the last page ended, and ask for what comes after it:

\`\`\`sql
SELECT id, title, created_at
  FROM posts
 WHERE (created_at, id) < ($1, $2)   -- last row of the previous page
 ORDER BY created_at DESC, id DESC
 LIMIT 20;
\`\`\`

With an index on \`(created_at DESC, id DESC)\` every page costs the same, the first and the five-thousandth. Two things people forget:

1. The **id is part of the key**. Two rows with the same time would otherwise be shown twice or never.
2. It is a **row comparison**. Writing it as \`created_at < $1 AND id < $2\` is wrong, and looks right in a test with ten rows.

*Edit: fixed the comparison in the second point.*`,
    replies: [
      re(
        'admin',
        '1h',
        'This is what the lists here use. What do you do when someone wants to jump to page 40?',
        re(
          'bob',
          '20m',
          'Ask why. In my experience they want "the ones from March", and that is a filter on the date.',
          re(
            'admin',
            '15m',
            'That matches what I see in the logs. Nobody has ever gone to page 40 except crawlers.',
          ),
        ),
      ),
      re(
        'priya_k',
        '23h',
        'If the cursor is handed to the client, sign it or accept any value in it. It is input like everything else.',
        re(
          'bob',
          '6h',
          'Accept any value. Then the worst they can do is ask for a page that they could have asked for anyway.',
        ),
      ),
      re('tomasz', '6d', 'good post. printed it'),
    ],
  },
  {
    day: 8,
    time: '10:35',
    by: 'priya_k',
    title: 'Comparing secrets in Node: please use timingSafeEqual, and use it correctly',
    tags: ['security', 'tutorial'],
    body: `Three code reviews this month, three times the same line:

\`\`\`js
if (req.headers['x-signature'] === expected) { … }
\`\`\`

String comparison stops at the first differing character, so its duration tells an attacker how far they got. The replacement has a trap of its own: it throws when the lengths differ.

\`\`\`js
import { createHmac, timingSafeEqual } from 'node:crypto';

export function verify(body, signature, key) {
  const expected = createHmac('sha256', key).update(body).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
\`\`\`

The length of a digest is public, so comparing it first gives nothing away.`,
    replies: [
      re(
        'bob',
        '3h',
        'I have one of those three lines. It was me. It is fixed now. Does this matter over the network, with milliseconds of jitter?',
        re(
          'priya_k',
          '40m',
          'Jitter averages out. With enough requests a difference of microseconds is measurable on a local network. Whether anyone would bother is a question about your enemies, and you do not know your enemies.',
          re('bob', '12m', '"You do not know your enemies" goes on the wall, thank you.'),
        ),
      ),
      re('moderator', '6h', 'I understood every word of this except the code, and still feel improved.'),
    ],
  },
  {
    day: 13,
    time: '16:45',
    by: 'bob',
    title: 'TypeScript: exhaustive switch without a library',
    tags: ['tutorial', 'discussion'],
    body: `Small pattern that has saved me from myself more than once. When a union gains a member, I want the compiler to list every place that does not know about it.

\`\`\`ts
type Status = 'draft' | 'published' | 'hidden';

function label(status: Status): string {
  switch (status) {
    case 'draft': return 'Draft';
    case 'published': return 'Live';
    case 'hidden': return 'Hidden by a moderator';
    default: {
      const unknown: never = status;
      throw new Error(\`unhandled status: \${String(unknown)}\`);
    }
  }
}
\`\`\`

Add \`'archived'\` to the union and the assignment to \`never\` stops compiling. The \`throw\` is for the day a value arrives that the types promised could not.`,
    replies: [
      re(
        'tomasz',
        '4h',
        'or a table. `const labels: Record<Status, string>`. same guarantee, no switch',
        re(
          'bob',
          '20m',
          'For labels, yes, and I would write it that way too. The switch earns its place when the branches do different *things*.',
          re(
            'tomasz',
            '10m',
            'a table of functions then',
            re(
              'bob',
              '15m',
              'At some point you and I are going to rebuild a switch statement in a table and call it simpler.',
              re('tomasz', '5m', 'we will call it a dispatcher and charge for it'),
            ),
          ),
        ),
      ),
      re(
        'priya_k',
        '15h',
        'Note that `satisfies` keeps the literal types in the table version: `const labels = {…} satisfies Record<Status, string>`.',
      ),
      re(
        'carol',
        '24d',
        "Found this from the other direction: I got \"Type 'archived' is not assignable to type 'never'\" and had no idea that the compiler was being *nice* to me.",
      ),
    ],
  },
  {
    day: 19,
    time: '12:10',
    by: 'wren',
    title: 'Tabs or spaces? (I know. I have a real reason.)',
    tags: ['discussion'],
    body: `A developer on my team uses a screen reader and a braille display. Four spaces of indentation are four cells out of forty, for every level. A tab is one.

So I would like us to switch to tabs, and I would like to have answers ready before I suggest it to the others. What will they say?`,
    replies: [
      re(
        'bob',
        '30m',
        'They will say "but alignment". The answer: indent with tabs, and do not align. Alignment makes diffs noisy anyway.',
        re(
          'wren',
          '20m',
          'Noted. Next?',
          re(
            'bob',
            '15m',
            'They will say that their editor shows a tab as eight columns. The answer is that it is a setting, and that being a setting is the point.',
          ),
        ),
      ),
      re(
        'tomasz',
        '2h',
        'they will say nothing, because a formatter does it and nobody looks',
        re(
          'bob',
          '40m',
          'For our whole retreat in 2016 I argued for spaces. Two days. With slides. I was, in hindsight, the village idiot.',
          re('wren', '10m', 'With SLIDES'),
          re(
            'moderator',
            '3h',
            'I would pay in points to see the slides.',
            re(
              'bob',
              '1h',
              'There is one with a graph. The axis is labelled "readability" and has no unit.',
              re(
                'carol',
                '13d',
                'As a professional maker of graphs without units: what was the curve doing?',
                re(
                  'bob',
                  '2h',
                  'Going up, Carol. It was going up very confidently.',
                  re('tomasz', '17d', 'and so spoke the village idiot, confidently. (his words, above)', {
                    edited: '22h',
                  }),
                ),
              ),
            ),
          ),
        ),
      ),
      re(
        'priya_k',
        '4h',
        'The accessibility argument settles it. I am not aware of any argument of equal weight on the other side.',
        re(
          'admin',
          '1h',
          "Nor am I. I have changed this site's code over this afternoon; the diff touches every file and changes nothing, which is a strange feeling.",
          re(
            'wren',
            '15m',
            'You just... did it? Before my team did??',
            re('admin', '20m', 'You had a real reason, and it took nine seconds.'),
          ),
        ),
      ),
      re(
        'wren',
        '3d',
        'Result: proposed it, told them why, showed them the display. It took four minutes, nobody argued. I had prepared for a war.',
        re(
          'moderator',
          '40m',
          'This is the longest peaceful thread about indentation in recorded history. I am going to frame it.',
        ),
      ),
    ],
  },
  {
    day: 24,
    time: '09:15',
    by: 'tomasz',
    title: 'postgres: autovacuum is not your enemy, stop turning it off',
    tags: ['tutorial', 'discussion'],
    body: `third time this year i am called to a "slow database" and find this

\`\`\`
autovacuum = off
\`\`\`

somebody saw it in top, it used cpu, they turned it off. two months later the table is 90% dead rows and every scan reads all of them.

if it bothers you, make it work *more often*, not less:

\`\`\`sql
ALTER TABLE sessions SET (
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_cost_delay = 1
);
\`\`\`

small and frequent. like cleaning a kitchen`,
    replies: [
      re(
        'bob',
        '4h',
        'Seconded, with one addition: check for long transactions first. Vacuum cannot remove what somebody might still want to see.\n\n```sql\nSELECT pid, state, now() - xact_start AS age, left(query, 60)\n  FROM pg_stat_activity\n WHERE xact_start IS NOT NULL\n ORDER BY age DESC LIMIT 5;\n```',
        re('tomasz', '30m', 'yes. it is always a forgotten session in somebodys editor, over the weekend'),
        re(
          'admin',
          '12d',
          'I would like to state for the record that I read this, nodded, and then did exactly that. See the incident report.',
          re('tomasz', '50m', 'happens to everyone once. you wrote it down, most dont'),
        ),
      ),
      re(
        'priya_k',
        '8h',
        'And if it is off for long enough, the transaction counter wraps around and the database stops accepting writes to protect itself. Then everyone reads the manual.',
      ),
    ],
  },
  {
    day: 28,
    time: '20:30',
    by: 'wren',
    title: 'CSS: a card that does not jump when its image loads',
    tags: ['question'],
    body: `Each card has an image on top and two lines of text. While images load, everything hops down the page like a nervous rabbit. I know the ratio (always 16:9) but not the width, since the grid decides it.

\`\`\`css
.card img { width: 100%; height: auto; }
\`\`\`

What is the grown-up way to do it in this decade? I remember a trick with padding percentages and I do not want to remember it.`,
    replies: [
      re(
        'bob',
        '40m',
        'Put `width` and `height` attributes on the `<img>`, with the real pixel sizes. The browser takes the ratio from them before the first byte of the picture arrives, and your two lines of CSS can stay exactly as they are.',
        { accepted: '11h' },
        re(
          'wren',
          '11h',
          'I deleted those attributes years ago because somebody said they were old-fashioned. It works. The rabbit is calm.',
          re(
            'bob',
            '3h',
            'They were out of fashion until the browsers began to use them for this. Now they are back. Like flares.',
          ),
        ),
      ),
      re(
        'admin',
        '12h',
        'If you do not know the size of the file, `aspect-ratio: 16 / 9; object-fit: cover;` does the same from the CSS side.',
      ),
    ],
  },
  {
    day: 31,
    time: '13:30',
    by: 'tomasz',
    title: 'psql: \\watch',
    tags: ['tutorial'],
    body: `for those who install a dashboard to look at one number

\`\`\`
SELECT count(*) FROM jobs WHERE state = 'waiting' \\watch 5
\`\`\`

thats it thats the post`,
    replies: [
      re('bob', '1h', 'Been using psql since 8.1 and did not know this one.'),
      re(
        'carol',
        '7h',
        'Does this work in DBeaver?',
        re('tomasz', '10h', 'no. psql only', re('carol', '6h', 'Then I will finally install psql.')),
      ),
    ],
  },
  {
    day: 34,
    time: '18:50',
    by: 'carol',
    title: 'GROUP BY gives me one row per tool, but I also want the last borrower',
    tags: ['question', 'help-wanted'],
    body: `For my tool library. This tells me how often each tool was lent:

\`\`\`sql
SELECT tool_id, count(*) AS times, max(lent_at) AS last_lent
  FROM loans
 GROUP BY tool_id;
\`\`\`

Now I want the *name of the person* in the loan that has that \`max(lent_at)\`. If I add \`borrower\` to the SELECT I must add it to the GROUP BY, and then I get one row for each person. In a spreadsheet I would sort and take the first. How do I say "take the first" in SQL?`,
    replies: [
      re(
        'bob',
        '45m',
        'You can say nearly exactly that. PostgreSQL has a clause for "sort, then keep the first of each":\n\n```sql\nSELECT DISTINCT ON (tool_id) tool_id, borrower, lent_at\n  FROM loans\n ORDER BY tool_id, lent_at DESC;\n```\n\nAnd to have the count beside it, a window function, which counts without folding rows:\n\n```sql\nSELECT DISTINCT ON (tool_id)\n       tool_id, borrower, lent_at,\n       count(*) OVER (PARTITION BY tool_id) AS times\n  FROM loans\n ORDER BY tool_id, lent_at DESC;\n```',
        { accepted: '2h', edited: '20m' },
        re(
          'carol',
          '1h',
          'It works, and I understand *why* it works: the window counts over all rows and only afterwards the duplicates are dropped. Is that right?',
          re(
            'bob',
            '10m',
            'Exactly right. Window functions run before DISTINCT. You have just understood what most people copy.',
            re('carol', '8m', 'I am going to put that on my fridge.'),
          ),
        ),
      ),
      re(
        'tomasz',
        '3h',
        'if somebody tells you to do it with a correlated subquery, they are not wrong, only old. like me',
      ),
      re(
        'priya_k',
        '16h',
        'Add a tie-breaker to the ORDER BY. Two loans in the same second and the answer changes between runs.',
        re(
          'carol',
          '4h',
          'Added the id. Two in one second cannot happen with five neighbours, but I see that "cannot happen" is a sentence I should avoid.',
        ),
      ),
    ],
  },
  {
    day: 39,
    time: '11:05',
    by: 'admin',
    title: 'How this forum stores a thread, with one index and no recursion',
    tags: ['tutorial', 'showcase'],
    attachments: ['thread-path'],
    body: `Several of you asked. A comment carries the chain of ids that leads to it, as bytes:

\`\`\`
path = path of the parent ‖ own id
\`\`\`

The ids sort by time (UUID version 7), so ordering by \`path\` walks the thread depth first with siblings in order of time. A whole thread is one range of one index:

\`\`\`sql
SELECT id, depth, author_id, body
  FROM comments
 WHERE community_id = $1 AND post_id = $2
 ORDER BY path;
\`\`\`

A subtree is the rows whose path starts with the path of its root. No recursive query, no second round trip.

The price is 16 bytes for each level of nesting, and a move of a subtree rewrites it. We allow ten levels and never move anything.`,
    replies: [
      re(
        'bob',
        '1h',
        'What stops a reply from claiming a parent in another post?',
        re(
          'admin',
          '30m',
          'The foreign key. It points at (community, post, path), not only at the id of the parent. A reply in the wrong post has no such parent to point at, so the database refuses it without any trigger.',
          re(
            'bob',
            '10m',
            'Oh, that is *nice*.',
            re(
              'priya_k',
              '2h',
              'It is. The invariant is carried by the shape of the key. I wish more schemas worked like this.',
              re(
                'tomasz',
                '6h',
                'i looked for the catch for an hour. best i have: long keys',
                re(
                  'admin',
                  '13h',
                  'Long keys is the catch. On a million comments the index is about 40 % larger than with the id alone. I decided that I could live with it.',
                  re('tomasz', '1h', 'disk is cheap. wrong threads are not'),
                ),
              ),
            ),
          ),
        ),
      ),
      re(
        'carol',
        '8h',
        'I read this three times, and the third time I understood it. Why bytes and not text with slashes?',
        re(
          'admin',
          '12h',
          'Text compares by the rules of a language, and it is twice as long. Bytes compare as bytes, everywhere, for ever.',
          { edited: '5m' },
        ),
      ),
    ],
  },
  {
    day: 45,
    time: '17:10',
    by: 'carol',
    title: 'How do I test code that depends on today’s date?',
    tags: ['question'],
    body: `"Overdue" means more than 14 days ago. My test lends a drill on {date 30} and expects it not to be overdue. It was green for two weeks, and since yesterday it is red, although I changed nothing.

\`\`\`ts
function isOverdue(loan: Loan): boolean {
  return Date.now() - loan.lentAt.getTime() > 14 * 24 * 3600 * 1000;
}
\`\`\`

I understand *why*. What is the normal way out?`,
    replies: [
      re(
        'bob',
        '50m',
        'Let the caller say what time it is.\n\n```ts\nexport function isOverdue(loan: Loan, now: Date): boolean {\n  return now.getTime() - loan.lentAt.getTime() > 14 * DAY_MS;\n}\n```\n\nThe page passes `new Date()`, the test passes whatever day it wants. Reading the clock is input, like reading a file; do it at the edge.',
        { accepted: '3h' },
        re(
          'carol',
          '1h',
          'So the function became *more* honest, not just testable: it always depended on the time, now it says so.',
          re('bob', '15m', 'I have been trying to put it that well for ten years.'),
        ),
      ),
      re(
        'wren',
        '2h',
        'What about fake timers, the ones in the test runner?',
        re(
          'priya_k',
          '11h',
          'They are for code that you cannot change. This is code that Carol can change.',
          re('wren', '3h', 'Short and devastating. OK!'),
        ),
      ),
      re(
        'tomasz',
        '5h',
        'wait until the clocks go back. 14 days is then 14 days and an hour. neighbours will argue',
        re(
          'carol',
          '12h',
          'I have decided that in my library a day ends when the caretaker goes home.',
          re('tomasz', '20m', 'finally, a sane calendar'),
        ),
      ),
    ],
  },
  {
    day: 54,
    time: '16:20',
    by: 'admin',
    title: 'A server from nothing in one script (as promised)',
    tags: ['tutorial'],
    body: `From the discussion in General. It sets up a small machine for one web application: user, firewall, automatic updates, reverse proxy, nightly backup. It may be run again at any time; what is already done is left alone.

\`\`\`sh
#!/bin/sh
set -eu

id app >/dev/null 2>&1 || useradd --system --create-home app
apt-get update -q
apt-get install -y -q caddy postgresql ufw unattended-upgrades

ufw allow OpenSSH
ufw allow http
ufw allow https
ufw --force enable

install -m 644 Caddyfile /etc/caddy/Caddyfile
install -m 644 app.service /etc/systemd/system/app.service
install -m 755 backup /etc/cron.daily/backup
systemctl daemon-reload
systemctl enable --now app
systemctl reload caddy
\`\`\`

The important property is not what it does but that you can run it **twice**. Destroy the machine once a month and build it again; after the second time you stop being afraid of it.`,
    replies: [
      re(
        'tomasz',
        '2h',
        'no ansible, no yaml, no 400 dependencies. i have tears',
        re(
          'admin',
          '30m',
          'There will be Ansible the day there is a second machine.',
          re('tomasz', '10m', 'no no. a for loop'),
        ),
      ),
      re(
        'carol',
        '4h',
        'I can read every line of this! Two questions: what does `set -eu` do, and why `install` rather than `cp`?',
        re(
          'bob',
          '40m',
          '`-e` stops at the first command that fails, `-u` stops at a variable that was never set. Without them a script marches on over the cliff. And `install` copies *and* sets the mode in one go, so running it again gives the same result.',
          re(
            'carol',
            '20m',
            'Marching on over the cliff is how all my spreadsheets work, so this is progress.',
          ),
        ),
      ),
      re(
        'priya_k',
        '17h',
        'Disable password login for SSH before the firewall lines, not after reading this comment.',
        re(
          'admin',
          '1h',
          'Right, and it is in the image I start from, which is no excuse. Anyone copying this: do that first.',
        ),
      ),
    ],
  },
  {
    day: 55,
    time: '13:35',
    by: 'jonas',
    title: 'Best stack for an app with 10M users?',
    tags: ['question'],
    body: `Need to pick the stack now, investors are asking. It must scale to 10 million users from day one. Thinking microservices + event sourcing + k8s. Rust or Go?`,
    replies: [
      re(
        'bob',
        '50m',
        'How many users does it have today?',
        re(
          'jonas',
          '15m',
          'pre-launch',
          re(
            'bob',
            '20m',
            'Then the honest answer is: the one you already know. You will throw the first version away when you find out what people want, and you will find out sooner if you did not build for ten million.\n\nFor scale: one PostgreSQL on one decent machine serves a few thousand simple requests a second. Ten million users who come once a week are about seventeen visits a second on average.',
            { accepted: '5h' },
            re(
              'jonas',
              '30m',
              'only 17? 😳 that cant be right',
              re(
                'carol',
                '1h',
                '10,000,000 ÷ 7 days ÷ 86,400 seconds = 16.5. Evenings are busier, call it ten times that. Still not scary!',
                re(
                  'jonas',
                  '1h',
                  'ok so postgres. what do i tell the investors',
                  re('tomasz', '20m', 'seventeen'),
                ),
              ),
            ),
          ),
        ),
      ),
      re(
        'priya_k',
        '3h',
        'Event sourcing is a commitment to keep every mistake for ever. Do you know your mistakes yet?',
      ),
    ],
  },
  {
    day: 58,
    time: '20:45',
    by: 'wren',
    title: "Cannot find module './Button' but the file is RIGHT THERE",
    tags: ['help-wanted'],
    body: `Works on my Mac. On the server:

\`\`\`
Error: Cannot find module './Button'
Require stack:
- /srv/app/src/pages/home.js
\`\`\`

I have looked at the folder. I have looked at it with other people. It is there.`,
    replies: [
      re(
        'bob',
        '15m',
        'Is the file called `Button` or `button`? macOS does not care. Linux does.',
        { accepted: '20m' },
        re('wren', '4m', '...'),
        re(
          'wren',
          '5m',
          'it is button',
          re(
            'bob',
            '3m',
            'Rename it with `git mv -f button.js Button.js`, otherwise git on the Mac does not notice.',
            re('wren', '12h', 'It had not noticed. Deployed, thanks'),
          ),
        ),
      ),
      re('tomasz', '1h', 'every year'),
    ],
  },
  {
    day: 61,
    time: '10:25',
    by: 'bob',
    title: 'Adding NOT NULL to a big table without stopping the world',
    tags: ['tutorial', 'news'],
    body: `\`ALTER TABLE … SET NOT NULL\` scans the whole table while holding a lock that blocks everything. On a large table that is your outage.

In three steps, none of which blocks for long:

\`\`\`sql
-- 1. instant: new rows are checked, old ones not yet
ALTER TABLE orders ADD CONSTRAINT orders_email_present
  CHECK (email IS NOT NULL) NOT VALID;

-- 2. scans, but lets reads and writes go on
ALTER TABLE orders VALIDATE CONSTRAINT orders_email_present;

-- 3. instant: the server sees the valid check and skips the scan
ALTER TABLE orders ALTER COLUMN email SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_email_present;
\`\`\`

And always \`SET lock_timeout = '2s'\` first. Waiting for a lock is what takes a site down, more often than holding one: everyone else queues up behind you.`,
    replies: [
      re(
        'admin',
        '1h',
        'The last paragraph is the one people learn the hard way. We retry with a growing pause when the timeout hits.',
      ),
      re('tomasz', '3h', 'good. step 3 skipping the scan is since 12, for those in museums'),
      re(
        'carol',
        '9h',
        'Is this needed for a table with twelve tools in it?',
        re(
          'bob',
          '30m',
          'No. With twelve tools you may do anything you like, including by hand.',
          re('carol', '10m', 'Phew.'),
        ),
      ),
    ],
  },
  {
    day: 67,
    time: '18:05',
    by: 'wren',
    title: 'git: I committed a 300 MB video, and it is still in there',
    tags: ['help-wanted', 'question'],
    body: `I deleted it in the next commit. Cloning still takes four minutes. Nothing is pushed to a place that others use yet, it is just me and my shame.

How do I get it out of the *history*?`,
    replies: [
      re(
        'tomasz',
        '25m',
        'if it is only you:\n\n```sh\ngit filter-repo --invert-paths --path media/intro.mp4\n```\n\nit rewrites all commits after it. make a copy of the folder first. then look with `git count-objects -vH`',
        { accepted: '1h' },
        re(
          'wren',
          '50m',
          '312 MB → 4.1 MB. I kept the copy, as told. Thank you, oh grumpy one.',
          re('tomasz', '5m', 'i am not grumpy. this is my face'),
        ),
      ),
      re(
        'bob',
        '2h',
        'For others who find this: had it been shared, everyone would need a fresh clone after that. And if it had been a password instead of a video, rewriting would not be enough: change the password.',
        re('priya_k', '13h', 'First change the password, then rewrite. In that order, always.'),
      ),
    ],
  },
  {
    day: 72,
    time: '15:15',
    by: 'carol',
    title: 'I wrote my first migration by hand. Would somebody look at it?',
    tags: ['feedback', 'help-wanted'],
    edited: '2h',
    before: [
      ['SELECT DISTINCT trim(borrower)', 'SELECT DISTINCT borrower'],
      ['p.name = trim(l.borrower)', 'p.name = l.borrower'],
    ],
    body: `I want to split \`borrower\` (a name typed by hand, with seven spellings of "Mr Okafor") into a table of its own.

\`\`\`sql
CREATE TABLE people (
  id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE
);
INSERT INTO people (name)
  SELECT DISTINCT trim(borrower) FROM loans;
ALTER TABLE loans ADD COLUMN person_id bigint REFERENCES people (id);
UPDATE loans l SET person_id = p.id
  FROM people p WHERE p.name = trim(l.borrower);
ALTER TABLE loans ALTER COLUMN person_id SET NOT NULL;
\`\`\`

I have not dropped the old column, because I am a coward.`,
    replies: [
      re(
        'bob',
        '1h',
        'That is not cowardice, that is the right order. Deploy this, let the application use `person_id` for a week, and drop the column in a migration of its own.\n\nThe SQL is good. One thing: how would you go *back*?',
        { accepted: '12771m' },
        re(
          'carol',
          '30m',
          'Drop the foreign key column and the table? The names are still in `borrower`, so nothing is lost... as long as the old column is there. Oh! That is another reason to wait with the drop.',
          re(
            'bob',
            '10m',
            'That is the whole lesson, and you got there in half an hour. The way back is lossless until the day you drop it.',
            re(
              'admin',
              '4h',
              'We write the way back next to every migration and run both in a test. About a third of mine were wrong the first time.',
              re('carol', '14h', 'A third of *yours*? I feel much better now.'),
            ),
          ),
        ),
      ),
      re(
        'priya_k',
        '15h',
        'Seven spellings of Mr Okafor will become seven people. Merge them before the SET NOT NULL, while it is still easy.',
        re(
          'carol',
          '3h',
          'I asked him. It is spelled with one k. He has been too polite to say so for two years.',
        ),
      ),
    ],
  },
  {
    day: 76,
    time: '17:10',
    by: 'carol',
    title: '"self-signed certificate in certificate chain" at work, fine at home',
    tags: ['question', 'help-wanted'],
    body: `Same laptop, same script. At the office every \`fetch\` ends in

\`\`\`
TypeError: fetch failed
  [cause]: Error: self-signed certificate in certificate chain
    code: 'SELF_SIGNED_CERT_IN_CHAIN'
\`\`\`

The browser has no problem with the same address.`,
    replies: [
      re(
        'jonas',
        '20m',
        'NODE_TLS_REJECT_UNAUTHORIZED=0 works for me',
        re(
          'priya_k',
          '10h',
          'That switches the check off for everything the process does. Please do not recommend it.',
          re(
            'jonas',
            '4h',
            'its only dev',
            re('priya_k', '30m', 'Development machines hold the keys to production.'),
          ),
        ),
      ),
      re(
        'bob',
        '1h',
        "Does your company look into traffic? Then its proxy signs with a root of its own. Your browser knows it from the system, Node doesn't.\n\nAsk IT for the root certificate, then:\n\n```sh\nexport NODE_EXTRA_CA_CERTS=$HOME/company-root.pem\n```",
        { accepted: '1d', edited: '10m' },
        re(
          'carol',
          '22h',
          'They do. The file was on the intranet all along, under "Printers". Works now.',
          re('tomasz', '2h', 'under printers. naturally'),
        ),
      ),
    ],
  },
  {
    day: 80,
    time: '09:55',
    by: 'priya_k',
    title: 'Reading list: five incident reports worth an hour each',
    tags: ['discussion', 'news'],
    body: `I give these to everyone who joins our team. Not for the technology, but for how the people in them reasoned while it was going wrong.

1. A database deleted on the wrong host, and five kinds of backup of which none worked.
2. A regular expression that took the processors of half the web.
3. A leap second, and everything that believed in 60.
4. A certificate that expired on a Sunday.
5. A deployment that reached seven servers out of eight.

The pattern I see: the trigger is small and boring, and two safety nets had been silently gone for months. What is on your list?`,
    replies: [
      re(
        'admin',
        '50m',
        'The one I would add is any report in which they say that the alarm fired and was muted. I reread those when I am about to mute something.',
      ),
      re(
        'bob',
        '4h',
        'Number five is a masterpiece of horror. Every sentence is reasonable, and the sum is bankruptcy.',
        re(
          'tomasz',
          '5h',
          'a flag reused for a new meaning. whoever has never reused a flag may throw the first stone',
          re('bob', '15m', '*puts stone down*'),
        ),
      ),
      re(
        'carol',
        '9h',
        'I read the first one on the train and went straight home to restore my backup again.',
        re('tomasz', '1h', 'this is the way'),
      ),
    ],
  },
  {
    day: 87,
    time: '17:05',
    by: 'dave',
    title: 'Two people buy the last switch cover at the same time. What now?',
    tags: ['question', 'help-wanted'],
    body: `My shop does this when someone clicks "buy":

\`\`\`ts
const item = await db.query('SELECT stock FROM items WHERE id = $1', [id]);
if (item.rows[0].stock > 0) {
  await db.query('UPDATE items SET stock = stock - 1 WHERE id = $1', [id]);
  await placeOrder(id);
}
\`\`\`

If two people click in the same second, both see a stock of 1 and I have sold a cover I don't have. I tried it with two browser windows and got to -1. What is the proper way? (In my day job we would put a lock on the fuse box.)`,
    replies: [
      re(
        'bob',
        '25m',
        "You found it, reproduced it and described it. That is most of the work.\n\nLet the database decide and act in one step, and ask it what happened:\n\n```ts\nconst sold = await db.query(\n  `UPDATE items SET stock = stock - 1\n    WHERE id = $1 AND stock > 0\n    RETURNING stock`, [id]);\nif (sold.rowCount === 0) return soldOut();\nawait placeOrder(id);\n```\n\nThe second buyer waits for the first one's row lock, then sees a stock of 0, and the `WHERE` no longer matches. The lock on the fuse box is there, PostgreSQL just puts it on for you.",
        { accepted: '1h' },
        re(
          'dave',
          '40m',
          'Tried with two windows, then with a script of 50 clicks at once. One sold, 49 "sold out". Beautiful. Why does it wait instead of using the old value?',
          re(
            'bob',
            '15m',
            'Because it wants to change the row, and only one may change it at a time. When its turn comes it looks at the condition *again* with the new value. Reading alone would not have waited.',
            re(
              'dave',
              '20m',
              'So my mistake was to look first and act later, with a gap in between.',
              re(
                'priya_k',
                '9h',
                'Yes. It has a name, "time of check to time of use", and you will now see it everywhere. Doors, card readers, calendars.',
                re('dave', '9h', 'I already see it in fuse boxes. "It was off when I looked."'),
              ),
            ),
          ),
        ),
      ),
      re(
        'tomasz',
        '2h',
        'add the belt to the braces:\n\n```sql\nALTER TABLE items ADD CHECK (stock >= 0);\n```\n\nthen also the code you write next year cannot do it',
        re(
          'dave',
          '14h',
          'Added. It refused right away because of my -1 from the experiment. It works on me too.',
        ),
      ),
      re(
        'priya_k',
        '11h',
        'And put the order in the same transaction. If `placeOrder` fails, the cover is gone and nobody has it.',
      ),
    ],
  },
  {
    day: 88,
    time: '15:10',
    by: 'dave',
    title: 'connect ECONNREFUSED 127.0.0.1:5432',
    tags: ['question'],
    body: `Worked last night. Did not touch anything. What is it trying to tell me?`,
    replies: [
      re(
        'bob',
        '10m',
        'That nobody is listening on that port. Is PostgreSQL running? `pg_isready` will tell you.',
        { accepted: '25m' },
        re('dave', '20m', '"no response". I restarted the laptop. OK. Sorry for the noise.'),
      ),
    ],
  },
  {
    day: 89,
    time: '14:05',
    by: 'carol',
    title: 'When does a query deserve to become a view?',
    tags: ['question'],
    body: `I have typed this join four times since Monday's coffee, each time with the same two conditions and once with a mistake in it:

\`\`\`sql
SELECT p.name, t.label, l.due_on
  FROM loans l
  JOIN people p ON p.id = l.person_id
  JOIN tools  t ON t.id = l.tool_id
 WHERE l.returned_on IS NULL AND l.due_on < current_date;
\`\`\`

A colleague said "make it a view". Do I lose anything by that? I imagine a copy of the rows that goes stale.`,
    replies: [
      re(
        'bob',
        '25m',
        'A plain view keeps no rows at all. It is a name for the question: the server pastes it into whatever you ask and plans the whole. The copy that goes stale is a *materialized* view, and you would have to ask for that by name.\n\nMy rule is the mistake: the first time a repeated query is wrong in one place, it gets a name.',
        { accepted: '50m' },
        re(
          'carol',
          '20m',
          'Then `overdue_loans` exists as of now. I like that the mistake is the trigger and not the number of copies.',
        ),
      ),
      re('tomasz', '70m', 'two views deep is fine. six views deep is archaeology'),
    ],
  },
];
