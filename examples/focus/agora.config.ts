import { defineAgoraConfig } from 'agora-db/config';

export default defineAgoraConfig({
  environments: {
    development: { seeds: 'development' },
    staging: { seeds: 'minimal' },
    production: { seeds: 'essential', backup: { file: './backup-proof.json' } },
  },
  // The files of the runner of before are taken over as they were run.
  lint: { since: '00000000000005_achievements_and_statistics' },
});
