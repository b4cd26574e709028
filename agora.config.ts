// How migrations are handled: packages/migrations/README.md explains every setting. What is not said here keeps
// its default, among them the table of environments.
export default {
  lint: {
    // The history up to here was made on empty tables, before there was anybody to lock out.
    since: '20261121042000_achievements_touch_what_changed',
  },
};
