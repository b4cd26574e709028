// Made from openapi.json by `pnpm --filter @agora/api run generate:client`; not edited by hand.
/* oxlint-disable max-lines */
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where to go from here */
        get: operations["getHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a community */
        get: operations["getCommunity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/achievements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the achievements there are, with your progress */
        get: operations["listAchievements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/farewell/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get all that the forum keeps of you, by your password, though you are banned */
        post: operations["farewellExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/farewell/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close your account, by your password, though you are banned
         * @description As DELETE .../me does. The ban stays in the records.
         */
        post: operations["farewellLeave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with e-mail and password
         * @description Where the account asks for codes, 202 answers a `loginToken` for POST .../auth/login/code; no session is open before.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/login/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in, second step: send a code of your app, or a recovery code */
        post: operations["enterCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session of a refresh token
         * @description Its access tokens end with it, at once.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all your sessions
         * @description No token that was given out before is good for anything afterwards, the one of this request included.
         */
        post: operations["logoutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the providers to sign in with */
        get: operations["listOAuthProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/oauth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from a provider
         * @description The redirect URI to register with the provider. Sends the browser to `return_to` with `code`, or with `error` (a code of a problem); without a `return_to` it answers the code, or the problem, itself.
         */
        get: operations["finishOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/oauth/{provider}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to a provider to sign in
         * @description For a browser: redirects to the provider and sets a cookie that its answer must come back with. Clients without pages open it in the system browser. Make a PKCE verifier first, and send its challenge; the one-time code that comes back is good only together with the verifier, at POST .../auth/oauth/token (purpose login) or, with your access token, at POST .../me/oauth (purpose link).
         */
        get: operations["startOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a one-time code for tokens: log in, or open an account
         * @description Who signs in with a provider for the first time gets an account without a password, if the provider vouches for the e-mail address. An account that has this address already is linked if it has verified it, too; else log in to it and link the provider (`oauth.account_exists`). Codes are asked for as by POST .../auth/login.
         */
        post: operations["exchangeOAuthCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a passkey
         * @description The device has made sure who uses it, so no code is asked for. A challenge is good once, for ten minutes.
         */
        post: operations["passkeyLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what `navigator.credentials.get()` is asked, to log in with a passkey */
        post: operations["beginPasskeyLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; all your sessions end */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail a token for a new password */
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with the mailed token; all sessions end */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a refresh token for new tokens */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an account
         * @description Answers the same whether or not the address has an account; the mail tells its owner. A taken username is 409. A name is kept for 7 days until an address is proved.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the mails about notifications, or about one thread, with the token of one of them */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove an e-mail address with the mailed token
         * @description That of your account, or the one you asked for instead by POST .../me/email.
         */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/auth/verify-email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail the token for an address again */
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bans, the latest first (moderators) */
        get: operations["listBans"];
        put?: never;
        /** Ban a user (moderators) */
        post: operations["createBan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/bans/{ban}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Lift a ban (moderators) */
        delete: operations["liftBan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the channels in their order */
        get: operations["listChannels"];
        put?: never;
        /** Open a channel (administrators) */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a channel */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        /** Close a channel that holds no post, a draft included (administrators) */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /** Change a channel, or who may post in it (administrators) */
        patch: operations["updateChannel"];
        trace?: never;
    };
    "/c/{community}/channels/{channel}/slow-mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Slow the comments on all posts of a channel (moderators) */
        put: operations["slowChannel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/comments/{comment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete your comment: its place in the thread stays, its text is for you and moderators alone */
        delete: operations["deleteComment"];
        options?: never;
        head?: never;
        /** Edit your comment */
        patch: operations["updateComment"];
        trace?: never;
    };
    "/c/{community}/comments/{comment}/accepted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Take a comment as the answer to your post */
        put: operations["acceptComment"];
        post?: never;
        /** Take back that a comment is the answer */
        delete: operations["unacceptComment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/comments/{comment}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Like a comment */
        put: operations["likeComment"];
        post?: never;
        /** Take back the like of a comment */
        delete: operations["unlikeComment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/comments/{comment}/moderation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Hide or show a comment (moderators) */
        put: operations["moderateComment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/comments/{comment}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what a comment said before its edits */
        get: operations["listCommentRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/comments/{comment}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a comment, a hidden or deleted one too if it is yours or you are a moderator */
        get: operations["getCommentText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/economy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what earns points, and how often in a day */
        get: operations["getEconomy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users by points */
        get: operations["getLeaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the levels, the lowest first */
        get: operations["listLevels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read your own account */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Leave: close your account for good
         * @description All sessions end at once. Name, address, password, profile, preferences, inbox, drafts and linked providers are taken away; what you published stays, by "Deleted user". The last administrator cannot leave. Who has no password yet sets one first, by POST .../auth/password/forgot.
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /** Change how others see you */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/c/{community}/me/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Show a picture beside your name: the file is the body, as it is
         * @description The type is read from the bytes. Taken are PNG, JPEG, GIF and WebP of at most 1000000 bytes and 4096 pixels a side. It takes the place of the one before; `PATCH .../me` with `"avatar": null` takes it away.
         */
        put: operations["uploadAvatar"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another e-mail address
         * @description A token is mailed to the new address; it is yours once that is sent to POST .../auth/verify-email, and the old address is told of both. Answers the same whether or not the address has an account, whose owner is told instead. Asking again, or a new password, ends what was asked before.
         */
        post: operations["requestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get all that the forum keeps of you
         * @description One JSON document, sent while it is read. Who is banned gets it at .../auth/farewell/export.
         */
        get: operations["exportMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/followed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the posts whose threads you follow, the last followed first */
        get: operations["listFollowedPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your notifications, the latest first */
        get: operations["listMyNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark notifications as read */
        post: operations["markNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the provider accounts you can log in with */
        get: operations["listMyOAuthAccounts"];
        put?: never;
        /**
         * Link a provider account with a one-time code
         * @description The code of a start with `purpose=link`. Linking what is linked to you already renews it.
         */
        post: operations["linkOAuthAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/oauth/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unlink a provider account
         * @description Refused when nothing would be left to log in with: set a password first, by POST .../auth/password/forgot.
         */
        delete: operations["unlinkOAuthAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your passkeys */
        get: operations["listPasskeys"];
        put?: never;
        /**
         * Keep a passkey that your device has made
         * @description It answers what POST .../me/passkeys/options asked for in this session.
         */
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/passkeys/{passkey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey: it logs nobody in any more */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/passkeys/{passkey}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Call a passkey something else */
        put: operations["renamePasskey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get what `navigator.credentials.create()` is asked, to make a passkey
         * @description By your password, and a code where your account asks for codes. Good for ten minutes.
         */
        post: operations["beginPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read your balance and level */
        get: operations["getMyPoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/points/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your ledger, the latest entry first */
        get: operations["listMyPointHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your own posts, drafts and hidden ones too, the newest first */
        get: operations["listMyPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read your preferences */
        get: operations["getMyPreferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your preferences */
        patch: operations["updateMyPreferences"];
        trace?: never;
    };
    "/c/{community}/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where you are logged in
         * @description The hundred sessions used last, the latest first. Of a device is kept what it calls itself, in a few words, and no address; both go with the session. POST .../auth/logout-everywhere ends all.
         */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description Its access tokens end with it, at once; the one of this request, too, if it is its session.
         */
        delete: operations["endMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/two-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a code is asked for when you log in */
        get: operations["getTwoFactor"];
        put?: never;
        /**
         * Get a secret for an authenticator app
         * @description Nothing is asked for before a code of the app has confirmed it: POST .../me/two-factor/confirmation. Begun again, it is another secret. The forum keeps secrets sealed, and offers none without keys that outlast a restart.
         */
        post: operations["beginTwoFactor"];
        /** Ask for no more codes, by your password and a code */
        delete: operations["endTwoFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/two-factor/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for codes from now on, and get recovery codes
         * @description By a code of the app that got the secret. All your other sessions end: they were opened without one.
         */
        post: operations["confirmTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/me/two-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get new recovery codes; the old ones end */
        post: operations["makeRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/media/{cid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the bytes of a medium, or a range of them */
        get: operations["getMediumBytes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/moderation/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what moderators did, the latest first (moderators) */
        get: operations["listModerationLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/moderation/log/{entry}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo an act of moderation (moderators)
         * @description Gives back what was before, where nothing newer stands in the way; else `act.not_undoable` says what does. Points that were given stay, and who was told stays told.
         */
        post: operations["undoAct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/moderation/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what waits for moderators, the longest waiting first (moderators)
         * @description What has open reports, posts that are held because they look like a flood, and what new members wrote, where it is held.
         */
        get: operations["listQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/moderation/queue/{target}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Take something that waits, so that no two look at it (moderators) */
        put: operations["takeFromQueue"];
        post?: never;
        /** Give back what you have taken of the queue (moderators) */
        delete: operations["giveBackToQueue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/moderation/queue/{target}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide on something that waits, with all its reports (moderators) */
        post: operations["resolveInQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/moderation/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what the community has settled about moderation (moderators) */
        get: operations["getModerationSettings"];
        /** Settle what of new members waits, and whether the team needs codes (administrators) */
        put: operations["setModerationSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/pinned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the pinned posts, at most twenty: they come before those of a list */
        get: operations["listPinnedPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List published posts */
        get: operations["listPosts"];
        put?: never;
        /**
         * Open a post, or keep a draft
         * @description What looks like a flood, or comes of a new member where the community wants it so, is HIDDEN until a moderator has looked.
         */
        post: operations["createPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a post with its thread, a page at a time
         * @description The ETag changes with whatever is edited, written, liked or shown otherwise, but not with `viewCount`: after a 304 yours may be an old one.
         */
        get: operations["getPost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Edit your post, publish your draft, or archive your post */
        patch: operations["updatePost"];
        trace?: never;
    };
    "/c/{community}/posts/{post}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on a post, or reply to a comment
         * @description What a new member writes is HIDDEN until a moderator has looked, where the community wants it so.
         */
        post: operations["createComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Follow the thread of a post: you are told of new comments in it
         * @description You are told of the next comment once you have read what you were told before.
         */
        put: operations["followPost"];
        post?: never;
        /** Follow the thread of a post no more */
        delete: operations["unfollowPost"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Like a post */
        put: operations["likePost"];
        post?: never;
        /** Take back the like of a post */
        delete: operations["unlikePost"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give your post a medium: the file is the body, as it is
         * @description The type is read from the bytes; the declared one does not matter. Taken are PNG, JPEG, GIF, WebP, PDF and plain text. Sending the same bytes to the same post again changes nothing but `altText`. The bytes are then at `/c/{community}/media/{cid}`.
         */
        post: operations["uploadMedium"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/media/{medium}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a medium from your post, or as a moderator from any */
        delete: operations["deleteMedium"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move all comments of a post to an older one, and archive it (moderators) */
        post: operations["mergePosts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/moderation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Hide, show, archive, pin, move, retag, lock or slow a post (moderators) */
        put: operations["moderatePost"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what a post said before its edits */
        get: operations["listPostRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/posts/{post}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a post of its own of comments (moderators)
         * @description The oldest of them opens the new post, by its author; the others, and all below them, are its thread.
         */
        post: operations["splitComments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/purges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was purged, the latest first (moderators) */
        get: operations["listPurges"];
        put?: never;
        /**
         * Purge a post, a comment, a revision, or all of a person, for the law (administrators)
         * @description What it said goes for good: text, revisions, media, kept answers, and copies of it on reports, or in a post that a comment was split off to. That it went stays, with when, by whom and why. The bytes of media that no other post has go with the next `agora media collect`. A person that was cut short is gone on with by sending it again.
         */
        post: operations["createPurge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List reports, the oldest first (moderators) */
        get: operations["listReports"];
        put?: never;
        /** Report a post, a comment or a user */
        post: operations["createReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/reports/{report}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a report (moderators) */
        post: operations["decideReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search posts and their comments, the best first, with the hits marked
         * @description A post is found once, by its title or text or by the best of its comments. Of very many hits only the newest are ranked, five hundred posts and five hundred comments. A phrase, and what must not be there, is looked for in the newest texts alone that hold its words: ten thousand, or where one text in 64 holds them those among the newest 52,000.
         */
        get: operations["searchPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tags */
        get: operations["listTags"];
        put?: never;
        /** Make a tag (moderators) */
        post: operations["createTag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tag */
        get: operations["getTag"];
        put?: never;
        post?: never;
        /** Take away a tag that no post carries, a draft included (moderators) */
        delete: operations["deleteTag"];
        options?: never;
        head?: never;
        /** Rename a tag, or give it another colour (moderators) */
        patch: operations["updateTag"];
        trace?: never;
    };
    "/c/{community}/tips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give points of yours to another
         * @description Send an `Idempotency-Key`: then a retry after a lost answer gives nothing twice.
         */
        post: operations["createTip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users by username */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user's profile */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/users/{user}/avatar/{cid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the bytes of an uploaded avatar, while it is the one of that user */
        get: operations["getAvatarBytes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/users/{user}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let a user read and not write for a while (moderators) */
        put: operations["muteUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/users/{user}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ban a user and hide all that they wrote (moderators)
         * @description One act in the log. Sent again, it goes on where it was cut short, and changes nothing else.
         */
        post: operations["removeUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{community}/users/{user}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a user another role (admins)
         * @description In force with their next request. Nobody changes their own, so that there is always an admin.
         */
        put: operations["setUserRole"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/communities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the communities */
        get: operations["listCommunities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be served: the database answers, has its migrations and is not far behind, and the process stays */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the codes of problems */
        get: operations["listProblemTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a code of problems means: its address is the type of each problem */
        get: operations["getProblemType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AchievementList: {
            items: {
                code: string;
                /** @description Which of the statistics of a profile is counted */
                counter: string;
                description: string;
                earnedAt: string | null;
                goal: number;
                name: string;
                /** @description What earning it pays, once */
                points: number;
                /** @description How far you are, at most the goal; 0 without a token */
                progress: number;
            }[];
        };
        ActUndoInput: {
            /** @default  */
            reason: string;
        };
        Author: {
            avatar: string | null;
            displayName: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
            username: string;
        };
        /** @description An uploaded avatar */
        Avatar: {
            /** @description Where the picture is now, for everybody */
            avatar: string;
        };
        Balance: {
            level: number;
            levelName: string | null;
            nextLevel: {
                /** @description Points to go */
                missing: number;
                name: string;
            } | null;
            points: number;
        };
        Ban: {
            endsAt: string | null;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            liftedAt: string | null;
            reason: string;
            /** Format: date-time */
            startsAt: string;
            user: string;
        };
        BanPage: {
            items: components["schemas"]["Ban"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        /** @description A room of the forum with one subject */
        Channel: {
            description: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            lastActivityAt: string | null;
            name: string;
            /** @description Order in the list, 0 first */
            position: number;
            /** @description Published posts */
            postCount: number;
            /**
             * @description The least role that may open a post here
             * @enum {string}
             */
            postRole: "ADMIN" | "MODERATOR" | "MEMBER";
            /** @description Seconds that one person waits between two comments; null: none */
            slowSeconds: number | null;
            /** @example general */
            slug: string;
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
        };
        /** @description What changes of a channel; its slug is in addresses, and stays */
        ChannelEditInput: {
            description?: string;
            name?: string;
            position?: number;
            /** @enum {string} */
            postRole?: "ADMIN" | "MODERATOR" | "MEMBER";
        };
        ChannelList: {
            items: components["schemas"]["Channel"][];
        };
        ChannelSummary: {
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            name: string;
            /** @example general */
            slug: string;
        };
        CodeWanted: {
            /** @constant */
            codeWanted: true;
            /** @description Seconds in which the code must come */
            expiresIn: number;
            /** @description Goes to POST .../auth/login/code with a code */
            loginToken: string;
        };
        Comment: {
            /** @description Whether the post's author took it as the answer */
            accepted: boolean;
            /** @description null where the text is gone */
            author: components["schemas"]["Author"] | null;
            /** @description Markdown; null when hidden or deleted */
            body: string | null;
            /** Format: date-time */
            createdAt: string;
            depth: number;
            editedAt: string | null;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            likeCount: number;
            /** @description Whether you like it */
            liked: boolean;
            /** @description The comment replied to; null when it replies to the post */
            parentId: string | null;
            /** @enum {string} */
            status: "PUBLISHED" | "HIDDEN" | "DELETED";
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
        };
        CommentEditInput: {
            /** @description Markdown */
            body: string;
        };
        CommentModerationInput: {
            /** @default  */
            reason: string;
            /** @enum {string} */
            status: "PUBLISHED" | "HIDDEN";
        };
        /** @description What a comment said before an edit */
        CommentRevision: {
            body: string;
            editor: components["schemas"]["Author"];
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** Format: date-time */
            replacedAt: string;
        };
        CommentRevisions: {
            items: components["schemas"]["CommentRevision"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        CommentText: {
            author: components["schemas"]["Author"];
            /** @description Markdown, also where the thread shows none */
            body: string;
            /** Format: date-time */
            createdAt: string;
            editedAt: string | null;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /**
             * Format: uuid
             * @description uuid
             */
            postId: string;
            /** @enum {string} */
            status: "PUBLISHED" | "HIDDEN" | "DELETED";
        };
        /** @description One hosted forum with its own users and content */
        Community: {
            /** Format: date-time */
            createdAt: string;
            description: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            name: string;
            /** @example general */
            slug: string;
        };
        CommunityPage: {
            items: components["schemas"]["Community"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        /** @description You, with what only you may see */
        CurrentUser: {
            achievements: {
                code: string;
                description: string;
                /** Format: date-time */
                earnedAt: string;
                name: string;
            }[];
            avatar: string | null;
            bio: string;
            /** Format: date-time */
            createdAt: string;
            displayName: string;
            email: string;
            emailVerifiedAt: string | null;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            lastSeenAt: string | null;
            level: number;
            levelName: string | null;
            points: number;
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
            statistics: {
                comments: number;
                likesGiven: number;
                likesReceived: number;
                posts: number;
                streakDays: number;
            } | null;
            /** @enum {string} */
            status: "ACTIVE" | "SUSPENDED" | "DEACTIVATED";
            unreadNotifications: number;
            username: string;
            /** @description Changes with every edit of your profile; what If-Match is compared with */
            version: number;
        };
        /** @description Points that an act earns */
        Economy: {
            answerAccepted: number;
            comment: number;
            /** @description How many of a kind earn points in a day (UTC); more are welcome, and earn none */
            daily: {
                comments: number;
                likesGiven: number;
                likesReceived: number;
                posts: number;
            };
            likeGiven: number;
            likeReceived: number;
            post: number;
            welcomeBonus: number;
        };
        EmailChangeAsked: {
            /** @constant */
            status: "mail_sent_to_new_address";
        };
        EmailChangeInput: {
            currentPassword: string;
            email: string;
        };
        EmailRequestInput: {
            email: string;
        };
        FarewellInput: {
            /** @description Where the account asks for codes */
            code?: string;
            email: string;
            password: string;
        };
        FollowState: {
            /** @description Whether you follow the thread now */
            followed: boolean;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        /** @description Where to go from here */
        Home: {
            links: {
                [key: string]: string;
            };
            /** @constant */
            name: "Agora";
        };
        Inbox: {
            items: components["schemas"]["Notification"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        Leaderboard: {
            items: components["schemas"]["Rank"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        LeaveRequestInput: {
            currentPassword: string;
        };
        LedgerEntry: {
            /** @description Points gained or, negative, spent */
            amount: number;
            balanceAfter: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @enum {string} */
            reason: "WELCOME" | "POST" | "COMMENT" | "LIKE_GIVEN" | "LIKE_RECEIVED" | "ANSWER_ACCEPTED" | "ACHIEVEMENT" | "TIP_SENT" | "TIP_RECEIVED" | "ADJUSTMENT";
            /** @description 1 for the first entry, then without gaps */
            sequence: number;
            sourceId: string | null;
            sourceType: ("POST" | "COMMENT" | "POST_LIKE" | "COMMENT_LIKE" | "ACHIEVEMENT" | "USER") | null;
        };
        LedgerPage: {
            items: components["schemas"]["LedgerEntry"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        LevelList: {
            items: {
                minPoints: number;
                name: string;
                /** @description 1 is the lowest */
                rank: number;
            }[];
        };
        LikeState: {
            likeCount: number;
            /** @description Whether you like it now */
            liked: boolean;
            /** @description Points that this moved, to you and to the author together */
            points: number;
        };
        LinkedAccount: {
            /** @description Whether the provider can be signed in with at present */
            available: boolean;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** Format: date-time */
            linkedAt: string;
            /** @description What people know the provider by */
            name: string;
            provider: string;
        };
        LinkedAccounts: {
            /** @description Without one, the last linked account cannot be unlinked */
            hasPassword: boolean;
            items: components["schemas"]["LinkedAccount"][];
        };
        LoginCodeInput: {
            /** @description Six digits of your app, or a recovery code */
            code: string;
            loginToken: string;
        };
        /**
         * @example {
         *       "email": "bob@example.com",
         *       "password": "User123!"
         *     }
         */
        LoginRequestInput: {
            email: string;
            password: string;
        };
        MadeReport: {
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @constant */
            status: "OPEN";
        };
        MailSent: {
            /** @constant */
            status: "mail_sent_if_there_is_an_account";
        };
        MailTokenRequestInput: {
            token: string;
        };
        Medium: {
            altText: string;
            bytes: number;
            /** @description IPFS content id (CIDv1) of the bytes */
            cid: string;
            height: number | null;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            mimeType: string;
            width: number | null;
        };
        MergedPost: {
            moved: number;
            /**
             * Format: uuid
             * @description Where the comments are
             */
            post: string;
        };
        MergeInput: {
            /**
             * Format: uuid
             * @description The post whose thread takes the comments: the older one
             */
            into: string;
            /** @default  */
            reason: string;
        };
        ModerationEntry: {
            action: string;
            /** Format: date-time */
            createdAt: string;
            details: {
                [key: string]: unknown;
            };
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            moderator: components["schemas"]["Person"];
            /**
             * Format: uuid
             * @description uuid
             */
            targetId: string;
            undone: boolean;
        };
        ModerationLog: {
            items: components["schemas"]["ModerationEntry"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        ModerationSettings: {
            /**
             * @description What of new members, posts and comments, waits for a moderator: nothing, what has links, all
             * @enum {string}
             */
            holdNewMembers: "NOTHING" | "LINKS" | "EVERYTHING";
            /** @description For how long somebody is new */
            newMemberDays: number;
            /**
             * @description Whether moderators and administrators act as such only once they log in with a second factor: codes, or a passkey
             * @default false
             */
            teamNeedsCodes: boolean;
        };
        ModerationSettingsEditInput: {
            /**
             * @description What of new members, posts and comments, waits for a moderator: nothing, what has links, all
             * @enum {string}
             */
            holdNewMembers: "NOTHING" | "LINKS" | "EVERYTHING";
            /** @description For how long somebody is new */
            newMemberDays: number;
            /** @description Left out: as it is */
            teamNeedsCodes?: boolean;
        };
        MuteInput: {
            /** @default  */
            reason: string;
            /** @description null: they may write again */
            until: string | null;
        };
        NewBanInput: {
            /**
             * Format: date-time
             * @description For good without it
             */
            endsAt?: string;
            reason: string;
            user: string;
        };
        NewChannelInput: {
            /** @default  */
            description: string;
            name: string;
            /** @description Order in the list; the last without it */
            position?: number;
            /**
             * @description The least role that may open a post here
             * @default MEMBER
             * @enum {string}
             */
            postRole: "ADMIN" | "MODERATOR" | "MEMBER";
            /** @example general */
            slug: string;
        };
        NewCommentInput: {
            /** @description Markdown */
            body: string;
            /**
             * Format: uuid
             * @description The comment replied to; the post without it
             */
            parentId?: string;
        };
        NewPasskeyInput: {
            answer: components["schemas"]["PasskeyRegistrationInput"];
            /** @description What you call it, such as `My phone` */
            name: string;
        };
        NewPostInput: {
            /** @description Markdown */
            body: string;
            /** @example general */
            channel: string;
            /**
             * @default PUBLISHED
             * @enum {string}
             */
            status: "DRAFT" | "PUBLISHED";
            /**
             * @description Slugs of tags
             * @default []
             */
            tags: string[];
            title: string;
        };
        NewPurgeInput: {
            /** @enum {string} */
            kind: "POST" | "COMMENT" | "REVISION" | "PERSON";
            /** @description Why the law wants it; it stays */
            reason: string;
            /**
             * Format: uuid
             * @description Of the post, comment, revision or user
             */
            target: string;
        };
        NewReportInput: {
            /**
             * Format: uuid
             * @description uuid
             */
            commentId?: string;
            /** @default  */
            details: string;
            /**
             * Format: uuid
             * @description uuid
             */
            postId?: string;
            /** @enum {string} */
            reason: "SPAM" | "HARASSMENT" | "OFF_TOPIC" | "MISINFORMATION" | "OTHER";
            /** @description Username */
            user?: string;
        };
        NewRoleInput: {
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
        };
        NewTagInput: {
            /** @description `#rrggbb` */
            colour: string;
            name: string;
            /** @example general */
            slug: string;
        };
        Notification: {
            actor: components["schemas"]["Author"];
            commentId: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @enum {string} */
            kind: "REPLY" | "MENTION" | "FOLLOWED" | "ANSWER_ACCEPTED" | "TIP" | "MODERATION";
            postId: string | null;
            postTitle: string | null;
            readAt: string | null;
        };
        OAuthCode: {
            /** @description Good once, for the client that holds the verifier */
            code: string;
            /** @description Seconds for which it is good */
            expiresIn: number;
        };
        OAuthCodeRequestInput: {
            code: string;
            codeVerifier: string;
        };
        OAuthProviderList: {
            items: {
                id: string;
                /** @description What people know it by */
                name: string;
                /** @description Open it in a browser, with the parameters of .../start */
                startUrl: string;
            }[];
        };
        Passkey: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @description When it last logged you in; null: never */
            lastUsedAt: string | null;
            name: string;
        };
        PasskeyAssertionInput: {
            /** Format: base64url */
            id: string;
            response: {
                /** Format: base64url */
                authenticatorData: string;
                /** Format: base64url */
                clientDataJSON: string;
                /** Format: base64url */
                signature: string;
                /**
                 * Format: base64url
                 * @description Of a discoverable key: the id of its owner
                 */
                userHandle: string;
            };
            /** @constant */
            type: "public-key";
        };
        PasskeyList: {
            items: components["schemas"]["Passkey"][];
            /** @description Whether browsers make passkeys for this forum */
            offered: boolean;
        };
        PasskeyLoginInput: {
            answer: components["schemas"]["PasskeyAssertionInput"];
        };
        PasskeyNameInput: {
            /** @description What you call it, such as `My phone` */
            name: string;
        };
        /** @description PublicKeyCredentialCreationOptionsJSON of WebAuthn */
        PasskeyOrder: {
            challenge: string;
            rp: {
                [key: string]: unknown;
            };
            user: {
                id: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description PublicKeyCredentialRequestOptionsJSON of WebAuthn */
        PasskeyQuestion: {
            challenge: string;
            rpId?: string;
            userVerification?: string;
        } & {
            [key: string]: unknown;
        };
        PasskeyRegistrationInput: {
            /** Format: base64url */
            id: string;
            response: {
                /** Format: base64url */
                attestationObject: string;
                /** Format: base64url */
                clientDataJSON: string;
            };
            /** @constant */
            type: "public-key";
        };
        PasskeyRemovalInput: {
            currentPassword: string;
        };
        PasskeyRequestInput: {
            /** @description Six digits of your app, or a recovery code */
            code?: string;
            currentPassword: string;
        };
        PasswordChangeInput: {
            currentPassword: string;
            newPassword: string;
        };
        PasswordResetInput: {
            password: string;
            token: string;
        };
        Person: {
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            username: string;
        };
        PersonExport: {
            account: {
                /** Format: uuid */
                id: string;
                username: string;
            } & {
                [key: string]: unknown;
            };
            /** Format: date-time */
            exportedAt: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What stands above a list of posts */
        PinnedPosts: {
            items: components["schemas"]["PostSummary"][];
        };
        /** @description A post with its thread, or a page of it */
        Post: {
            author: components["schemas"]["Author"];
            /** @description Markdown */
            body: string;
            channel: components["schemas"]["ChannelSummary"];
            /** @description Published comments */
            commentCount: number;
            /** @description The thread depth first, siblings by time: indenting by `depth` shows the tree */
            comments: components["schemas"]["Comment"][];
            /** Format: date-time */
            createdAt: string;
            editedAt: string | null;
            /** @description Whether you follow its thread */
            followed: boolean;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /**
             * Format: date-time
             * @description Time of publication or of the newest comment
             */
            lastActivityAt: string;
            likeCount: number;
            /** @description Whether you like it */
            liked: boolean;
            /** @description Whether only moderators may comment */
            locked: boolean;
            media: components["schemas"]["Medium"][];
            /** @description `after` of the next page of the thread; null on the last one */
            nextComments: components["schemas"]["ThreadPlace"] | null;
            pinned: boolean;
            /** @description Seconds that one person waits between two comments; that of its channel counts, where it is longer */
            slowSeconds: number | null;
            /** @enum {string} */
            status: "DRAFT" | "PUBLISHED" | "HIDDEN" | "ARCHIVED";
            tags: components["schemas"]["TagSummary"][];
            title: string;
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
            viewCount: number;
        };
        PostEditInput: {
            /** @description Markdown */
            body?: string;
            /**
             * @description Publishes a draft, or archives a post
             * @enum {string}
             */
            status?: "PUBLISHED" | "ARCHIVED";
            /** @description Slugs of tags */
            tags?: string[];
            title?: string;
        };
        PostModerationInput: {
            /**
             * @description Where it is moved to
             * @example general
             */
            channel?: string;
            /** @description Whether only moderators may comment */
            locked?: boolean;
            pinned?: boolean;
            /** @default  */
            reason: string;
            /** @description Seconds that one person waits between two comments on a post; null: none */
            slowSeconds?: number | null;
            /** @enum {string} */
            status?: "PUBLISHED" | "HIDDEN" | "ARCHIVED";
            /** @description Slugs of tags */
            tags?: string[];
        };
        PostPage: {
            items: components["schemas"]["PostSummary"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        /** @description What a post said before an edit */
        PostRevision: {
            body: string;
            editor: components["schemas"]["Author"];
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** Format: date-time */
            replacedAt: string;
            title: string;
        };
        PostRevisions: {
            items: components["schemas"]["PostRevision"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        PostSummary: {
            author: components["schemas"]["Author"];
            channel: components["schemas"]["ChannelSummary"];
            /** @description Published comments */
            commentCount: number;
            /** Format: date-time */
            createdAt: string;
            editedAt: string | null;
            /** @description The first 240 characters of the text */
            excerpt: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /**
             * Format: date-time
             * @description Time of publication or of the newest comment
             */
            lastActivityAt: string;
            likeCount: number;
            pinned: boolean;
            /** @enum {string} */
            status: "DRAFT" | "PUBLISHED" | "HIDDEN" | "ARCHIVED";
            tags: components["schemas"]["TagSummary"][];
            title: string;
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
            viewCount: number;
        };
        /** @description How you want the forum to look and to write to you */
        Preferences: {
            /**
             * @description How often notifications are gathered into one mail
             * @enum {string}
             */
            digest: "NEVER" | "DAILY" | "WEEKLY";
            /** @description Whether you want mails about notifications; those about your account come in any case */
            emailNotifications: boolean;
            /** @description Whether you follow the threads that you write in: posts of your own, and those that you comment on */
            followWritten: boolean;
            /** @description BCP 47 language tag */
            locale: string;
            /** @enum {string} */
            theme: "system" | "light" | "dark";
            /** @description IANA time zone */
            timeZone: string;
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
        };
        PreferencesEditInput: {
            /**
             * @description How often notifications are gathered into one mail
             * @enum {string}
             */
            digest?: "NEVER" | "DAILY" | "WEEKLY";
            /** @description Whether you want mails about notifications; those about your account come in any case */
            emailNotifications?: boolean;
            /** @description Whether you follow the threads that you write in: posts of your own, and those that you comment on */
            followWritten?: boolean;
            /** @description BCP 47 language tag */
            locale?: string;
            /** @enum {string} */
            theme?: "system" | "light" | "dark";
            /** @description IANA time zone */
            timeZone?: string;
        };
        /** @description RFC 9457 problem document */
        Problem: {
            /** @description Stable and dotted, such as `resource.not_found` */
            code: string;
            /** @description What happened this time */
            detail: string;
            /** @description Each fault of the request, with a JSON pointer to it */
            errors?: {
                detail: string;
                pointer: string;
            }[];
            /** @description What mends it */
            fix?: string;
            /** @description The address that was asked for */
            instance: string;
            /** @description Finds the request in the log */
            requestId: string;
            status: number;
            /** @description The meaning of the code */
            title: string;
            /** @description Address that explains the code */
            type: string;
        };
        /** @description What a code of problems means */
        ProblemType: {
            code: string;
            meaning: string;
            /** @description The HTTP status it comes with */
            status: number;
            /** @description The `type` of the problems, and the address of this */
            type: string;
        };
        ProblemTypes: {
            items: components["schemas"]["ProblemType"][];
        };
        /** @description What changes of how others see you; your username stays */
        ProfileEditInput: {
            /** @description Address of a picture on the web; null: none. `PUT .../me/avatar` uploads one */
            avatar?: string | null;
            bio?: string;
            displayName?: string;
        };
        /** @description That something was purged, and not what it said */
        Purge: {
            admin: components["schemas"]["Person"];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @enum {string} */
            kind: "POST" | "COMMENT" | "REVISION" | "PERSON";
            reason: string;
            /**
             * Format: uuid
             * @description Of the post, comment, revision or user
             */
            targetId: string;
        };
        PurgePage: {
            items: components["schemas"]["Purge"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        Queue: {
            counts: {
                held: number;
                reported: number;
                taken: number;
                waiting: number;
            };
            items: components["schemas"]["QueueItem"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        QueueDecisionInput: {
            /**
             * @description APPROVE dismisses the reports and shows what is held; REMOVE agrees with them and hides it
             * @enum {string}
             */
            decision: "APPROVE" | "REMOVE";
            resolution: string;
        };
        QueueItem: {
            author: components["schemas"]["Person"];
            /** @description The first 1000 characters of the text, hidden or not */
            excerpt: string;
            /** @description Why it is hidden until somebody has looked */
            hold: ("FLOOD" | "NEW_MEMBER") | null;
            /**
             * Format: uuid
             * @description Of the post, comment or user
             */
            id: string;
            /** @enum {string} */
            kind: "POST" | "COMMENT" | "USER";
            /** @description The post, or that of the comment */
            postId: string | null;
            reasons: ("SPAM" | "HARASSMENT" | "OFF_TOPIC" | "MISINFORMATION" | "OTHER")[];
            /** @description Open ones */
            reports: number;
            /**
             * Format: date-time
             * @description When the first report of it was made, or when it was held
             */
            since: string;
            status: string;
            takenAt: string | null;
            /** @description Who is looking at it, for an hour at most */
            takenBy: components["schemas"]["Person"] | null;
            title: string | null;
        };
        Rank: {
            avatar: string | null;
            displayName: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            level: number;
            place: number;
            points: number;
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
            username: string;
        };
        Readiness: {
            database: {
                answersInMs: number;
            };
            migrations: {
                message: string;
                /** @enum {string} */
                state: "ok" | "pending" | "failed" | "unknown";
            };
            /** @description How far a replica is behind; null on a primary */
            replicationLagMs: number | null;
            schema: {
                /** @description What the database has beyond it, marked compatible */
                ahead: string[];
                /** @description The last migration that this build knows */
                migration: string | null;
            };
            /** @constant */
            status: "ok";
        };
        ReadRequestInput: {
            /**
             * Format: uuid
             * @description Marks this notification and all before it as read
             */
            upTo: string;
        };
        RecoveryCodes: {
            /** @description Each good once; kept as hashes, and shown never again */
            recoveryCodes: string[];
        };
        RefreshRequestInput: {
            refreshToken: string;
        };
        RegisterRequestInput: {
            displayName: string;
            email: string;
            password: string;
            username: string;
        };
        RemovalInput: {
            /**
             * Format: date-time
             * @description For good without it
             */
            endsAt?: string;
            reason: string;
        };
        Removed: {
            /** @description Hidden by this request */
            comments: number;
            /**
             * Format: uuid
             * @description In the log, where it is undone
             */
            entry: string;
            /** @description Hidden by this request */
            posts: number;
        };
        Report: {
            commentId: string | null;
            /** @description What it said when it was reported; null for old reports, and once that is purged */
            copy: components["schemas"]["ReportCopy"] | null;
            /** Format: date-time */
            createdAt: string;
            details: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            postId: string | null;
            /** @enum {string} */
            reason: "SPAM" | "HARASSMENT" | "OFF_TOPIC" | "MISINFORMATION" | "OTHER";
            reportedUser: components["schemas"]["Person"] | null;
            reporter: components["schemas"]["Person"];
            resolution: string | null;
            resolvedAt: string | null;
            resolvedBy: components["schemas"]["Person"] | null;
            /** @enum {string} */
            status: "OPEN" | "RESOLVED" | "DISMISSED";
        };
        /** @description A post has a title and a body, a comment a body, a user the rest */
        ReportCopy: {
            avatar?: string | null;
            bio?: string;
            body?: string;
            displayName?: string;
            title?: string;
            username?: string;
        };
        ReportDecisionInput: {
            resolution: string;
            /** @enum {string} */
            status: "RESOLVED" | "DISMISSED";
        };
        ReportPage: {
            items: components["schemas"]["Report"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        Resolved: {
            /**
             * Format: uuid
             * @description In the log, where it is undone
             */
            entry: string;
            /** @description Closed by it */
            reports: number;
        };
        RoleChange: {
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
            username: string;
        };
        SearchHit: {
            author: components["schemas"]["Author"];
            channel: components["schemas"]["ChannelSummary"];
            /** @description Where the post itself was not found: the best of its comments that was */
            comment: {
                author: components["schemas"]["Author"];
                /** Format: date-time */
                createdAt: string;
                /**
                 * Format: uuid
                 * @description uuid
                 */
                id: string;
            } | null;
            /** @description Published comments */
            commentCount: number;
            /** Format: date-time */
            createdAt: string;
            editedAt: string | null;
            /** @description The first 240 characters of the text */
            excerpt: string;
            highlight: {
                /** @description A passage of the post, or of `comment`, in the same way */
                body: string;
                /** @description Escaped HTML with the hits in <mark> */
                title: string;
            };
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            /**
             * Format: date-time
             * @description Time of publication or of the newest comment
             */
            lastActivityAt: string;
            likeCount: number;
            pinned: boolean;
            /** @description Higher fits better; comparable within one search */
            rank: number;
            /** @enum {string} */
            status: "DRAFT" | "PUBLISHED" | "HIDDEN" | "ARCHIVED";
            tags: components["schemas"]["TagSummary"][];
            title: string;
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
            viewCount: number;
        };
        SearchPage: {
            items: components["schemas"]["SearchHit"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        SessionList: {
            items: {
                /** @description Whether the access token of this request belongs to it */
                current: boolean;
                /** @description What it was last used on, such as `Firefox on Windows`; null when it did not say */
                device: string | null;
                /**
                 * Format: date-time
                 * @description When it ends unless it gets new tokens before
                 */
                expiresAt: string;
                /**
                 * Format: uuid
                 * @description uuid
                 */
                id: string;
                /**
                 * Format: date-time
                 * @description When it last got new tokens
                 */
                lastUsedAt: string;
                /**
                 * Format: date-time
                 * @description When you logged in
                 */
                startedAt: string;
            }[];
        };
        SlowModeInput: {
            /** @default  */
            reason: string;
            /** @description Seconds that one person waits between two comments on a post; null: none */
            slowSeconds: number | null;
        };
        SplitInput: {
            /**
             * @description Of the new post; that of the old one without it
             * @example general
             */
            channel?: string;
            /** @description Those that go, each with all below it */
            comments: string[];
            /** @default  */
            reason: string;
            /** @description Of the new post */
            title: string;
        };
        SplitPost: {
            /** @description Comments that are in it */
            moved: number;
            /**
             * Format: uuid
             * @description The new post
             */
            post: string;
        };
        /** @description A label of posts */
        Tag: {
            colour: string;
            name: string;
            /** @description Published posts that carry it */
            postCount: number;
            /** @example general */
            slug: string;
            /** @description Changes with every edit; what If-Match is compared with */
            version: number;
        };
        /** @description What changes of a tag; its slug is in addresses, and stays */
        TagEditInput: {
            /** @description `#rrggbb` */
            colour?: string;
            name?: string;
        };
        TagList: {
            items: components["schemas"]["Tag"][];
        };
        TagSummary: {
            colour: string;
            name: string;
            /** @example general */
            slug: string;
        };
        /** @description A place in a thread, as `nextComments` has it */
        ThreadPlace: string;
        /** @description A place in a thread, as `nextComments` has it */
        ThreadPlaceInput: string;
        Tip: {
            amount: number;
            /** @description Your balance after it */
            balance: number;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
        };
        TipRequestInput: {
            amount: number;
            /** @description Username of who gets it */
            to: string;
        };
        Tokens: {
            /** @description Send as `Authorization: Bearer ...` */
            accessToken: string;
            /** @description Seconds for which the access token is good */
            expiresIn: number;
            /** @description Seconds for which the refresh token is good */
            refreshExpiresIn: number;
            /** @description Good once, at /auth/refresh, for new tokens; using it twice ends the session */
            refreshToken: string;
            /** @constant */
            tokenType: "Bearer";
        };
        TwoFactorConfirmationInput: {
            /** @description Six digits of your app, or a recovery code */
            code: string;
        };
        TwoFactorProofInput: {
            /** @description Six digits of your app, or a recovery code */
            code: string;
            currentPassword: string;
        };
        TwoFactorRequestInput: {
            currentPassword: string;
        };
        TwoFactorSecret: {
            /** @description otpauth://, to be read from a QR code */
            address: string;
            /** @description Base32, to be typed into an app */
            secret: string;
        };
        TwoFactorState: {
            /** @description Since when a code is asked for at log-in; null: none is */
            enabledAt: string | null;
            /** @description Whether this forum can keep the secret of an app */
            offered: boolean;
            recoveryCodesLeft: number;
        };
        UndoneAct: {
            /**
             * Format: uuid
             * @description Of the new entry
             */
            id: string;
        };
        UnsubscribeRequestInput: {
            token: string;
        };
        UserPage: {
            items: components["schemas"]["UserSummary"][];
            /** @description Cursor of the next page; null on the last one */
            next: string | null;
        };
        /** @description What everyone may know of a user */
        UserProfile: {
            achievements: {
                code: string;
                description: string;
                /** Format: date-time */
                earnedAt: string;
                name: string;
            }[];
            avatar: string | null;
            bio: string;
            /** Format: date-time */
            createdAt: string;
            displayName: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            lastSeenAt: string | null;
            level: number;
            levelName: string | null;
            points: number;
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
            statistics: {
                comments: number;
                likesGiven: number;
                likesReceived: number;
                posts: number;
                streakDays: number;
            } | null;
            username: string;
        };
        UserSummary: {
            avatar: string | null;
            /** Format: date-time */
            createdAt: string;
            displayName: string;
            /**
             * Format: uuid
             * @description uuid
             */
            id: string;
            level: number;
            points: number;
            /** @enum {string} */
            role: "ADMIN" | "MODERATOR" | "MEMBER";
            username: string;
        };
    };
    responses: {
        /** @description Another server answered what cannot be used */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request does not match the schema */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It conflicts with what is there */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is too large */
        ContentTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Who asks may not do this */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the server */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing here */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It has changed in the meantime */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A condition is required */
        PreconditionRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What is answered before any operation is reached: 405 with `Allow` to a method that the address has not, 408 to a request that comes too slowly, 431 to one whose headers are too large */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such range */
        RangeNotSatisfiable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It did not come in time */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something that is needed does not answer; try again */
        ServiceUnavailable: {
            headers: {
                /** @description Seconds until it is worth trying again */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests */
        TooManyRequests: {
            headers: {
                /** @description Seconds until it is worth trying again */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Who asks is not known */
        Unauthorized: {
            headers: {
                /** @description When a token is asked for (RFC 6750) */
                "www-authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A value is refused */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is of a kind that is not taken */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHome: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Home"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["Problem"];
        };
    };
    getCommunity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Community"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listAchievements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AchievementList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    farewellExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FarewellInput"];
            };
        };
        responses: {
            /** @description All that the forum keeps of you, but for secrets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    farewellLeave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FarewellInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequestInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description It was taken, and is not done yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeWanted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    enterCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginCodeInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequestInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    logoutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listOAuthProviders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthProviderList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    finishOAuth: {
        parameters: {
            query?: {
                code?: string;
                error?: string;
                state?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthCode"];
                };
            };
            /** @description To the `return_to` of the start */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    startOAuth: {
        parameters: {
            query: {
                /** @description PKCE of the client (RFC 7636): who fetches the code must know the verifier */
                code_challenge: string;
                code_challenge_method?: "S256";
                /** @description What the one-time code will be good for: a session, or one more way into the account you have */
                purpose?: "login" | "link";
                /** @description Where the browser is sent with `code` (or `error`): an address that OAUTH_RETURN_TO allows */
                return_to?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    exchangeOAuthCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OAuthCodeRequestInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description It was taken, and is not done yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeWanted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    passkeyLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyLoginInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    beginPasskeyLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyQuestion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChangeInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    forgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailRequestInput"];
            };
        };
        responses: {
            /** @description It was taken, and is not done yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequestInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequestInput"];
            };
        };
        responses: {
            /** @description It was taken, and is not done yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnsubscribeRequestInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTokenRequestInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailRequestInput"];
            };
        };
        responses: {
            /** @description It was taken, and is not done yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listBans: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
                /** @description Only bans of this user */
                user?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BanPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createBan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBanInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ban"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    liftBan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                ban: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ban"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannelInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example general */
                channel: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example general */
                channel: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    updateChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes */
                "if-match"?: string;
            };
            path: {
                /** @example general */
                channel: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    slowChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example general */
                channel: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlowModeInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    deleteComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    updateComment: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes */
                "if-match"?: string;
            };
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    acceptComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    unacceptComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    likeComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    unlikeComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    moderateComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentModerationInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listCommentRevisions: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentRevisions"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getCommentText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                comment: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentText"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getEconomy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Economy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getLeaderboard: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Leaderboard"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listLevels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LevelList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentUser"];
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaveRequestInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes */
                "if-match"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    uploadAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        /** @description The file's bytes */
        requestBody: {
            content: {
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Avatar"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChangeInput"];
            };
        };
        responses: {
            /** @description It was taken, and is not done yet */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChangeAsked"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    exportMe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that the forum keeps of you, but for secrets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listFollowedPosts: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listMyNotifications: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
                /** @description Only unread ones */
                unread?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    markNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadRequestInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listMyOAuthAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccounts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    linkOAuthAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OAuthCodeRequestInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    unlinkOAuthAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description uuid */
                account: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskeyInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                passkey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyRemovalInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                passkey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyNameInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    beginPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyRequestInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyOrder"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getMyPoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listMyPointHistory: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listMyPosts: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
                /** @description Only drafts, for one; all without it */
                status?: "DRAFT" | "PUBLISHED" | "HIDDEN" | "ARCHIVED";
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getMyPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description You have them already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    updateMyPreferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes */
                "if-match"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listMySessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    endMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactorState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    beginTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorRequestInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactorSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    endTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorProofInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    confirmTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorConfirmationInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    makeRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorProofInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getMediumBytes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have the rest of */
                "if-range"?: string;
                /** @description One range of bytes, such as `bytes=0-1023` */
                range?: string;
            };
            path: {
                /** @description IPFS content id (CIDv1, raw, SHA-256, base32) of the bytes */
                cid: string;
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                    "application/pdf": Blob;
                    "image/gif": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                    "text/plain": Blob;
                };
            };
            /** @description The range */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                    "application/pdf": Blob;
                    "image/gif": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                    "text/plain": Blob;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            416: components["responses"]["RangeNotSatisfiable"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listModerationLog: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModerationLog"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    undoAct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActUndoInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoneAct"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listQueue: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    takeFromQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                target: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    giveBackToQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                target: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    resolveInQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                target: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueDecisionInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resolved"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getModerationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModerationSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    setModerationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModerationSettingsEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModerationSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listPinnedPosts: {
        parameters: {
            query?: {
                /**
                 * @description Only those of this channel
                 * @example general
                 */
                channel?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PinnedPosts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listPosts: {
        parameters: {
            query?: {
                /** @description Only posts of this user */
                author?: string;
                /**
                 * @description Only posts of this channel
                 * @example general
                 */
                channel?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
                /** @description Newest first, most liked first, or latest activity first */
                sort?: "new" | "top" | "active";
                /**
                 * @description Only posts that carry this tag
                 * @example general
                 */
                tag?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createPost: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPostInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Post"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getPost: {
        parameters: {
            query?: {
                after?: components["schemas"]["ThreadPlaceInput"];
                /** @description Most comments to answer; fewer where their texts are long */
                comments?: number;
                /** @description A comment: it alone, with what replies to it */
                under?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Post"];
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    updatePost: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes */
                "if-match"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Post"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createComment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommentInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    followPost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    unfollowPost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    likePost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    unlikePost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    uploadMedium: {
        parameters: {
            query?: {
                /** @description What it shows, for those who do not see it; sent again with the same bytes it replaces */
                altText?: string;
                /** @description The content id that you reckon with: other bytes are refused */
                cid?: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        /** @description The file's bytes */
        requestBody: {
            content: {
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description The post had it already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Medium"];
                };
            };
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Medium"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    deleteMedium: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                medium: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    mergePosts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergedPost"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    moderatePost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostModerationInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listPostRevisions: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostRevisions"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    splitComments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                post: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitPost"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listPurges: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurgePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createPurge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPurgeInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
                status?: "OPEN" | "RESOLVED" | "DISMISSED";
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createReport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReportInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    decideReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description uuid */
                report: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportDecisionInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    searchPosts: {
        parameters: {
            query: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
                /** @description Words, in any language, with or without accents, which are the beginnings of others, too; "a phrase"; -without; or */
                q: string;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createTag: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTagInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tag"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @example general */
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tag"];
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    deleteTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @example general */
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    updateTag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag you got, or the `version` in double quotes; needed, so that nobody overwrites unseen changes */
                "if-match"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @example general */
                tag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagEditInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tag"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    createTip: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for this request: sent again, it is answered again and done once */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TipRequestInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tip"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description Username or id */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfile"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getAvatarBytes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description IPFS content id (CIDv1, raw, SHA-256, base32) of the bytes */
                cid: string;
                /** @description The community's slug or id */
                community: string;
                /** @description Username or id */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    muteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description Username or id */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    removeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description Username or id */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemovalInput"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    setUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The community's slug or id */
                community: string;
                /** @description Username or id */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoleInput"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleChange"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listCommunities: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items to answer */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommunityPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["Problem"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["Problem"];
        };
    };
    listProblemTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemTypes"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["Problem"];
        };
    };
    getProblemType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemType"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["Problem"];
        };
    };
}
