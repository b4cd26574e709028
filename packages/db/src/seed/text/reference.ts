import type { AchievementRule, Economy, LevelRule } from '../../economy/index.ts';

/** What every community starts with, in production too. */
interface LevelText extends LevelRule {
  readonly name: string;
}

export const levels: readonly LevelText[] = [
  { rank: 1, name: 'New', minPoints: 0 },
  { rank: 2, name: 'Active', minPoints: 200 },
  { rank: 3, name: 'Trusted', minPoints: 1_000 },
  { rank: 4, name: 'Veteran', minPoints: 4_000 },
  { rank: 5, name: 'Legend', minPoints: 20_000 },
];

interface AchievementText extends AchievementRule {
  readonly code: string;
  readonly name: string;
  readonly description: string;
}

export const achievements: readonly AchievementText[] = [
  {
    code: 'first_post',
    name: 'First post',
    description: 'Opened a first thread.',
    counter: 'posts',
    atLeast: 1,
    points: 5,
  },
  {
    code: 'ten_posts',
    name: 'Conversation starter',
    description: 'Opened ten threads.',
    counter: 'posts',
    atLeast: 10,
    points: 25,
  },
  {
    code: 'first_comment',
    name: 'First words',
    description: 'Wrote a first comment.',
    counter: 'comments',
    atLeast: 1,
    points: 2,
  },
  {
    code: 'fifty_comments',
    name: 'Regular voice',
    description: 'Wrote fifty comments.',
    counter: 'comments',
    atLeast: 50,
    points: 30,
  },
  {
    code: 'generous',
    name: 'Generous',
    description: 'Gave fifty likes.',
    counter: 'likesGiven',
    atLeast: 50,
    points: 15,
  },
  {
    code: 'appreciated',
    name: 'Appreciated',
    description: 'Received 25 likes.',
    counter: 'likesReceived',
    atLeast: 25,
    points: 15,
  },
  {
    code: 'beloved',
    name: 'Beloved',
    description: 'Received a hundred likes.',
    counter: 'likesReceived',
    atLeast: 100,
    points: 50,
  },
];

/** Columns of PointEconomy, at the schema's defaults; written out so that seeds and their checks agree on them. */
export const economy: Economy = {
  post: 10,
  comment: 3,
  likeGiven: 1,
  likeReceived: 2,
  answerAccepted: 25,
  welcomeBonus: 20,
  dailyPosts: 10,
  dailyComments: 50,
  dailyLikes: 50,
};

/** Slugs of the tags that the seeds know. */
export type TagSlug =
  | 'help-wanted'
  | 'tutorial'
  | 'discussion'
  | 'news'
  | 'question'
  | 'showcase'
  | 'announcement'
  | 'feedback'
  | 'security'
  | 'off-topic';

export const tags: readonly { slug: TagSlug; name: string; colour: string }[] = [
  { slug: 'help-wanted', name: 'Help Wanted', colour: '#d73a4a' },
  { slug: 'tutorial', name: 'Tutorial', colour: '#0e8a16' },
  { slug: 'discussion', name: 'Discussion', colour: '#1d76db' },
  { slug: 'news', name: 'News', colour: '#fbca04' },
  { slug: 'question', name: 'Question', colour: '#d876e3' },
  { slug: 'showcase', name: 'Showcase', colour: '#f9843b' },
  { slug: 'announcement', name: 'Announcement', colour: '#5319e7' },
  { slug: 'feedback', name: 'Feedback', colour: '#008672' },
  { slug: 'security', name: 'Security', colour: '#b60205' },
  { slug: 'off-topic', name: 'Off-Topic', colour: '#8a8f98' },
];

interface ChannelText {
  slug: ChannelSlug;
  name: string;
  description: string;
  postRole: 'ADMIN' | 'MODERATOR' | 'MEMBER';
}

export type ChannelSlug = 'general' | 'announcements' | 'development' | 'crypto' | 'community';

export const channels: readonly ChannelText[] = [
  { slug: 'general', name: 'General', description: 'Everything that fits nowhere else.', postRole: 'MEMBER' },
  {
    slug: 'announcements',
    name: 'Announcements',
    description: 'What the team has to say. Everyone may answer.',
    postRole: 'MODERATOR',
  },
  {
    slug: 'development',
    name: 'Development',
    description: 'Code, and questions about code.',
    postRole: 'MEMBER',
  },
  { slug: 'crypto', name: 'Crypto', description: 'Cryptography first, coins second.', postRole: 'MEMBER' },
  {
    slug: 'community',
    name: 'Community',
    description: 'The forum itself: introductions, meetups, ideas.',
    postRole: 'MEMBER',
  },
];
