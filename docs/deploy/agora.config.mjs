// Plain JavaScript: the image has no loader for TypeScript.
export default {
  environments: {
    // A deploy wants the proof of a recent backup: a file that the backup job writes (--backup-proof).
    production: { backup: { maxAgeHours: 24 } },
    // Where the host of the database keeps every moment (point-in-time recovery), there is no file to show.
    hosted: { extends: 'production', backup: { required: false } },
  },
};
