-- What people recognise a session by. Absent for those from before, until they get new tokens.
ALTER TABLE "refresh_tokens" ADD COLUMN "device" VARCHAR(60);
