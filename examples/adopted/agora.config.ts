import { defineAgoraConfig } from 'agora-db/config';

export default defineAgoraConfig({
  environments: {
    // What `agora backup` has restored and found whole is written here; a deploy asks for it.
    production: { backup: { file: './backup-proof.json', maxAgeHours: 1 } },
  },
});
