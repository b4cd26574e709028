/* oxlint-disable max-lines -- data: a channel is read, and edited, in one piece */
import { re, type ThreadText } from './thread.ts';

/** Crypto: cryptography first, coins second, and the argument about which is which. */
export const crypto: ThreadText[] = [
  {
    day: 5,
    time: '07:40',
    by: 'priya_k',
    title: 'Is this channel about cryptography or about coins?',
    tags: ['discussion', 'question'],
    body: `The description says "Crypto". In my profession the word has meant one thing since 1976. I would like to know before I post.`,
    replies: [
      re(
        'admin',
        '2h',
        'Both are welcome. I expect the coins to be noisier and the cryptography to be right more often.',
        re('priya_k', '20m', 'I accept these terms.'),
      ),
      re(
        'bob',
        '8h',
        'If we could have a thread about what signatures actually promise, I would read it twice.',
        re('priya_k', '14h', 'Then I will write it.'),
      ),
      re('tomasz', '5d', 'i vote for neither, but i will read'),
    ],
  },
  {
    day: 9,
    time: '06:55',
    by: 'priya_k',
    title: 'What a signature promises, and four things it does not',
    tags: ['tutorial', 'security'],
    body: `A valid signature says: *someone who had this key processed exactly these bytes.* Nothing more. In particular it does not say

1. **when.** Without a timestamp from somebody you trust, a signature from yesterday and one from 2019 look the same.
2. **that they read it.** Software signs what it is given.
3. **that it was meant for you.** A signed "yes" can be shown to anybody, as the answer to any question. Put the question and the recipient inside the signed bytes.
4. **that the key is still theirs.** That is what revocation is for, and nobody likes to build it.

Most protocol failures I am paid to find are number three.`,
    replies: [
      re(
        'bob',
        '6h',
        'Number three just made me open a file. We sign webhook bodies without the address they are sent to. Is that the hole you mean?',
        re(
          'priya_k',
          '30m',
          'Yes. If two of your customers use the same key, or one of them is hostile, a message for A can be replayed to B and will verify. Sign the destination and a time, and reject what is older than five minutes.',
          re(
            'bob',
            '25m',
            'Different keys for each customer, but we do not sign the time, so replaying to the *same* customer works. Fixing it this afternoon.',
            re(
              'priya_k',
              '1h',
              'Good. Remember to refuse the same message id twice within those five minutes.',
            ),
          ),
        ),
      ),
      re(
        'admin',
        '8h',
        'I have pinned this in my head. Number two explains a great deal about contracts, too.',
      ),
      re('tomasz', '13h', '5. that anyone will check it'),
    ],
  },
  {
    day: 14,
    time: '18:15',
    by: 'tomasz',
    title: 'explain to me what a blockchain does that a database with backups does not',
    tags: ['discussion', 'question'],
    body: `not trolling. i have asked six people and got six products. i want one sentence.`,
    replies: [
      re(
        'priya_k',
        '11h',
        'It lets parties who do not trust each other, and who cannot agree on an operator, agree on the order of events.',
        { accepted: '2d' },
        re(
          'tomasz',
          '1h',
          'ok that is one sentence. and if they can agree on an operator',
          re(
            'priya_k',
            '10m',
            'Then it is a slow database.',
            re('tomasz', '5m', 'thank you. seventh person, first answer'),
          ),
        ),
        re(
          'bob',
          '5h',
          'How often in practice can they *not* agree on an operator?',
          re(
            'priya_k',
            '2h',
            'Less often than slides suggest and more often than database vendors suggest. Currencies under a hostile government. Logs in which every participant is a suspect. Beyond that my list gets thin.',
          ),
        ),
      ),
      re(
        'moderator',
        '15h',
        'Libraries solved this with a card stamped by two people who disliked each other.',
      ),
    ],
  },
  {
    day: 18,
    time: '13:25',
    by: 'bob',
    title: 'Password hashing in {year 18}: argon2id settings that you use?',
    tags: ['question', 'security'],
    body: `We are moving from bcrypt (cost 10, from 2014). argon2id is clear, but the parameters are not. The recommendations I find differ by a factor of ten in memory. What do you use, and how did you decide?`,
    replies: [
      re(
        'priya_k',
        '1h',
        "Start from the time that a login may take on your hardware, not from a table. I aim at 50 to 100 ms.\n\n- memory as high as you can afford for the number of logins at once; 19 MiB is a sensible floor\n- iterations: raise until you reach the time\n- parallelism 1 on a server; the attacker gains more from it than you do\n\nThen write the parameters into the hash (the PHC string does so) and rehash at the next login whenever they are lower than today's.",
        { accepted: '1d' },
        re(
          'bob',
          '40m',
          'Rehashing at login is the piece I was missing. So the old bcrypt ones simply disappear over time?',
          re(
            'priya_k',
            '15m',
            'Those of people who log in. For the rest, wrap: argon2id over the bcrypt hash. Then no weak hash is left on disk on the day you deploy.',
            re(
              'bob',
              '10m',
              'Wrapping. Of course. That takes the whole "migration over two years" off my plan.',
            ),
          ),
        ),
      ),
      re(
        'tomasz',
        '5h',
        'and limit login attempts. the best hash in the world does not help against `summer{year 18}`',
      ),
      re('wren', '7h', 'I have just changed a password and will not say which one.'),
    ],
  },
  {
    day: 23,
    time: '21:20',
    by: 'wren',
    title: 'Explain end-to-end encryption like I draw buttons for a living',
    tags: ['question'],
    body: `I am designing the "your messages are private" screen for a client, and I refuse to draw another padlock without knowing what it promises. What may I honestly write on that screen?`,
    replies: [
      re(
        'priya_k',
        '10h',
        'Honest: "Only you and the people in this conversation can read the messages. We cannot."\n\nNot covered, so do not imply it: that we do not know *who* talks to whom and when; that a backup of your phone is protected; that the other person will not show it to someone.',
        { accepted: '1d' },
        re(
          'wren',
          '2h',
          'This is gold. So the padlock is about the content, and the envelope is still visible?',
          re(
            'priya_k',
            '20m',
            'Exactly. Content and envelope. Use those words, people understand post.',
            re(
              'wren',
              '1d',
              'Client approved "We can\'t read what\'s in the envelope. We do have to see the address." Legal approved it too, which never happens.',
              re('priya_k', '9h', 'That is a better sentence than I would have written.'),
            ),
          ),
        ),
      ),
      re('moderator', '15h', 'I should like every privacy policy to be rewritten by the two of you.'),
    ],
  },
  {
    day: 26,
    time: '15:50',
    by: 'marisol',
    title: 'Is "look for the padlock" still what I should teach?',
    tags: ['question'],
    body: `For a lesson about safe browsing. My book is from 2014 and says: if there is a padlock, it is safe. That cannot be all, can it?`,
    replies: [
      re(
        'priya_k',
        '13h',
        'It is not. The padlock says that the connection is encrypted and that you are talking to the name in the address bar. Thieves have certificates too.\n\nTeach them to read the name from the right: what stands before the last dot counts, the words in front of it do not.',
        { accepted: '29h' },
        re(
          'marisol',
          '4h',
          'Do you have an example for the board?',
          re(
            'priya_k',
            '30m',
            '`mail.bank.example` belongs to bank.example. `bank.example.login-check.net` belongs to login-check.net.',
            re(
              'marisol',
              '54h',
              'We did it today. Three of them found a fake in the inbox of a parent. Thank you.',
            ),
          ),
        ),
      ),
      re('tomasz', '20h', 'also: the bank does not write to you'),
    ],
  },
  {
    day: 30,
    time: '08:10',
    by: 'priya_k',
    title: 'Nonce reuse: a practical demonstration in twelve lines',
    tags: ['tutorial', 'security'],
    body: `AES-GCM with the same key and the same nonce twice is not "a bit weaker". Subtract one ciphertext from the other and the key stream is gone:

\`\`\`js
import { createCipheriv, randomBytes } from 'node:crypto';
const key = randomBytes(32), nonce = Buffer.alloc(12); // the mistake
const seal = (text) => createCipheriv('aes-256-gcm', key, nonce).update(text);

const a = seal('attack at dawn'), b = seal('retreat by six');
const xored = a.map((byte, i) => byte ^ b[i]);

// whoever knows one message has the other, with no key:
const known = Buffer.from('attack at dawn');
console.log(Buffer.from(xored.map((x, i) => x ^ known[i])).toString());
// → retreat by six
\`\`\`

Worse: two messages under one nonce also leak the authentication key, so forgeries become possible. Use a random 96-bit nonce for each message, and change the key long before 2^32 messages.`,
    replies: [
      re('bob', '7h', 'I typed it in and ran it. Knowing it and *seeing* it are different things.'),
      re(
        'admin',
        '9h',
        'We seal OAuth tokens this way. Random nonce for each, key version in a column beside it. I went and counted: no nonce occurs twice.',
        re(
          'priya_k',
          '30m',
          'Counting is the right reflex. May I ask what happens when you rotate the key?',
          re(
            'admin',
            '45m',
            'New ones are sealed with the new version; old ones are opened with the old key and sealed again at their next use. After ninety days whatever is left is thrown away, and the person logs in again.',
            re(
              'priya_k',
              '10m',
              'I have no notes.',
              re(
                'moderator',
                '2h',
                'I have been here for a month and this is the first time that I have read these words from you.',
              ),
            ),
          ),
        ),
      ),
      re(
        'tomasz',
        '12h',
        'saw this in a product with a certificate on the wall. the certificate was for the wall',
      ),
    ],
  },
  {
    day: 35,
    time: '16:00',
    by: 'carol',
    title: 'Is it safe to store card numbers if I encrypt them?',
    tags: ['question', 'help-wanted'],
    body: `Not for the tool library! A friend who runs a bakery wants customers to pay for standing orders, and has asked me to "just keep the card numbers, encrypted". It feels wrong, but I can't explain why.`,
    replies: [
      re(
        'priya_k',
        '1h',
        'Your feeling is correct. Encrypted data that your server can decrypt is data that anyone on your server can decrypt. And there are rules for everyone who so much as touches card numbers, with audits a bakery does not want.\n\nUse a payment provider. It keeps the card and gives you a token that is useless to a thief.',
        { accepted: '3h' },
        re(
          'carol',
          '30m',
          '"Anyone on your server" is the explanation I needed. She will understand that: the key is under the doormat.',
          re('priya_k', '10m', 'Precisely the doormat.'),
        ),
      ),
      re(
        'bob',
        '2h',
        'Also, the provider handles expired cards and refunds, and those are 90 % of the work.',
      ),
      re('tomasz', '4h', 'best way to keep a secret is not to have it'),
    ],
  },
  {
    day: 41,
    time: '14:30',
    by: 'jonas',
    title: 'Why the next cycle will be different',
    tags: ['discussion', 'news'],
    attachments: ['cycle'],
    body: `Hear me out. Every four years: halving → supply shock → new high. We are EARLY in the window. This time institutions are in, so the floor is higher. I attached my chart.

Not financial advice, but in twelve months people will ask where you were.`,
    replies: [
      re(
        'tomasz',
        '30m',
        'i will be here',
        re('jonas', '10m', 'with fiat 😂', re('tomasz', '5m', 'with a salary')),
      ),
      re(
        'carol',
        '2h',
        'A question about the chart, as I do this for a living: it has three data points, and the fitted curve has four parameters. I can make that curve go anywhere. What would have to happen for you to say that the theory was wrong?',
        re(
          'jonas',
          '40m',
          'if it doesnt happen',
          re(
            'carol',
            '20m',
            'By when, and how far below the line?',
            re(
              'jonas',
              '1h',
              'end of next year. below 60% of the line i guess',
              re(
                'carol',
                '15m',
                'Then that is a real prediction, and I will happily come back to look. Thank you for putting a number on it!',
                re(
                  'bob',
                  '30m',
                  'That is the most civilised conversation about a price chart that I have ever seen.',
                ),
              ),
            ),
          ),
        ),
      ),
      re('priya_k', '16h', 'I remind the channel that "supply shock" is a claim about demand.'),
    ],
  },
  {
    day: 47,
    time: '10:40',
    by: 'bob',
    title: 'Passkeys: what happens when someone loses every device?',
    tags: ['question', 'security'],
    body: `We want to offer passkeys, and I like everything about them apart from the support call on a Monday morning: phone in the lake, laptop stolen, no second device. What do you do in practice?`,
    replies: [
      re(
        'priya_k',
        '1h',
        'Recovery is the real login; the passkey is merely the usual one. So treat it that way:\n\n1. make people add two authenticators, or print codes, *at enrolment*\n2. recovery by mail only with a delay of a day or two, and a message to every address and session you know\n3. never by questions about pets',
        { accepted: '2d' },
        re(
          'bob',
          '30m',
          'The delay is clever. The thief is in a hurry, the owner usually is not.',
          re('priya_k', '10m', 'And the owner gets the message.'),
        ),
      ),
      re(
        'admin',
        '3h',
        'Not here, but where I used to work we had codes printed at enrolment. In the test two people out of twelve photographed them with the very phone.',
        re(
          'wren',
          '1h',
          'What does the page say? People photograph what looks like a ticket. Make it look like a warning label and they will print it.',
          re(
            'admin',
            '20h',
            'Passed on your warning label, and they tried it on twelve others: none. You are right and I am slightly alarmed.',
          ),
        ),
      ),
    ],
  },
  {
    day: 53,
    time: '19:25',
    by: 'carol',
    title: 'How does a hash prove that a file was not changed?',
    tags: ['question', 'tutorial'],
    body: `I get that the same file gives the same hash. But there are endlessly many files and only 2^256 hashes, so there must be other files with the *same* hash. Why can't somebody just find one and swap it in?`,
    replies: [
      re(
        'bob',
        '1h',
        'You are right that they exist. The promise is only that nobody can *find* one.',
        re(
          'carol',
          '15m',
          'But computers get faster?',
          re(
            'priya_k',
            '9h',
            'Not that fast. To match a given hash you need about 2^256 attempts. If every computer on earth tried a trillion per second since the beginning of the universe, the chance of success would still be zero to more than thirty decimal places.\n\nFinding *any two* that match is easier, 2^128, and still out of reach. What does break is the function itself: MD5 and SHA-1 fell to mathematics, not to speed.',
            { accepted: '39320m' },
            re(
              'carol',
              '5h',
              'So it is safe until somebody clever shows that it is not, and then we move. Like every model that I have ever built.',
              re(
                'priya_k',
                '20m',
                'Yes. That is why formats carry the name of the function beside the hash. The ids of attachments will do that here.',
              ),
            ),
          ),
        ),
      ),
      re(
        'tomasz',
        '3h',
        'also most attackers do not break the hash. they replace the page where you read it',
      ),
    ],
  },
  {
    day: 59,
    time: '12:15',
    by: 'tomasz',
    title: 'lost keys: the thread of shame',
    tags: ['discussion', 'off-topic'],
    body: `i start. root key of an internal ca, on a usb stick, in a drawer. i labelled it "do not lose". the office moved. they did not lose the drawer. they lost the stick *out of* the drawer`,
    replies: [
      re('bob', '40m', 'Encrypted backup, key in the password manager. Password manager in the backup.'),
      re(
        'priya_k',
        '2h',
        'A student of mine split a key into five shares, any three suffice, and gave all five to the same friend "so they are together".',
      ),
      re(
        'admin',
        '3h',
        'The envelope with our emergency codes was so well hidden that we found it during the *next* emergency.',
        re(
          'tomasz',
          '10m',
          'where',
          re(
            'admin',
            '15m',
            'In the binder labelled "Emergency". I had not thought that past me would be so direct.',
            re('moderator', '1h', 'Past you is an excellent cataloguer.'),
          ),
        ),
      ),
      re(
        'jonas',
        '4h',
        '0.4 btc on a laptop i sold 😭 dont want to talk about it',
        re('wren', '20m', 'Oh Jonas. I am sorry, actually.'),
        re('tomasz', '30m', 'ok. this one hurts. condolences'),
      ),
    ],
  },
  {
    day: 63,
    time: '20:15',
    by: 'jonas',
    title: '🚀 Free airdrop for early members, 48h only',
    tags: ['news'],
    likedBy: ['wren'],
    notLikedBy: ['priya_k', 'tomasz', 'bob', 'admin', 'moderator'],
    status: 'HIDDEN',
    hidden: [64, '07:58'],
    hiddenBy: 'admin',
    body: `Big news!! For the launch we give 500 tokens to the first 200 members of this forum. Connect your wallet and confirm with your 12 words: https://agora-airdrop.example/claim Only 48h!`,
    replies: [
      re(
        'priya_k',
        '10h',
        'Do not enter your words anywhere. Anyone who asks for them is taking everything, whatever they say that they are giving. Reported.',
      ),
      re('jonas', '11h', 'fud. u people will regret it', { status: 'HIDDEN', hiddenBy: ['admin', '40m'] }),
    ],
  },
  {
    day: 69,
    time: '09:05',
    by: 'priya_k',
    title: 'How a seed phrase works, and why nobody may ever ask you for it',
    tags: ['tutorial', 'security'],
    body: `After this week, calmly and from the beginning.

The twelve words *are* the key, in a form that people can copy. Each word stands for 11 bits; 128 of them are random, four are a checksum. From them every address you will ever use is computed. There is no account behind it, and no one to call.

So "enter your words to receive" makes no sense technically. To *receive*, a sender needs your address, which is public. The words are needed for one thing only, which is to spend.

If someone asks for them, they want to spend.`,
    replies: [
      re(
        'carol',
        '1h',
        '"The words are needed for one thing only, which is to spend." I sent that sentence to my mother.',
        re('priya_k', '15m', 'That is the best use it could have.'),
      ),
      re('bob', '5h', '12 × 11 is 132, and 128 + 4 is 132. I enjoy it when the numbers agree.'),
      re(
        'jonas',
        '3h',
        'fair writeup. for the record i didnt know that the page was bad, i got paid to post it',
        re(
          'moderator',
          '1h',
          'Thank you for saying so. The ban has run its course, and you are welcome here. The next time somebody pays you to post, ask us first.',
          re('tomasz', '2h', 'ask us second. ask yourself first'),
        ),
      ),
    ],
  },
  {
    day: 71,
    time: '18:20',
    by: 'jonas',
    title: 'gas fees right now??',
    tags: ['discussion'],
    body: `14 dollar to move 20. is it the same for u guys or is my wallet broken`,
    replies: [
      re(
        'carol',
        '1h',
        'What is a gas fee?',
        re(
          'jonas',
          '20m',
          'u pay the network for every tx. more traffic = more gas',
          re('carol', '10m', 'So like surge pricing. Got it.'),
        ),
      ),
      re(
        'tomasz',
        '2h',
        'have you tried a bank',
        { status: 'DELETED' },
        re('moderator', '20h', 'Thank you for deleting that yourself.'),
      ),
      re(
        'bob',
        '19h',
        'Not an expert, but everyone I know who moves small sums does it on a weekend morning.',
      ),
      re('jonas', '6d', 'update: 2 dollar today. so it was just traffic'),
    ],
  },
  {
    day: 75,
    time: '07:20',
    by: 'priya_k',
    title: 'Post-quantum key exchange is now the default in my browser. Is it in yours?',
    tags: ['news', 'question'],
    body: `Since the last update every connection that I look at uses a hybrid exchange: X25519 together with ML-KEM-768. If either holds, the session is safe.

The reason to do it now, before such computers exist, is that recorded traffic can be decrypted later. The cost is about a kilobyte more in each direction of the handshake.

Look under *Security* in the developer tools and tell me what you see, please. I am collecting.`,
    replies: [
      re(
        'bob',
        '6h',
        'X25519MLKEM768 on every site of ours but one. The one is behind an appliance from 2017 that drops the handshake because it arrives in two packets.',
        re(
          'priya_k',
          '40m',
          'That appliance is exactly why I am collecting. Does it fall back or fail?',
          re(
            'bob',
            '20m',
            'It waits for 30 seconds and then falls back. Customers think that we are slow.',
            re('tomasz', '4h', 'name and shame. or sell me the appliance, i collect those'),
          ),
        ),
      ),
      re(
        'carol',
        '9h',
        "Mine says X25519MLKEM768 here and on my tool library. I did nothing, I just run what Helen's script installs. Is that all right?",
        re(
          'priya_k',
          '12h',
          'That is how it should be. Security you did not have to choose is the kind that works.',
        ),
      ),
      re(
        'admin',
        '5h',
        'Here it is on since {month 20}. 94 % of handshakes this week were hybrid. I was surprised how undramatic it was.',
      ),
    ],
  },
  {
    day: 78,
    time: '22:05',
    by: 'jonas',
    title: 'Hardware wallets: worth it under 1000 EUR?',
    tags: ['question'],
    body: `serious question this time. after the thing with the laptop i want to do it properly. small amount, checked once a month. hardware wallet or is a phone app ok?`,
    replies: [
      re(
        'priya_k',
        '9h',
        'For that sum a phone with a current system, a screen lock and an app from a maker you can name is reasonable. A hardware device protects against malware on your computer; it does not protect against approving the wrong thing. What you must get right in either case is the paper with the words: two copies, two places, no photo.',
        { accepted: '1d' },
        re(
          'jonas',
          '3h',
          'two places as in home and parents?',
          re(
            'priya_k',
            '30m',
            'If your parents can keep an envelope closed, yes.',
            re(
              'jonas',
              '10m',
              'my mother opens everything',
              re('tomasz', '1h', 'tell her it is from the tax office'),
            ),
          ),
        ),
      ),
      re('bob', '15h', 'Good question, Jonas. Welcome to the boring side, we have backups.'),
    ],
  },
  {
    day: 81,
    time: '20:30',
    by: 'jonas',
    title: 'Last chance presale, members only',
    tags: ['news'],
    edited: '40m',
    before: [
      [
        '\n\n*edit:* and because u are good people, members only: presale closes tomorrow, min 50 EUR, guaranteed 3x at listing. this one is legit, i checked. dm me for the link',
        '',
      ],
    ],
    notLikedBy: ['priya_k', 'tomasz', 'carol', 'admin', 'moderator'],
    status: 'HIDDEN',
    hidden: [82, '08:55'],
    hiddenBy: 'marisol',
    body: `first of all thx for the wallet help, paper is in two places now 🙏

*edit:* and because u are good people, members only: presale closes tomorrow, min 50 EUR, guaranteed 3x at listing. this one is legit, i checked. dm me for the link`,
    replies: [
      re('tomasz', '70m', 'guaranteed. sure'),
      re(
        'carol',
        '3h',
        'A guaranteed 3x is a sentence without a number in it, Jonas. I am sorry to see this.',
      ),
    ],
  },
  {
    day: 85,
    time: '13:50',
    by: 'wren',
    title: 'How would you sign a PDF so that my client’s accountant believes it?',
    tags: ['question', 'help-wanted'],
    body: `The accountant wants "a digital signature". What they showed me as an example is a *picture* of a signature. Pasted. With a drop shadow.

What is the least painful thing that is actually a signature, and that someone without any tools can check?`,
    replies: [
      re(
        'priya_k',
        '1h',
        'Ask what they need it for. If the law in your country wants a qualified signature, only a listed provider can make one, and the PDF reader shows a green tick by itself. If they only want to be sure that it came from you, a phone call about the total protects them better than any tick.',
        { accepted: '20h' },
        re(
          'wren',
          '2h',
          'Asked! They want to be sure it came from me. We now have a phone call on the first of the month, and it is... nice? Her name is Beryl.',
          re('moderator', '1h', 'An authenticated channel with Beryl. I can think of nothing stronger.'),
        ),
      ),
      re('tomasz', '3h', 'the drop shadow is what makes it legally binding'),
      re(
        'carol',
        '5h',
        'From the accounting side: what Beryl said. A voice I know and the last three digits.',
      ),
    ],
  },
  {
    day: 89,
    time: '09:30',
    by: 'priya_k',
    title: 'Before you sign a message: what if somebody sends it twice?',
    tags: ['security', 'discussion'],
    body: `A review this week had a flawless signature over "unlock the door". Anybody who records one message can send it again tomorrow, and the signature is still flawless.

Put something into what you sign that is good for one use: a counter that only grows, or a number that the door chose. A time stamp alone leaves a window as long as your clocks disagree.`,
    replies: [
      re(
        'tomasz',
        '45m',
        'we had this with a garage. the neighbour’s remote opened it every evening at the same minute. nobody had hacked anything',
      ),
      re(
        'bob',
        '4h',
        'The counter needs a home that survives a power cut, or the door starts at zero and yesterday’s messages are fresh again. I have shipped that bug.',
        re(
          'priya_k',
          '30m',
          'Everybody has. The number from the door has no memory to lose, which is why I prefer it.',
        ),
      ),
    ],
  },
];
