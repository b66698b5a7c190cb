import { defineExtension } from '@authengine/contracts';

/** Signing in through GitLab. A server of one's own is named by GITLAB_AUTHORIZATION_URL, GITLAB_TOKEN_URL and GITLAB_USERINFO_URL. */
export const gitlab = defineExtension({
  name: 'gitlab',
  providers: [
    {
      name: 'gitlab',
      title: 'GitLab',
      endpoints: {
        authorization: 'https://gitlab.com/oauth/authorize',
        token: 'https://gitlab.com/oauth/token',
        userinfo: 'https://gitlab.com/oauth/userinfo',
      },
      scope: ['openid', 'profile', 'email'],
      identity: (profile) => ({
        subject: profile['sub'],
        email: profile['email'],
        emailProven: profile['email_verified'],
        account: profile['preferred_username'],
        name: profile['name'],
        avatarUrl: profile['picture'],
      }),
    },
  ],
});
