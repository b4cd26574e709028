import { defineAgoraConfig } from 'agora-db/config';

export default defineAgoraConfig({
  environments: {
    production: { backup: { file: './backup-proof.json' } },
  },
});
