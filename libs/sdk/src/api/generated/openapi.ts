// Generated from the OpenAPI document by `npm run docs`.

export interface paths {
    "/platform/audit": {
        /** The audit log of the whole platform, newest first */
        get: operations["PlatformAudit_list"];
    };
    "/platform/audit/checkpoint": {
        /** The newest signed checkpoint of the platform's audit log */
        get: operations["PlatformEvidence_newest"];
        /** Sign the platform's audit log as it is now */
        post: operations["PlatformEvidence_sign"];
    };
    "/platform/audit/proofs/inclusion": {
        /** An entry, with the proof that the log has it */
        get: operations["PlatformEvidence_inclusion"];
    };
    "/platform/audit/proofs/consistency": {
        /** The proof that the log only grew between two sizes */
        get: operations["PlatformEvidence_consistency"];
    };
    "/tenants/audit/{tenant_id}/audit-logs": {
        /** The tenant's own audit log, newest first */
        get: operations["TenantAudit_list"];
    };
    "/tenants/audit/{tenant_id}/checkpoint": {
        /** The newest signed checkpoint of the tenant's audit log */
        get: operations["TenantEvidence_newest"];
        /** Sign the tenant's audit log as it is now */
        post: operations["TenantEvidence_sign"];
    };
    "/tenants/audit/{tenant_id}/proofs/inclusion": {
        /** An entry, with the proof that the log has it */
        get: operations["TenantEvidence_inclusion"];
    };
    "/tenants/audit/{tenant_id}/proofs/consistency": {
        /** The proof that the log only grew between two sizes */
        get: operations["TenantEvidence_consistency"];
    };
    "/audit/keys": {
        /** The public keys that sign checkpoints of the audit log, with the former ones */
        get: operations["EvidenceKeys_keys"];
    };
    "/platform/audit/stream": {
        /**
         * Follow the audit log of the whole platform
         * @description Oldest first, in the order in which entries entered the log. Asking again with `next` leaves no entry out and repeats none, however long the pause was.
         */
        get: operations["PlatformAuditStream_read"];
    };
    "/tenants/audit/{tenant_id}/audit-logs/stream": {
        /**
         * Follow the tenant's own audit log
         * @description Oldest first, in the order in which entries entered the log. Asking again with `next` leaves no entry out and repeats none, however long the pause was.
         */
        get: operations["TenantAuditStream_read"];
    };
    "/platform/audit/export": {
        /**
         * Export the audit log of the whole platform
         * @description A file of any size, as JSON Lines or CSV.
         */
        get: operations["PlatformExport_export"];
    };
    "/tenants/audit/{tenant_id}/audit-logs/export": {
        /**
         * Export the tenant's own audit log
         * @description A file of any size, as JSON Lines or CSV.
         */
        get: operations["TenantExport_export"];
    };
    "/me/audit": {
        /**
         * What happened to the own account
         * @description What oneself did, and what others did to the account, newest first, in plain words.
         */
        get: operations["MyAudit_list"];
    };
    "/auth/refresh": {
        /**
         * Exchange a refresh token for new tokens
         * @description The refresh token is used up. When it is sent again within 10 seconds, the answer is the same successor. An older token ends the session. A browser with the refresh cookie sends no body and is answered the next cookie; an `Origin` other than those of APP_URL and CORS_ORIGINS is refused (403).
         */
        post: operations["Refresh_refresh"];
    };
    "/auth/logout": {
        /**
         * End this session everywhere
         * @description Needs an access token, which may have expired, or a refresh token in the body, or the refresh cookie, which the browser then forgets. By the cookie alone, an `Origin` other than those of APP_URL and CORS_ORIGINS is refused (403). It may be repeated, and works for a suspended user too. Once it has answered, no service accepts the session.
         */
        post: operations["Logout_logout"];
    };
    "/auth/revoke": {
        /**
         * Revoke a token, and with it its session
         * @description RFC 7009. Answers 200 whatever the token: one that is unknown or over needs no revoking. Other parameters of the form, such as `client_id`, are ignored.
         */
        post: operations["TokenRevocation_revoke"];
    };
    "/me/sessions/{id}": {
        /**
         * End one of your sessions
         * @description Idempotent. Another user's session answers like one that does not exist.
         */
        delete: operations["MySessions_end"];
    };
    "/me/sessions": {
        /**
         * The signed-in user's sessions
         * @description The sessions that are valid now, the newest first, at most MAX_CONCURRENT_SESSIONS.
         */
        get: operations["Me_mySessions"];
        /** End all of your sessions but this one */
        delete: operations["MySessions_endOthers"];
    };
    "/auth/register": {
        /**
         * Register an address
         * @description The answer is the same, in the same time, for a new and for a taken address. The mail says which it was.
         */
        post: operations["Registration_register"];
    };
    "/auth/verify-email": {
        /**
         * Confirm an address by a link
         * @description For clients of the predecessor. Mails link to a page that asks for one click and uses POST.
         */
        get: operations["Verification_verifyByLink"];
        /**
         * Confirm an address
         * @description Proves the address of a registration, of a change of address, or of an account whose address a provider named. The token works once. For an account that has no address yet it counts only where that account is signed in: with its bearer token, or in the browser in which it signed in, while that session stands (403 `auth.asked_elsewhere`, and the token stays good).
         */
        post: operations["Verification_verify"];
    };
    "/auth/verify-email/resend": {
        /**
         * Ask for the verification mail again
         * @description The answer is the same, in the same time, whether or not there is such an account.
         */
        post: operations["Verification_resend"];
    };
    "/auth/login": {
        /**
         * Sign in with address and password
         * @description Every fault has the same answer, 401 `auth.invalid_credentials`.
         */
        post: operations["Login_login"];
    };
    "/auth/reauthenticate": {
        /**
         * Prove again who you are
         * @description For acts that need a recent login. Send the password, if the account has one, and the code, if a second factor is on.
         */
        post: operations["Reauthentication_reauthenticate"];
    };
    "/auth/magic-link/request": {
        /**
         * Ask for a link to sign in by
         * @description The answer is the same, in the same time, whether or not there is such an account. Only the newest link works. It opens a page that asks for one click, or MAGIC_LINK_URL.
         */
        post: operations["MagicLink_request"];
    };
    "/auth/magic-link/preview": {
        /**
         * What a link is for
         * @description For the page that asks for the click: who will be signed in, and when and with which device the link was requested. The link stays valid.
         */
        post: operations["MagicLink_preview"];
    };
    "/auth/magic-link/hand-over": {
        /**
         * Confirm a link and go back to the application
         * @description For a link with `redirect_to`: the link is exchanged for another one in the query of that URL, which works once, for a minute. So no fragment outlives a redirect.
         */
        post: operations["MagicLink_handOver"];
    };
    "/auth/magic-link/verify": {
        /**
         * Sign in by a link
         * @description For clients of the predecessor. Mails link to a page that asks for one click and uses POST.
         */
        get: operations["MagicLink_signInByLink"];
        /**
         * Sign in by a link
         * @description Single use. The first proof of an address drops the password, sessions and factors that were set up before it.
         */
        post: operations["MagicLink_signIn"];
    };
    "/auth/password-reset/request": {
        /**
         * Ask for a mail to choose a new password
         * @description The answer is the same, in the same time, whether or not there is such an account. Only the newest link works.
         */
        post: operations["PasswordReset_request"];
    };
    "/auth/password-reset/preview": {
        /**
         * Whose password a link is for
         * @description For the page that asks for the password, so that password managers know the account. The link stays valid.
         */
        post: operations["PasswordReset_preview"];
    };
    "/auth/password-reset/confirm": {
        /**
         * Choose a new password by a mailed link
         * @description The link works once. Ends every session and voids every pending link and challenge of the account. Second factors stay, and nobody is signed in. After a refused password the link is still valid.
         */
        post: operations["PasswordReset_confirm"];
    };
    "/auth/password": {
        /**
         * Change the password
         * @description Ends every other session of the user. A wrong current password counts like a failed login.
         */
        post: operations["PasswordChange_change"];
    };
    "/auth/set-password": {
        /**
         * Set a first password
         * @description For an account without a password, for example one that a social login made.
         */
        post: operations["PasswordChange_set"];
    };
    "/auth/not-me": {
        /**
         * Say that something was not you
         * @description Needs the token of a mail about a sign-in or a change. Ends every session, voids the password and every pending link, removes the second factors and ways to sign in that were added since that session began, and mails a link to choose a new password.
         */
        post: operations["NotMe_notMe"];
    };
    "/me/email": {
        /**
         * Ask for another e-mail address
         * @description A mail to the new address confirms it (POST /auth/verify-email). The current address gets a notice, and stays the login until then. Needs every factor of the account, however recent the login: the password, and a code if a second factor is on. The answer is the same, in the same time, for a free and for a taken address.
         */
        post: operations["EmailChange_request"];
    };
    "/auth/undo-email-change": {
        /**
         * Take the former e-mail address back
         * @description Needs the token of the mail to the former address, which is valid for 7 days. Ends every session, voids the password and every pending link, and mails a link to choose a new password.
         */
        post: operations["EmailChange_undo"];
    };
    "/me": {
        /** The signed-in user */
        get: operations["Me_me"];
        /**
         * Delete your account
         * @description Ends every session at once. The account is erased 14 days later; until then a link in a mail undoes it.
         */
        delete: operations["AccountDeletion_delete"];
        /**
         * Change what is shown of you
         * @description A field that is absent does not change; null clears it.
         */
        patch: operations["Me_update"];
    };
    "/auth/undo-deletion": {
        /**
         * Keep an account that is about to be erased
         * @description Needs the token of the mail about the deletion. Nobody is signed in.
         */
        post: operations["AccountDeletion_undo"];
    };
    "/me/export": {
        /**
         * What is kept of you
         * @description The answer is your own data as JSON, without secrets, and without what others did.
         */
        get: operations["AccountDeletion_export"];
    };
    "/authz/explain": {
        /**
         * Why may a user do this, or why not?
         * @description With `platform.users.view`, about anyone; with `tenant.roles.view` in a tenant, about its members there and permissions of tenants. Anyone and anything else answers like what does not exist.
         */
        post: operations["Explain_explain"];
    };
    "/tenants/{tenant_id}/permissions/matrix": {
        /**
         * Who can do what in the tenant, at a glance
         * @description Paged by members; the next page is in the `Link` header, their number in `X-Total-Count`.
         */
        get: operations["Matrix_read"];
    };
    "/platform/permissions": {
        /**
         * Every permission there is
         * @description By name.
         */
        get: operations["Permissions_list"];
        /**
         * Declare a service's own permission
         * @description A second declaration changes the description (200). Only SUPER_ADMIN holds the permission until a role has it.
         */
        post: operations["Permissions_declare"];
    };
    "/tenants/roles/{tenant_id}/permissions": {
        /**
         * Every permission that a tenant's roles can hold
         * @description By name.
         */
        get: operations["Permissions_ofTenants"];
    };
    "/platform/roles": {
        /**
         * List the platform roles and what each allows
         * @description With `scope=TENANT` the list has the roles that all tenants share.
         */
        get: operations["PlatformRoles_list"];
        /**
         * Define a role of the platform, or one that all tenants share
         * @description The role must be below your own level, and have only permissions that you hold yourself. A platform role counts in every tenant.
         */
        post: operations["PlatformRoleDefinitions_create"];
    };
    "/platform/roles/{role_id}": {
        /**
         * Delete a custom role that nobody holds
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformRoleDefinitions_delete"];
        /**
         * Change a custom role
         * @description Counts from the next request of its holders. With `dry_run=true` nothing changes, and the answer says what would.
         */
        patch: operations["PlatformRoleDefinitions_update"];
    };
    "/platform/roles/users/{id}/roles": {
        /**
         * Give a user a platform role
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        post: operations["PlatformRoles_assign"];
        /**
         * Take a platform role from a user
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformRoles_remove"];
    };
    "/platform/roles/users/{id}/roles/{role_name}": {
        /**
         * Take a platform role, named in the path, from a user
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformRoles_removeNamed"];
    };
    "/platform/users": {
        /**
         * List and search users
         * @description The newest first.
         */
        get: operations["PlatformUsers_find"];
    };
    "/platform/users/{id}": {
        /** One user, with all roles */
        get: operations["PlatformUsers_read"];
        /**
         * Delete a user with all that is kept of them
         * @description Deletes sessions, credentials, factors, links, roles and memberships. Service keys that the user made stay, and the audit log keeps the id. Only for users whose highest role anywhere is below your own level on the platform. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformUsers_delete"];
        /**
         * Suspend, deactivate or reactivate a user
         * @description Every status except ACTIVE ends all sessions before the answer. A user whose address was never proven goes back to PENDING_VERIFICATION instead of ACTIVE. Only for users whose highest role anywhere is below your own level on the platform. With `dry_run=true` nothing changes, and the answer says what would.
         */
        patch: operations["PlatformUsers_setStatus"];
    };
    "/platform/users/{id}/sessions": {
        /**
         * Sign a user out everywhere
         * @description Only for users whose highest role anywhere is below your own level on the platform. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformUsers_endSessions"];
    };
    "/platform/users/{id}/require-password-reset": {
        /**
         * Void a user's password and mail them a link to choose another
         * @description Ends every session. Only the user gets the link. Second factors and other ways to sign in stay. Only for users whose highest role anywhere is below your own level on the platform. With `dry_run=true` nothing changes, and the answer says what would.
         */
        post: operations["PlatformUsers_requirePasswordReset"];
    };
    "/platform/users/{id}/mfa": {
        /**
         * Take a user's second factors away
         * @description For a user who has lost the authenticator app and the recovery codes. Ends every session, and the user gets a mail. Passkeys and other ways to sign in stay. Needs a recent login. Only for users whose highest role anywhere is below your own level on the platform. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformUsers_resetSecondFactors"];
    };
    "/tenants/roles/{tenant_id}/users/{uid}/roles": {
        /**
         * The roles that a member holds in this tenant
         * @description The highest first, only of this tenant. A user who is no member answers like one that does not exist.
         */
        get: operations["TenantAssignments_list"];
        /**
         * Give a member a role
         * @description The role counts from the user's next request on. Giving it again changes nothing. With `dry_run=true` nothing changes, and the answer says what would.
         */
        post: operations["TenantAssignments_assign"];
        /**
         * Take a role from a member
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["TenantAssignments_remove"];
    };
    "/tenants/roles/{tenant_id}/users/{uid}/roles/{role_name}": {
        /**
         * Take a role, named in the path, from a member
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["TenantAssignments_removeNamed"];
    };
    "/tenants/roles/{tenant_id}/roles": {
        /**
         * List the roles that the tenant's members can hold, and what each allows
         * @description The list has the tenant's own roles and those that all tenants share.
         */
        get: operations["TenantRoleDefinitions_list"];
        /**
         * Define a role of the tenant
         * @description The role must be below your own level there, and have only permissions that you hold there yourself.
         */
        post: operations["TenantRoleDefinitions_create"];
    };
    "/tenants/roles/{tenant_id}/roles/{role_id}": {
        /**
         * Delete a role of the tenant that nobody holds
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["TenantRoleDefinitions_delete"];
        /**
         * Change a role of the tenant
         * @description Counts from the next request of its holders. With `dry_run=true` nothing changes, and the answer says what would.
         */
        patch: operations["TenantRoleDefinitions_update"];
    };
    "/auth/mfa/complete": {
        /**
         * Answer the challenge of a sign-in
         * @description With a code of the authenticator app, a recovery code, or, where `methods` has `webauthn`, a `credential` by the options of POST /auth/webauthn/authenticate/begin. A challenge stands for 5 minutes and takes 5 tries; a wrong one does not end it before.
         */
        post: operations["Challenge_complete"];
    };
    "/me/mfa/status": {
        /** Whether multi-factor authentication is on, and by which methods */
        get: operations["MfaStatus_status"];
    };
    "/me/mfa/recovery-codes": {
        /**
         * Make new recovery codes
         * @description Needs a code of the authenticator app or a recovery code. Older recovery codes stop working.
         */
        post: operations["RecoveryCodes_regenerate"];
    };
    "/me/mfa/enroll": {
        /**
         * Begin to use an authenticator app
         * @description The secret does not count until its first code is sent to /me/mfa/verify, within 15 minutes. To replace an app, send one of its codes or a recovery code.
         */
        post: operations["Totp_enroll"];
    };
    "/me/mfa/verify": {
        /**
         * Confirm the authenticator app by a first code
         * @description Turns multi-factor authentication on and ends all other sessions. The recovery codes are shown only now.
         */
        post: operations["Totp_verify"];
    };
    "/me/mfa/disable": {
        /**
         * Turn multi-factor authentication off, for clients whose DELETE has no body
         * @description The same as `DELETE /me/mfa/disable`.
         */
        post: operations["Totp_disableByPost"];
        /**
         * Turn multi-factor authentication off
         * @description Needs a code of the authenticator app or a recovery code. Ends all other sessions.
         */
        delete: operations["Totp_disable"];
    };
    "/auth/invitations/preview": {
        /**
         * Whom an invitation is for
         * @description For the page of the invitation, so that password managers know the account, and how the organization wants it to look. The link stays valid.
         */
        post: operations["AcceptInvitation_preview"];
    };
    "/auth/invitations/accept": {
        /**
         * Accept an invitation
         * @description With a bearer token: the user accepts, and the invitation must be for their proven address. Without one: an account with `password` is made, the mail proves its address, and nobody is signed in. When the address has an account, the answer is 401 `invitation.sign_in_required`.
         */
        post: operations["AcceptInvitation_accept"];
    };
    "/me/tenants": {
        /**
         * The signed-in user's tenants, with the roles held in each
         * @description The oldest tenant first, suspended ones too.
         */
        get: operations["MyTenants_list"];
    };
    "/me/tenants/{id}/permissions": {
        /** What the signed-in user may do in a tenant */
        get: operations["MyTenants_permissions"];
    };
    "/me/tenants/{id}": {
        /**
         * Leave a tenant
         * @description Sessions in that tenant end. The last owner cannot leave: transfer the ownership first. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["MyTenants_leave"];
    };
    "/tenants/{tenant_id}": {
        /** Read the own tenant */
        get: operations["OwnTenant_read"];
        /**
         * Delete the own tenant
         * @description Its memberships, roles, invitations and service keys are deleted too. Once this has answered, none of them works. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["OwnTenant_delete"];
        /**
         * Rename the own tenant, describe it anew, change its look, or have it ask its members for a second factor
         * @description With `dry_run=true` nothing changes, and the answer says what would.
         */
        patch: operations["OwnTenant_describe"];
    };
    "/platform/tenants": {
        /**
         * List tenants
         * @description The oldest first.
         */
        get: operations["PlatformTenants_list"];
        /**
         * Create a tenant
         * @description Its owner becomes a member with the role TENANT_OWNER.
         */
        post: operations["PlatformTenants_create"];
    };
    "/platform/tenants/{id}": {
        /** Read a tenant */
        get: operations["PlatformTenants_read"];
        /**
         * Change a tenant
         * @description Any subset of the fields. `status` suspends and reactivates. A new owner gets TENANT_OWNER, and the former owner loses it. With `dry_run=true` nothing changes, and the answer says what would.
         */
        put: operations["PlatformTenants_update"];
        /**
         * Delete a tenant
         * @description Its memberships, roles, invitations and service keys are deleted too. Once this has answered, none of them works. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["PlatformTenants_delete"];
    };
    "/auth/select-tenant": {
        /**
         * Choose the tenant that this session is in
         * @description The answer has new tokens of the same session. The refresh token before is used up. A session with the refresh cookie is answered the next cookie, so a page sends this with credentials.
         */
        post: operations["SelectTenant_select"];
    };
    "/tenants/users/{tenant_id}/users": {
        /**
         * List the tenant's members
         * @description The oldest member first, with the roles in that tenant only.
         */
        get: operations["TenantMembers_list"];
        /**
         * Invite an address to the tenant
         * @description The answer is the same whether or not the address has an account. An address that is already invited gets a new link, for the new role, and the old link stops working.
         */
        post: operations["TenantInvitations_invite"];
    };
    "/tenants/users/{tenant_id}/invitations": {
        /**
         * List the tenant's invitations
         * @description The newest first, also those that are accepted, withdrawn or expired.
         */
        get: operations["TenantInvitations_list"];
    };
    "/tenants/users/{tenant_id}/invitations/{id}": {
        /**
         * Withdraw an invitation
         * @description Its link stops working at once. Withdrawing it again answers 204 again.
         */
        delete: operations["TenantInvitations_revoke"];
    };
    "/tenants/users/{tenant_id}/invitations/{id}/resend": {
        /**
         * Mail an invitation again
         * @description The new link works for seven days, and older links stop working. An expired invitation can be mailed again too.
         */
        post: operations["TenantInvitations_resend"];
    };
    "/tenants/users/{tenant_id}/users/{uid}": {
        /** Read a member of the tenant */
        get: operations["TenantMembers_read"];
        /**
         * Remove a member from the tenant
         * @description The member must be below your own level. From their next request on they are no member, and their sessions in the tenant end. The last owner cannot be removed: transfer the ownership first. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["TenantMembers_remove"];
    };
    "/tenants/{tenant_id}/transfer-ownership": {
        /**
         * Hand the tenant over to another member
         * @description Needs to be the owner, with a recent login, or `platform.tenants.manage`. The former owner stays a member, as TENANT_USER when they hold no other role. With `dry_run=true` nothing changes, and the answer says what would.
         */
        post: operations["TransferOwnership_transfer"];
    };
    "/platform/webhooks": {
        /**
         * List the webhooks of the platform
         * @description Newest first.
         */
        get: operations["PlatformWebhooks_list"];
        /**
         * Make a webhook of the platform
         * @description It is told of the events of the whole platform, those of every tenant too, from now on. `secret` is in this answer and never again.
         */
        post: operations["PlatformWebhooks_create"];
    };
    "/platform/webhooks/{webhook_id}": {
        /** One webhook of the platform */
        get: operations["PlatformWebhooks_find"];
        /**
         * Remove a webhook of the platform
         * @description Its deliveries are removed too. A message that is on its way arrives.
         */
        delete: operations["PlatformWebhooks_remove"];
        /**
         * Change, stop or start a webhook of the platform
         * @description A webhook that is started again is told of what happens from then on, and of the messages that waited; a replay delivers the rest.
         */
        patch: operations["PlatformWebhooks_update"];
    };
    "/platform/webhooks/{webhook_id}/rotate-secret": {
        /**
         * Give a webhook of the platform a new secret
         * @description For a day, messages are signed with both secrets. `secret` is in this answer and never again.
         */
        post: operations["PlatformWebhooks_rotateSecret"];
    };
    "/platform/webhooks/{webhook_id}/test": {
        /**
         * Send a test message to a webhook of the platform
         * @description The message has the type `webhook.test` and is sent once, to a stopped webhook too. How it went is in the deliveries a moment later.
         */
        post: operations["PlatformWebhooks_test"];
    };
    "/platform/webhooks/{webhook_id}/replay": {
        /**
         * Deliver the events since an entry of the audit log again
         * @description Each message has the `webhook-id` that it had before.
         */
        post: operations["PlatformWebhooks_replay"];
    };
    "/platform/webhooks/{webhook_id}/deliveries": {
        /**
         * The deliveries of a webhook of the platform
         * @description Newest first. Those that have ended are kept for 30 days.
         */
        get: operations["PlatformWebhooks_deliveries"];
    };
    "/platform/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": {
        /**
         * Deliver one event again to a webhook of the platform
         * @description The message has the `webhook-id` that it had before.
         */
        post: operations["PlatformWebhooks_redeliver"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks": {
        /**
         * List the webhooks of the tenant
         * @description Newest first.
         */
        get: operations["TenantWebhooks_list"];
        /**
         * Make a webhook of the tenant
         * @description It is told of the tenant's events, from now on. `secret` is in this answer and never again.
         */
        post: operations["TenantWebhooks_create"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}": {
        /** One webhook of the tenant */
        get: operations["TenantWebhooks_find"];
        /**
         * Remove a webhook of the tenant
         * @description Its deliveries are removed too. A message that is on its way arrives.
         */
        delete: operations["TenantWebhooks_remove"];
        /**
         * Change, stop or start a webhook of the tenant
         * @description A webhook that is started again is told of what happens from then on, and of the messages that waited; a replay delivers the rest.
         */
        patch: operations["TenantWebhooks_update"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/rotate-secret": {
        /**
         * Give a webhook of the tenant a new secret
         * @description For a day, messages are signed with both secrets. `secret` is in this answer and never again.
         */
        post: operations["TenantWebhooks_rotateSecret"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/test": {
        /**
         * Send a test message to a webhook of the tenant
         * @description The message has the type `webhook.test` and is sent once, to a stopped webhook too. How it went is in the deliveries a moment later.
         */
        post: operations["TenantWebhooks_test"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/replay": {
        /**
         * Deliver the events since an entry of the audit log again
         * @description Each message has the `webhook-id` that it had before.
         */
        post: operations["TenantWebhooks_replay"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/deliveries": {
        /**
         * The deliveries of a webhook of the tenant
         * @description Newest first. Those that have ended are kept for 30 days.
         */
        get: operations["TenantWebhooks_deliveries"];
    };
    "/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": {
        /**
         * Deliver one event again to a webhook of the tenant
         * @description The message has the `webhook-id` that it had before.
         */
        post: operations["TenantWebhooks_redeliver"];
    };
    "/auth/oauth/accounts": {
        /**
         * The signed-in user's accounts at providers
         * @description The accounts by which the user can sign in, the oldest first.
         */
        get: operations["LinkedAccounts_list"];
    };
    "/auth/oauth/accounts/{id}": {
        /**
         * Stop signing in by an account at a provider
         * @description Needs a recent login. A password, each provider account and each passkey is a way to sign in. The last one cannot be removed.
         */
        delete: operations["LinkedAccounts_unlink"];
    };
    "/auth/oauth/exchange": {
        /**
         * Exchange the one-time code of a sign-in for its tokens
         * @description The code works once, for 60 seconds. A sign-in with a `code_challenge` needs its `code_verifier`; without one, `code_verifier` is refused.
         */
        post: operations["OAuthExchange_exchange"];
    };
    "/auth/oauth/providers": {
        /**
         * The providers to sign in through
         * @description The providers that are configured here.
         */
        get: operations["OAuthLogin_providers"];
    };
    "/auth/oauth/{provider}/login": {
        /**
         * Sign in through a provider
         * @description A browser opens this. It goes to the provider and comes back to the callback. A cookie binds the sign-in to this browser.
         */
        get: operations["OAuthLogin_login"];
    };
    "/auth/oauth/{provider}/link": {
        /**
         * Link an account at a provider
         * @description Needs a recent login. With `Accept: application/json` the answer has the URL that the browser must open; otherwise the browser is redirected to it. The URL leads through this service, and works once, for a minute. It does not work from a stranger’s page: a page of an application on another site must send its origin (any Referrer-Policy except `no-referrer` and `same-origin`), which must be in CORS_ORIGINS or REDIRECT_ALLOWLIST. A browser that does not say where it comes from sees the account and is asked first. The callback links to the user who asked.
         */
        get: operations["OAuthLink_link"];
    };
    "/auth/oauth/{provider}/link/start": {
        /**
         * Where the URL of a link leads
         * @description A browser opens this. It goes to the provider and comes back to the callback. A cookie binds the link to this browser. A browser that does not say which application sent it here gets a page that asks first; the ticket stays valid until the click.
         */
        get: operations["OAuthLink_start"];
        /**
         * Go on to the provider after the page has asked
         * @description Only the page that `GET` answers may send this. With `Accept: application/json` the answer has the URL at the provider; otherwise the browser is redirected to it.
         */
        post: operations["OAuthLink_goOn"];
    };
    "/auth/oauth/{provider}/callback": {
        /**
         * Where a provider returns to
         * @description The browser comes back here. Without `redirect_to` the answer has the tokens. With it the browser goes there, with a one-time `code`, or with `error` (the problem code without `oauth.`). After a link the answer is the account, or the browser goes there with `linked`.
         */
        get: operations["OAuthCallback_finish"];
    };
    "/platform/applications": {
        /**
         * List applications
         * @description Newest first.
         */
        get: operations["Applications_list"];
        /**
         * Register an application
         * @description Its `id` is its `client_id`. Where it authenticates by a secret, `client_secret` is in this answer and never again; only its hash is kept.
         */
        post: operations["Applications_create"];
    };
    "/platform/applications/{id}": {
        /** One application */
        get: operations["Applications_find"];
        /**
         * Remove an application
         * @description Once this is answered, no node accepts anything of the application. With `dry_run=true` nothing changes, and the answer says what would end.
         */
        delete: operations["Applications_remove"];
        /**
         * Change, disable or enable an application
         * @description Once a disabling is answered, no node accepts anything of the application. Type and tenant never change. With `dry_run=true` nothing changes, and the answer says what would end.
         */
        patch: operations["Applications_update"];
    };
    "/platform/applications/{id}/secrets": {
        /**
         * Give an application another secret
         * @description Two may live at once, so that one is replaced without a pause. `client_secret` is in this answer and never again.
         */
        post: operations["Applications_addSecret"];
    };
    "/platform/applications/{id}/secrets/{secret_id}": {
        /**
         * Remove a secret of an application
         * @description It works nowhere any more once this is answered. With `dry_run=true` nothing changes, and the answer says how many are left.
         */
        delete: operations["Applications_removeSecret"];
    };
    "/me/applications": {
        /**
         * Applications that you have agreed to
         * @description The newest first.
         */
        get: operations["MyApplications_list"];
    };
    "/me/applications/{id}": {
        /**
         * Take back what an application was allowed
         * @description Once this is answered, no service accepts a token that the application has for you. Idempotent.
         */
        delete: operations["MyApplications_withdraw"];
    };
    "/auth/introspect": {
        /**
         * Ask whether an access token is valid, and what it allows
         * @description RFC 7662. The key comes in `X-API-Key`, as the password of HTTP Basic, as a bearer token, or in a form as `client_secret`. Two different keys are refused. The key is checked before the token. Other parameters of a form are ignored. The answer for a token that is not valid, whatever the reason, is exactly `{"active":false}`.
         */
        post: operations["Introspection_introspect"];
    };
    "/auth/introspect/batch": {
        /**
         * Ask about up to 100 tokens at once
         * @description Each answer is like one of POST /auth/introspect, in the order of the questions. A malformed question makes the call 400, with its index in `errors`.
         */
        post: operations["Introspection_introspectAll"];
    };
    "/auth/revocations": {
        /**
         * Be told of what ends, as it ends
         * @description Server-sent events, for services that keep answers of introspection.
         *
         *     - `revoked`, `data: {epoch, kind, id}`: forget every answer about this `session`, `user`, `tenant` or service `key`. `access`: a membership, role or right of the user with this id has ended. The change is committed; `POST /auth/introspect` with `min_epoch` at least `epoch` knows it.
         *     - `heartbeat`, `data: {epoch}`, every second: everything up to this epoch has been sent. Without a heartbeat, trust no kept answer any more.
         *     - `reset`, `data: {epoch}`: something may be missing, or it concerns the roles that all tenants share. Forget every kept answer.
         *
         *     A client that comes back with `Last-Event-ID` misses nothing; an event may come twice. A key of a tenant hears of its tenant, of itself, and of the members of its tenant. The stream ends when the key does.
         */
        get: operations["Revocations_revocations"];
    };
    "/auth/forward": {
        /**
         * Ask for a proxy whether to let a request through (forward authentication)
         * @description By any method, here and below this path; below it path and query are the application's own and are ignored, and what the key was made with is required (`required_permissions`, `tenant_id`), as it is here too. The proxy's key comes in `X-API-Key` or HTTP Basic; the user's token in `Authorization: Bearer`, or in `X-Forwarded-Access-Token` where the key needs that header. A key that does not stand is 401 with a Basic challenge, a token that does not with a Bearer challenge.
         */
        get: operations["Forward_check"];
    };
    "/platform/service-keys": {
        /**
         * List service keys
         * @description Newest first, revoked and expired ones included.
         */
        get: operations["ServiceKeys_list"];
        /**
         * Create a service key
         * @description `raw_key` is shown in this answer and never again; only its hash is kept. `permissions` narrows what introspection tells the key of, `allowed_addresses` where it may be used from, `required_permissions` whom forward authentication lets through; none can be changed later: make another key.
         */
        post: operations["ServiceKeys_create"];
    };
    "/platform/service-keys/{id}": {
        /**
         * Revoke a service key
         * @description Once this has answered, no node answers to the key. Revoking a revoked key answers 204 again. With `dry_run=true` nothing changes, and the answer says what would.
         */
        delete: operations["ServiceKeys_revoke"];
    };
    "/me/webauthn/credentials": {
        /**
         * The signed-in user's passkeys
         * @description The oldest first.
         */
        get: operations["MyPasskeys_list"];
    };
    "/me/webauthn/credentials/{id}": {
        /**
         * Remove a passkey
         * @description Needs a recent login. A password, each provider account and each passkey count as ways to sign in, and the last one cannot be removed. Sessions that it began do not end.
         */
        delete: operations["MyPasskeys_remove"];
    };
    "/auth/webauthn/register/begin": {
        /**
         * Begin to register a passkey
         * @description The answer is for `PublicKeyCredential.parseCreationOptionsFromJSON()`, on a page of one of WEBAUTHN_ORIGINS (unless set: of the origin of APP_URL). Its challenge stands for 5 minutes, in this session.
         */
        post: operations["PasskeyRegistration_begin"];
    };
    "/auth/webauthn/register/complete": {
        /**
         * Register the passkey
         * @description The passkey signs in from now on, and the owner of the account gets a mail. A challenge works for one try.
         */
        post: operations["PasskeyRegistration_complete"];
    };
    "/auth/webauthn/authenticate/begin": {
        /**
         * Begin to sign in by a passkey
         * @description The answer is for `PublicKeyCredential.parseRequestOptionsFromJSON()`, on a page of one of WEBAUTHN_ORIGINS (unless set: of the origin of APP_URL). It is the same for everyone but for its challenge, which stands for 5 minutes; with `email`, for a passkey of the user who has that address alone.
         */
        post: operations["PasskeySignIn_begin"];
    };
    "/auth/webauthn/authenticate/complete": {
        /**
         * Sign in by a passkey
         * @description One answer, 401 `webauthn.not_accepted`, for whatever is wrong. No second factor is asked for: the passkey is one, and its authenticator verified the user. A challenge is good for one try.
         */
        post: operations["PasskeySignIn_complete"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuditEntryDto: {
            /** Format: uuid */
            id: string;
            /** @description The event's name */
            action: string;
            resource: string;
            /** @description Often a UUID, not always */
            resource_id: string | null;
            /**
             * Format: uuid
             * @description Who did it; null where nobody is known
             */
            actor_id: string | null;
            /** Format: uuid */
            target_user_id: string | null;
            /** Format: uuid */
            tenant_id: string | null;
            /** @enum {string} */
            status: "success" | "failure" | "denied";
            ip_address: string | null;
            user_agent: string | null;
            request_id: string | null;
            metadata: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
        };
        CheckpointDto: {
            /** @description The log's name, with which its checkpoints and leaves begin */
            origin: string;
            /** @description The number of entries */
            size: number;
            /**
             * Format: byte
             * @description The root of the Merkle tree (RFC 9162)
             */
            root_hash: string;
            /** @description The checkpoint as a signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses; this is what to keep */
            note: string;
            /** Format: date-time */
            created_at: string;
        };
        InclusionProofDto: {
            /** @description The log's name, with which its checkpoints and leaves begin */
            origin: string;
            /** @description The entry's place */
            index: number;
            /** @description The size of the log that the proof is about */
            size: number;
            /**
             * Format: byte
             * @description SHA-256 of a zero byte and `leaf`
             */
            leaf_hash: string;
            /** @description The leaf: the entry's lasting fields, digests of the personal ones, its place and its log, as canonical JSON (RFC 8785) */
            leaf: string;
            /** @description The audit path (RFC 9162 section 2.1.3), from the leaf up */
            proof: string[];
            /** @description The signed checkpoint of this size, where there is one */
            checkpoint: string | null;
            /** @description The entry as it is kept, without what an erasure removed */
            entry: components["schemas"]["AuditEntryDto"];
            /** @description The salts, in base64, of the personal fields that the entry still has: the digest of a field is SHA-256 of its salt and of the canonical JSON of [name, value] */
            salts: {
                [key: string]: string;
            };
        };
        ConsistencyProofDto: {
            /** @description The log's name, with which its checkpoints and leaves begin */
            origin: string;
            from: number;
            to: number;
            /**
             * Format: byte
             * @description The root of the first `from` entries
             */
            from_root_hash: string;
            /**
             * Format: byte
             * @description The root of the first `to` entries
             */
            to_root_hash: string;
            /** @description RFC 9162 section 2.1.4 */
            proof: string[];
        };
        EvidenceKeyDto: {
            /**
             * Format: byte
             * @description Ed25519, the 32 bytes of it
             */
            public_key: string;
            /** @description The key under the name of the platform's log, as verifiers of notes take it (C2SP signed-note). A tenant's log has the same key under its own name */
            verifier_key: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it signed for the last time; null for the current one
             */
            retired_at: string | null;
        };
        EvidenceKeysDto: {
            /** @description The current one first */
            keys: components["schemas"]["EvidenceKeyDto"][];
        };
        AuditStreamDto: {
            entries: components["schemas"]["AuditEntryDto"][];
            /**
             * Format: uuid
             * @description The `after` of the next call, also where there was no entry; null before the first entry of all
             */
            next: string | null;
            /** @description Whether more entries are there already */
            more: boolean;
        };
        MyAuditEntryDto: {
            /** Format: uuid */
            id: string;
            /** @description The event's name */
            action: string;
            /** @description What happened, for a person to read */
            summary: string;
            /** @enum {string} */
            status: "success" | "failure" | "denied";
            /**
             * @description Who did it: oneself, somebody else (an administrator, a service), or somebody who is not known
             * @enum {string}
             */
            by: "you" | "another" | "unknown";
            /**
             * Format: uuid
             * @description In which organization
             */
            tenant_id: string | null;
            /** @description From where; only of what oneself did */
            ip_address: string | null;
            /** @description By which program; only of what oneself did */
            user_agent: string | null;
            /** Format: date-time */
            created_at: string;
        };
        RefreshRequestDto: {
            /** @description Left out by a browser that has the refresh cookie */
            refresh_token?: string | null;
        };
        RoleDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            /** @enum {string} */
            scope: "PLATFORM" | "TENANT";
            level: number;
            /** Format: date-time */
            created_at: string;
        };
        HeldRoleDto: {
            role: components["schemas"]["RoleDto"];
            /** Format: uuid */
            tenant_id: string;
        };
        UserDto: {
            /** Format: uuid */
            id: string;
            email: string | null;
            /** @description An address that is not proven yet */
            pending_email?: string | null;
            username?: string | null;
            phone_number?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            avatar_url?: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE" | "SUSPENDED" | "PENDING_VERIFICATION";
            is_email_verified: boolean;
            is_phone_verified: boolean;
            mfa_enabled: boolean;
            auth_strategies: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_login_at?: string | null;
            roles: components["schemas"]["HeldRoleDto"][];
        };
        LoginDto: {
            /** @description Send it as `Authorization: Bearer <access_token>` */
            access_token: string;
            /** @description Works once, at POST /auth/refresh. A session whose refresh tokens come as cookies has none here */
            refresh_token?: string;
            /** @enum {string} */
            token_type: "bearer";
            /** @description Seconds until the access token expires */
            expires_in: number;
            user: components["schemas"]["UserDto"];
        };
        LogoutDto: {
            /** @description Any refresh token of the session, instead of an access token. A browser with the refresh cookie needs neither */
            refresh_token?: string;
        };
        RevokeDto: {
            /** @description A refresh token or an access token, valid or not */
            token: string;
            /** @description Accepted and ignored (RFC 7009 section 2.1) */
            token_type_hint?: string;
        } & {
            [key: string]: unknown;
        };
        RegisterDto: {
            /** Format: email */
            email: string;
            /** @description 8 to 128 characters, none of the passwords that are guessed first; no rules of composition. */
            password: string;
            first_name?: string;
            last_name?: string;
            /** @description Unique, in whatever case it is written */
            username?: string;
            /** @description E.164 */
            phone_number?: string;
        };
        MessageDto: {
            message: string;
        };
        OneTimeTokenDto: {
            /** @description From the link in the mail */
            token: string;
        };
        ResendVerificationDto: {
            /** Format: email */
            email: string;
        };
        MfaChallengeDto: {
            /** @description Send it with the code to POST /auth/mfa/complete */
            mfa_pending_token: string;
            message: string;
            methods: ("totp" | "recovery_code" | "webauthn")[];
        };
        LoginRequestDto: {
            /** Format: email */
            email: string;
            /** @description Any text up to a bound: whether it is a good password was asked when it was set. */
            password: string;
            /**
             * @description `cookie`: the refresh token comes as a cookie for `POST /auth/refresh` and `POST /auth/logout`, and not in the body. For pages of the origin of APP_URL and of CORS_ORIGINS. `body` unless said; a second factor in between keeps what the first request said.
             * @enum {string|null}
             */
            refresh_transport?: "body" | "cookie" | null;
        };
        ReauthenticateDto: {
            /** @description Needed when the account has one */
            password?: string;
            /** @description The code of the second factor; needed when the account has one */
            code?: string;
        };
        ReauthenticatedDto: {
            message: string;
            /**
             * Format: date-time
             * @description Until then, acts that need a recent login accept this one
             */
            recent_until: string;
        };
        MagicLinkRequestDto: {
            /** Format: email */
            email: string;
            /** @description The URL where the sign-in goes on after the click, at an origin of REDIRECT_ALLOWLIST */
            redirect_to?: string;
        };
        MagicLinkPreviewDto: {
            message: string;
            /**
             * Format: email
             * @description Who would be signed in
             */
            email: string;
            /** @description From where the link was asked for */
            address: string;
            /** @description And with what */
            device: string;
            /** Format: date-time */
            requested_at: string;
            redirect_to: string | null;
        };
        MagicLinkHandOverDto: {
            message: string;
            /** @description The URL of the application, with `magic_link_token` in its query. POST /auth/magic-link/verify accepts it once, within a minute */
            redirect_to: string;
        };
        MagicLinkSignInDto: {
            /** @description From the link in the mail */
            token: string;
            /**
             * @description `cookie`: the refresh token comes as a cookie for `POST /auth/refresh` and `POST /auth/logout`, and not in the body. For pages of the origin of APP_URL and of CORS_ORIGINS. `body` unless said; a second factor in between keeps what the first request said.
             * @enum {string|null}
             */
            refresh_transport?: "body" | "cookie" | null;
        };
        PasswordResetRequestDto: {
            /** Format: email */
            email: string;
        };
        PasswordResetPreviewDto: {
            /** Format: email */
            email: string;
        };
        PasswordResetConfirmDto: {
            /** @description From the link in the mail */
            token: string;
            /** @description 8 to 128 characters, none of the passwords that are guessed first; no rules of composition */
            new_password: string;
            /** @description Must be the same, if given */
            confirm_password?: string;
        };
        ChangePasswordDto: {
            current_password: string;
            /** @description 8 to 128 characters, none of the passwords that are guessed first; no rules of composition */
            new_password: string;
        };
        SetPasswordDto: {
            /** @description 8 to 128 characters, none of the passwords that are guessed first; no rules of composition */
            new_password: string;
        };
        EmailChangeDto: {
            /** Format: email */
            new_email: string;
            /** @description Needed when the account has a password; an account without one needs a recent login */
            password?: string;
            /** @description The code of the second factor; needed when the account has one */
            code?: string;
        };
        DeletionDto: {
            message: string;
            /**
             * Format: date-time
             * @description Until then, a link in a mail undoes the deletion
             */
            erased_after: string;
        };
        ExportDto: {
            /** Format: date-time */
            exported_at: string;
            profile: components["schemas"]["UserDto"];
            /** @description Every session that is still on record */
            sessions: Record<string, never>[];
            memberships: Record<string, never>[];
            /** @description What the user did, the newest first; at most 1000 */
            activity: Record<string, never>[];
            linked_accounts?: Record<string, never>[];
            /** @description The factors, without secrets */
            second_factors?: {
                [key: string]: unknown;
            };
            passkeys?: Record<string, never>[];
        };
        UpdateMeDto: {
            /** @description null clears it */
            first_name?: string | null;
            /** @description null clears it */
            last_name?: string | null;
            /** @description https only */
            avatar_url?: string | null;
            /** @description Unique, in whatever case it is written; null clears it */
            username?: string | null;
        };
        SessionUseDto: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        SessionDto: {
            /** Format: uuid */
            id: string;
            /** @description Whether this is the session of the request */
            current: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it began or was last refreshed
             */
            last_seen_at: string;
            ip_address: string | null;
            user_agent: string | null;
            /** @description How the session began: `email_password`, `magic_link`, `webauthn`, or the provider through which (`google`, `github`, `microsoft`; installations may have others) */
            auth_strategy: string;
            /** @description The applications that were signed in to in it */
            applications: components["schemas"]["SessionUseDto"][];
        };
        ExplainDto: {
            /** Format: uuid */
            user_id: string;
            /** @description The exact name */
            permission: string;
            /**
             * Format: uuid
             * @description The tenant of the question; absent for the platform
             */
            tenant_id?: string;
        };
        ExplainedRoleDto: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            scope: "PLATFORM" | "TENANT";
            level: number;
            /**
             * Format: uuid
             * @description The tenant of the role; null for a role that all tenants share
             */
            tenant_id: string | null;
        };
        GrantDto: {
            /**
             * @description Platform roles count in every tenant
             * @enum {string}
             */
            via: "platform" | "tenant";
            /** @description Null for a platform role that a tenant may not see, like the fields below */
            membership: {
                /** Format: uuid */
                tenant_id: string;
                /** Format: date-time */
                since: string;
            } | null;
            role: {
                /** Format: uuid */
                id: string;
                name: string;
                /** @enum {string} */
                scope: "PLATFORM" | "TENANT";
                level: number;
                /**
                 * Format: uuid
                 * @description The tenant of the role; null for a role that all tenants share
                 */
                tenant_id: string | null;
            } | null;
            permission: string;
            /**
             * Format: uuid
             * @description Null when the product gave it, or when that user is gone
             */
            granted_by: string | null;
            /** Format: date-time */
            granted_at: string | null;
            /**
             * Format: uuid
             * @description The audit entry about it, if the log has one
             */
            audit_entry_id: string | null;
        };
        RemedyDto: {
            role: components["schemas"]["ExplainedRoleDto"];
            /** @description Whether you could give the role now */
            you_could_grant: boolean;
            /**
             * @description The reason why you cannot give it: a permission that you lack, your level, or a user who is no member of the tenant
             * @enum {string|null}
             */
            obstacle: "permission" | "level" | "membership" | null;
        };
        ExplanationDto: {
            allowed: boolean;
            /** @enum {string} */
            reason: "granted" | "user_not_active" | "tenant_suspended" | "mfa_missing" | "not_a_member" | "permission_missing" | "permission_unknown";
            /** Format: uuid */
            user_id: string;
            permission: string;
            /** Format: uuid */
            tenant_id: string | null;
            /** @description Every way in which the user gets the permission there, also when something else refuses */
            chain: components["schemas"]["GrantDto"][];
            /** @description The missing permissions, when a role could help */
            missing: string[];
            /** @description The smallest roles that would allow it */
            would_allow: components["schemas"]["RemedyDto"][];
        };
        PermissionDto: {
            name: string;
            description: string;
            /** @enum {string} */
            scope: "PLATFORM" | "TENANT";
            /** Format: date-time */
            created_at: string;
        };
        RoleWithPermissionsDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            /** @enum {string} */
            scope: "PLATFORM" | "TENANT";
            level: number;
            /** Format: date-time */
            created_at: string;
            permissions: string[];
            /** @description Built-in roles are the same everywhere and cannot be changed */
            built_in: boolean;
            /**
             * Format: uuid
             * @description The tenant of the role; null for a role that all tenants share
             */
            tenant_id: string | null;
        };
        MatrixMemberDto: {
            /** Format: uuid */
            user_id: string;
            email: string | null;
            first_name: string | null;
            last_name: string | null;
            status: string;
            /** @description The roles held in this tenant */
            roles: string[];
            /** @description The permissions of the user in this tenant, from all roles; empty while the user cannot act, or lacks the second factor that the tenant demands */
            permissions: string[];
        };
        MatrixDto: {
            /** Format: uuid */
            tenant_id: string;
            /** @description The columns */
            permissions: components["schemas"]["PermissionDto"][];
            /** @description The roles that the members of this page hold */
            roles: components["schemas"]["RoleWithPermissionsDto"][];
            /** @description A page of members, the oldest first */
            members: components["schemas"]["MatrixMemberDto"][];
        };
        DeclarePermissionDto: {
            /** @description Lower-case words, joined by dots; exact, without wildcards */
            name: string;
            description: string;
            /**
             * @description With TENANT it may be in the roles of tenants, with PLATFORM only in those of the platform
             * @enum {string}
             */
            scope: "PLATFORM" | "TENANT";
        };
        CreatePlatformRoleDto: {
            name: string;
            description?: string;
            /** @description Must be below your own level */
            level: number;
            /** @description Permissions that you hold yourself */
            permissions?: string[];
            /**
             * @description With TENANT, every tenant can give the role to its members
             * @default PLATFORM
             * @enum {string}
             */
            scope: "PLATFORM" | "TENANT";
        };
        UpdateRoleDto: {
            name?: string;
            /** @description null clears it */
            description?: string | null;
            /** @description Must be below your own level */
            level?: number;
            /** @description All permissions of the role from now on */
            permissions?: string[];
        };
        AccessChangeDto: {
            /** Format: uuid */
            user_id: string;
            /**
             * Format: uuid
             * @description Null for the platform, and for every tenant of which the user is no member
             */
            tenant_id: string | null;
            gains: string[];
            loses: string[];
        };
        EndedSessionDto: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            user_id: string;
        };
        TouchedServiceKeyDto: {
            /** Format: uuid */
            id: string;
            service_name: string;
            /** Format: uuid */
            tenant_id: string | null;
            /** @enum {string} */
            effect: "ends" | "loses_its_creator";
        };
        LockoutDto: {
            /** @enum {string} */
            kind: "oneself" | "tenant_without_active_owner";
            /** Format: uuid */
            tenant_id: string | null;
        };
        RoleWithPermissionsChangeDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            /** @enum {string} */
            scope: "PLATFORM" | "TENANT";
            level: number;
            /** Format: date-time */
            created_at: string;
            permissions: string[];
            /** @description Built-in roles are the same everywhere and cannot be changed */
            built_in: boolean;
            /**
             * Format: uuid
             * @description The tenant of the role; null for a role that all tenants share
             */
            tenant_id: string | null;
            /** @description Always true */
            dry_run?: boolean;
            /** @description How many users the change can touch */
            users_considered?: number;
            /** @description Whether there are more users than the list has */
            truncated?: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld?: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes?: components["schemas"]["AccessChangeDto"][];
            sessions_ended?: components["schemas"]["EndedSessionDto"][];
            service_keys?: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts?: components["schemas"]["LockoutDto"][];
        };
        ForecastDto: {
            /** @description Always true */
            dry_run: boolean;
            /** @description How many users the change can touch */
            users_considered: number;
            /** @description Whether there are more users than the list has */
            truncated: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes: components["schemas"]["AccessChangeDto"][];
            sessions_ended: components["schemas"]["EndedSessionDto"][];
            service_keys: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts: components["schemas"]["LockoutDto"][];
        };
        RoleNameDto: {
            /** @description The exact name of the role */
            role_name: string;
        };
        AssignmentStatusChangeDto: {
            /**
             * @description The state now, whether or not this call changed it
             * @enum {string}
             */
            status: "assigned" | "removed";
            /** @description Always true */
            dry_run?: boolean;
            /** @description How many users the change can touch */
            users_considered?: number;
            /** @description Whether there are more users than the list has */
            truncated?: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld?: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes?: components["schemas"]["AccessChangeDto"][];
            sessions_ended?: components["schemas"]["EndedSessionDto"][];
            service_keys?: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts?: components["schemas"]["LockoutDto"][];
        };
        UserStatusDto: {
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE" | "SUSPENDED";
        };
        UserChangeDto: {
            /** Format: uuid */
            id: string;
            email: string | null;
            /** @description An address that is not proven yet */
            pending_email?: string | null;
            username?: string | null;
            phone_number?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            avatar_url?: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE" | "SUSPENDED" | "PENDING_VERIFICATION";
            is_email_verified: boolean;
            is_phone_verified: boolean;
            mfa_enabled: boolean;
            auth_strategies: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_login_at?: string | null;
            roles: components["schemas"]["HeldRoleDto"][];
            /** @description Always true */
            dry_run?: boolean;
            /** @description How many users the change can touch */
            users_considered?: number;
            /** @description Whether there are more users than the list has */
            truncated?: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld?: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes?: components["schemas"]["AccessChangeDto"][];
            sessions_ended?: components["schemas"]["EndedSessionDto"][];
            service_keys?: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts?: components["schemas"]["LockoutDto"][];
        };
        MessageChangeDto: {
            message: string;
            /** @description Always true */
            dry_run?: boolean;
            /** @description How many users the change can touch */
            users_considered?: number;
            /** @description Whether there are more users than the list has */
            truncated?: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld?: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes?: components["schemas"]["AccessChangeDto"][];
            sessions_ended?: components["schemas"]["EndedSessionDto"][];
            service_keys?: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts?: components["schemas"]["LockoutDto"][];
        };
        MemberRoleDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            /** @enum {string} */
            scope: "PLATFORM" | "TENANT";
            level: number;
            /** Format: date-time */
            created_at: string;
            permissions: string[];
            /** @description Built-in roles are the same everywhere and cannot be changed */
            built_in: boolean;
            /**
             * Format: uuid
             * @description The tenant of the role; null for a role that all tenants share
             */
            tenant_id: string | null;
            /**
             * Format: uuid
             * @description The person who gave it; null when the product did, or when that user is gone
             */
            assigned_by: string | null;
            /** Format: date-time */
            assigned_at: string;
        };
        CreateRoleDto: {
            name: string;
            description?: string;
            /** @description Must be below your own level */
            level: number;
            /** @description Permissions that you hold yourself */
            permissions?: string[];
        };
        CompleteChallengeDto: {
            /** @description The token from the 202 of the sign-in */
            mfa_pending_token: string;
            /** @description A code of the authenticator app, or a recovery code */
            code?: string;
            /** @description The result of `PublicKeyCredential.toJSON()` (WebAuthn level 3, section 5.1) */
            credential?: {
                [key: string]: unknown;
            };
            /**
             * @description `cookie`: the refresh token comes as a cookie for `POST /auth/refresh` and `POST /auth/logout`, and not in the body. For pages of the origin of APP_URL and of CORS_ORIGINS. `body` unless said; a second factor in between keeps what the first request said.
             * @enum {string|null}
             */
            refresh_transport?: "body" | "cookie" | null;
        };
        MfaStatusDto: {
            mfa_enabled: boolean;
            methods: ("totp" | "recovery_code" | "webauthn")[];
            recovery_codes_left: number;
        };
        CodeDto: {
            /** @description A code of the authenticator app, or a recovery code */
            code: string;
        };
        RecoveryCodesDto: {
            message: string;
            /** @description Ten codes. Each works once, and they are shown only now */
            recovery_codes: string[];
        };
        OptionalCodeDto: {
            /** @description Of the authenticator app that is replaced, or a recovery code; needed where one is on already. */
            code?: string;
        };
        TotpEnrolmentDto: {
            /** @description The URI for authenticator apps */
            provisioning_uri: string;
            /** @description The secret for apps that cannot scan. It is shown only now */
            secret: string;
            /** @description The URI as a QR code: a data URI of an SVG */
            qr_code: string;
            message: string;
        };
        TotpCodeDto: {
            /** @description A code of the authenticator app */
            code: string;
        };
        InvitationPreviewDto: {
            /** Format: email */
            email: string;
            /** Format: uuid */
            tenant_id: string;
            /** @description How the organization wants pages to look; null: as the settings say */
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
        };
        AcceptInvitationDto: {
            /** @description From the link in the mail */
            token: string;
            /** @description The password of the new account; ignored for a signed-in user */
            password?: string | null;
            first_name?: string;
            last_name?: string;
        };
        AcceptedInvitationDto: {
            message: string;
            /** Format: uuid */
            tenant_id: string;
            tenant_name: string;
            /** Format: uuid */
            user_id: string;
        };
        MyTenantDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description?: string | null;
            /** @enum {string} */
            type: "PLATFORM" | "CUSTOMER";
            /** @enum {string} */
            status: "ACTIVE" | "SUSPENDED";
            /** @description Whether members need a second factor to act here */
            require_mfa: boolean;
            /** @description How the pages look on which people sign in for it; null: as the settings say */
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            /** Format: uuid */
            owner_id: string;
            /**
             * Format: uuid
             * @description Null when that user is gone
             */
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The roles of the signed-in user there */
            roles: components["schemas"]["RoleDto"][];
        };
        MyPermissionsDto: {
            /** Format: uuid */
            tenant_id: string;
            /** @description The permissions of the user there, also from platform roles; none in a suspended tenant */
            permissions: string[];
        };
        TenantDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description?: string | null;
            /** @enum {string} */
            type: "PLATFORM" | "CUSTOMER";
            /** @enum {string} */
            status: "ACTIVE" | "SUSPENDED";
            /** @description Whether members need a second factor to act here */
            require_mfa: boolean;
            /** @description How the pages look on which people sign in for it; null: as the settings say */
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            /** Format: uuid */
            owner_id: string;
            /**
             * Format: uuid
             * @description Null when that user is gone
             */
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        DescribeTenantDto: {
            name?: string;
            /** @description null clears it */
            description?: string | null;
            /** @description With true, members need a second factor from their next request on: without multi-factor authentication, and in a session that no passkey began, they may do nothing here until they set it up */
            require_mfa?: boolean;
            /** @description How the hosted pages look for whoever signs in for it, or is invited to it; anybody who has such a link sees it; null: as the settings say */
            branding?: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
        };
        TenantChangeDto: {
            /** Format: uuid */
            id: string;
            name: string;
            description?: string | null;
            /** @enum {string} */
            type: "PLATFORM" | "CUSTOMER";
            /** @enum {string} */
            status: "ACTIVE" | "SUSPENDED";
            /** @description Whether members need a second factor to act here */
            require_mfa: boolean;
            /** @description How the pages look on which people sign in for it; null: as the settings say */
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            /** Format: uuid */
            owner_id: string;
            /**
             * Format: uuid
             * @description Null when that user is gone
             */
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Always true */
            dry_run?: boolean;
            /** @description How many users the change can touch */
            users_considered?: number;
            /** @description Whether there are more users than the list has */
            truncated?: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld?: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes?: components["schemas"]["AccessChangeDto"][];
            sessions_ended?: components["schemas"]["EndedSessionDto"][];
            service_keys?: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts?: components["schemas"]["LockoutDto"][];
        };
        CreateTenantDto: {
            name: string;
            /**
             * Format: uuid
             * @description An active user, who becomes a member with the role TENANT_OWNER
             */
            owner_id: string;
            description?: string | null;
        };
        UpdateTenantDto: {
            name?: string;
            /** @description null clears it */
            description?: string | null;
            /** @description With true, members need a second factor from their next request on: without multi-factor authentication, and in a session that no passkey began, they may do nothing here until they set it up */
            require_mfa?: boolean;
            /** @description How the hosted pages look for whoever signs in for it, or is invited to it; anybody who has such a link sees it; null: as the settings say */
            branding?: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            /**
             * Format: uuid
             * @description The new owner: gets TENANT_OWNER, and becomes a member if they are none
             */
            owner_id?: string;
            /**
             * @description With SUSPENDED nobody can act in the tenant, and the sessions in it end
             * @enum {string}
             */
            status?: "ACTIVE" | "SUSPENDED";
        };
        SelectTenantDto: {
            /** Format: uuid */
            tenant_id: string;
        };
        TokensDto: {
            /** @description Send it as `Authorization: Bearer <access_token>` */
            access_token: string;
            /** @description Works once, at POST /auth/refresh. A session whose refresh tokens come as cookies has none here */
            refresh_token?: string;
            /** @enum {string} */
            token_type: "bearer";
            /** @description Seconds until the access token expires */
            expires_in: number;
        };
        InviteDto: {
            /** Format: email */
            email: string;
            /**
             * @description The exact name of a role below your own level
             * @default TENANT_USER
             */
            role_name: string;
        };
        InvitedDto: {
            message: string;
            /** Format: uuid */
            invitation_id: string;
            /** @enum {string} */
            status: "invited";
        };
        InvitationDto: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenant_id: string;
            email: string;
            role_name: string;
            /** @enum {string} */
            status: "pending" | "accepted" | "revoked" | "expired";
            /**
             * Format: uuid
             * @description The person who sent it last
             */
            invited_by: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last mailed
             */
            sent_at: string;
            /** Format: date-time */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it was accepted or withdrawn
             */
            ended_at: string | null;
            /**
             * Format: uuid
             * @description The member it led to
             */
            accepted_by: string | null;
        };
        MemberDto: {
            /** Format: uuid */
            id: string;
            email: string | null;
            /** @description An address that is not proven yet */
            pending_email?: string | null;
            username?: string | null;
            phone_number?: string | null;
            first_name?: string | null;
            last_name?: string | null;
            avatar_url?: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE" | "SUSPENDED" | "PENDING_VERIFICATION";
            is_email_verified: boolean;
            is_phone_verified: boolean;
            mfa_enabled: boolean;
            auth_strategies: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_login_at?: string | null;
            roles: components["schemas"]["HeldRoleDto"][];
            /** Format: date-time */
            joined_at: string;
        };
        TransferOwnershipDto: {
            /**
             * Format: uuid
             * @description The member who becomes the owner
             */
            user_id: string;
        };
        WebhookDto: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The tenant whose events it is told of; null for those of the whole platform
             */
            tenant_id: string | null;
            url: string;
            events: string[];
            description: string | null;
            enabled: boolean;
            /**
             * @description `failures`: the service stopped it, because no message was taken for three days
             * @enum {string|null}
             */
            disabled_reason: "failures" | null;
            /**
             * Format: date-time
             * @description Since when no message was taken; null while messages are
             */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description When a message was taken last
             */
            last_success_at: string | null;
            /**
             * Format: date-time
             * @description Until then messages are also signed with the secret before the last rotation
             */
            previous_secret_expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        CreateWebhookDto: {
            /** @description An https URL on the internet. One that leads to a private network is refused, at every delivery too; redirects are not followed */
            url: string;
            /** @description Which events it is told of: names of the catalogue, beginnings of names (`tenant.*`), or `*` for all */
            events: string[];
            description?: string | null;
            /**
             * @description A webhook that is not enabled is told of nothing
             * @default true
             */
            enabled: boolean;
        };
        WebhookWithSecretDto: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The tenant whose events it is told of; null for those of the whole platform
             */
            tenant_id: string | null;
            url: string;
            events: string[];
            description: string | null;
            enabled: boolean;
            /**
             * @description `failures`: the service stopped it, because no message was taken for three days
             * @enum {string|null}
             */
            disabled_reason: "failures" | null;
            /**
             * Format: date-time
             * @description Since when no message was taken; null while messages are
             */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description When a message was taken last
             */
            last_success_at: string | null;
            /**
             * Format: date-time
             * @description Until then messages are also signed with the secret before the last rotation
             */
            previous_secret_expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The secret that messages are signed with (Standard Webhooks). It is shown only now */
            secret: string;
        };
        UpdateWebhookDto: {
            /** @description An https URL on the internet. One that leads to a private network is refused, at every delivery too; redirects are not followed */
            url?: string;
            /** @description Which events it is told of: names of the catalogue, beginnings of names (`tenant.*`), or `*` for all */
            events?: string[];
            description?: string | null;
            /** @description `true` starts a webhook again that was stopped */
            enabled?: boolean;
        };
        WebhookDeliveryDto: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The entry of the audit log, which is the message's `webhook-id`; null for a test, whose `webhook-id` is the delivery's id
             */
            entry_id: string | null;
            event: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            attempts: number;
            /**
             * Format: date-time
             * @description Attempts end three days after this
             */
            queued_at: string;
            /** Format: date-time */
            last_attempt_at: string | null;
            /**
             * Format: date-time
             * @description Not before then; null when there will be none
             */
            next_attempt_at: string | null;
            /** @description The status of the receiver's answer */
            response_status: number | null;
            /** @description The beginning of the receiver's answer, at most 1024 bytes */
            response_excerpt: string | null;
            /** @description Why the last attempt failed: status, redirect, timeout, address_refused, name_not_found, tls, connection, no_entry, internal; later releases may have others */
            reason: string | null;
            /** @description How long the last attempt took, in milliseconds */
            duration_ms: number | null;
        };
        ReplayWebhookDto: {
            /**
             * Format: uuid
             * @description The id of an entry of this audit log: what came after it is delivered again. Without it, everything is
             */
            after?: string | null;
        };
        LinkedAccountDto: {
            /** Format: uuid */
            id: string;
            /** @description One of `GET /auth/oauth/providers` */
            provider: string;
            provider_email: string | null;
            provider_name: string | null;
            provider_avatar_url: string | null;
            /** Format: date-time */
            created_at: string;
        };
        ExchangeDto: {
            /** @description From the query of `redirect_to` */
            code: string;
            /** @description The verifier (RFC 7636 section 4.1). Allowed only when the sign-in had a `code_challenge` */
            code_verifier?: string;
            /**
             * @description `cookie`: the refresh token comes as a cookie for `POST /auth/refresh` and `POST /auth/logout`, and not in the body. For pages of the origin of APP_URL and of CORS_ORIGINS. `body` unless said; a second factor in between keeps what the first request said.
             * @enum {string}
             */
            refresh_transport?: "body" | "cookie";
        };
        SocialLoginDto: {
            /** @description Send it as `Authorization: Bearer <access_token>` */
            access_token: string;
            /** @description Works once, at POST /auth/refresh. A session whose refresh tokens come as cookies has none here */
            refresh_token?: string;
            /** @enum {string} */
            token_type: "bearer";
            /** @description Seconds until the access token expires */
            expires_in: number;
            user: components["schemas"]["UserDto"];
            /** @description Whether the account began with this sign-in */
            is_new_user: boolean;
            /** @description One of `GET /auth/oauth/providers` */
            provider: string;
        };
        ProviderDto: {
            /** @description One of `GET /auth/oauth/providers` */
            name: string;
            display_name: string;
            /** @description The URL that a browser opens to sign in */
            login_url: string;
        };
        AuthorizationUrlDto: {
            /** Format: uri */
            authorization_url: string;
        };
        LinkTicketDto: {
            /** @description The ticket from the URL that `…/link` answered */
            ticket: string;
        };
        SocialCallbackDto: {
            /** @description Send it as `Authorization: Bearer <access_token>` */
            access_token?: string;
            /** @description Works once, at POST /auth/refresh. A session whose refresh tokens come as cookies has none here */
            refresh_token?: string;
            /** @enum {string} */
            token_type?: "bearer";
            /** @description Seconds until the access token expires */
            expires_in?: number;
            user?: components["schemas"]["UserDto"];
            /** @description Whether the account began with this sign-in */
            is_new_user?: boolean;
            /** @description One of `GET /auth/oauth/providers` */
            provider?: string;
            message?: string;
            account?: components["schemas"]["LinkedAccountDto"];
        };
        ApplicationSecretDto: {
            /** Format: uuid */
            id: string;
            /** @description The first characters of the secret */
            secret_prefix: string;
            /** Format: date-time */
            created_at: string;
        };
        ApplicationDto: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The id, by the name that OAuth has for it
             */
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "web" | "spa" | "native" | "service";
            /** @enum {string} */
            status: "ACTIVE" | "DISABLED";
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            /** Format: uri */
            backchannel_logout_uri: string | null;
            /** Format: uuid */
            tenant_id: string | null;
            first_party: boolean;
            scopes: string[] | null;
            /** @enum {string} */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            jwks: {
                [key: string]: unknown;
            } | null;
            /** Format: uri */
            jwks_uri: string | null;
            /** @enum {string} */
            access_token_format: "opaque" | "jwt";
            access_token_minutes: number | null;
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            secrets: components["schemas"]["ApplicationSecretDto"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        CreateApplicationDto: {
            name: string;
            /**
             * @description `web` runs on a server, `spa` in a browser, `native` on a device; `service` signs nobody in and asks for tokens of its own
             * @enum {string}
             */
            type: "web" | "spa" | "native" | "service";
            /** @description Where answers may be sent, compared character by character; https, or on this machine http */
            redirect_uris?: string[];
            /** @description Where a browser may be sent after signing out */
            post_logout_redirect_uris?: string[];
            /**
             * Format: uri
             * @description Told when a session in which it was used ends
             */
            backchannel_logout_uri?: string | null;
            /**
             * Format: uuid
             * @description Binds the application to one tenant: only its members sign in by it, and it goes with the tenant
             */
            tenant_id?: string | null;
            /** @description The company's own: nobody is asked for consent. A native application is asked for all the same, because another one can pretend to be it */
            first_party?: boolean;
            /** @description The only scopes that it may ask for: openid, profile, email, offline_access, organization, and names of permissions; null for all */
            scopes?: string[] | null;
            /**
             * @description `none` for spa and native; for web and service client_secret_basic unless given
             * @enum {string}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /** @description Its public keys for private_key_jwt, as a JSON Web Key Set */
            jwks?: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: uri
             * @description Where its public keys are, instead of jwks
             */
            jwks_uri?: string | null;
            /**
             * @description opaque unless given; both are answered at introspection
             * @enum {string}
             */
            access_token_format?: "opaque" | "jwt";
            /** @description Lifetime of its access tokens; null: as long as ours */
            access_token_minutes?: number | null;
            /** @description How the hosted pages look on the way to it; null: as the settings say */
            branding?: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
        };
        NewApplicationDto: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The id, by the name that OAuth has for it
             */
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "web" | "spa" | "native" | "service";
            /** @enum {string} */
            status: "ACTIVE" | "DISABLED";
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            /** Format: uri */
            backchannel_logout_uri: string | null;
            /** Format: uuid */
            tenant_id: string | null;
            first_party: boolean;
            scopes: string[] | null;
            /** @enum {string} */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            jwks: {
                [key: string]: unknown;
            } | null;
            /** Format: uri */
            jwks_uri: string | null;
            /** @enum {string} */
            access_token_format: "opaque" | "jwt";
            access_token_minutes: number | null;
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            secrets: components["schemas"]["ApplicationSecretDto"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Its first secret, shown this once */
            client_secret?: string;
        };
        UpdateApplicationDto: {
            name?: string;
            /**
             * @description DISABLED: nobody signs in by it, and none of its tokens stands
             * @enum {string}
             */
            status?: "ACTIVE" | "DISABLED";
            redirect_uris?: string[];
            post_logout_redirect_uris?: string[];
            /**
             * Format: uri
             * @description Told when a session in which it was used ends
             */
            backchannel_logout_uri?: string | null;
            /** @description The company's own: nobody is asked for consent. A native application is asked for all the same, because another one can pretend to be it */
            first_party?: boolean;
            /** @description The only scopes that it may ask for: openid, profile, email, offline_access, organization, and names of permissions; null for all */
            scopes?: string[] | null;
            /**
             * @description `none` for spa and native; for web and service client_secret_basic unless given
             * @enum {string}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /** @description Its public keys for private_key_jwt, as a JSON Web Key Set */
            jwks?: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: uri
             * @description Where its public keys are, instead of jwks
             */
            jwks_uri?: string | null;
            /**
             * @description opaque unless given; both are answered at introspection
             * @enum {string}
             */
            access_token_format?: "opaque" | "jwt";
            /** @description Lifetime of its access tokens; null: as long as ours */
            access_token_minutes?: number | null;
            /** @description How the hosted pages look on the way to it; null: as the settings say */
            branding?: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
        };
        EndedGrantDto: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            user_id: string;
            /**
             * Format: uuid
             * @description The session in which the user signed in to it; it goes on
             */
            session_id: string;
            /**
             * Format: uuid
             * @description The organization that it is for
             */
            tenant_id: string | null;
        };
        ApplicationEndsDto: {
            /** Format: uuid */
            id: string;
            /** @description Sign-ins of users whose tokens would stand no more */
            grants_ended: number;
            /** @description The newest hundred of them */
            grants: components["schemas"]["EndedGrantDto"][];
            /** @description Whose sign-ins they are */
            users_affected: number;
            /** @description Opaque access tokens, refresh tokens and tokens of its own that would stand no more. A JWT is kept nowhere, and not counted; it ends with its grant */
            tokens_ended: number;
            /** @description Secrets that are left; with none, an application that needs one can ask for nothing */
            secrets_left: number;
        };
        ApplicationChangeDto: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The id, by the name that OAuth has for it
             */
            client_id: string;
            name: string;
            /** @enum {string} */
            type: "web" | "spa" | "native" | "service";
            /** @enum {string} */
            status: "ACTIVE" | "DISABLED";
            redirect_uris: string[];
            post_logout_redirect_uris: string[];
            /** Format: uri */
            backchannel_logout_uri: string | null;
            /** Format: uuid */
            tenant_id: string | null;
            first_party: boolean;
            scopes: string[] | null;
            /** @enum {string} */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            jwks: {
                [key: string]: unknown;
            } | null;
            /** Format: uri */
            jwks_uri: string | null;
            /** @enum {string} */
            access_token_format: "opaque" | "jwt";
            access_token_minutes: number | null;
            branding: {
                /** @description In the place of APP_NAME */
                name?: string;
                /**
                 * Format: uri
                 * @description A picture, in the place of the name
                 */
                logo_url?: string;
                /** @description Of the buttons */
                color?: string;
                /**
                 * Format: uri
                 * @description What is said about privacy
                 */
                privacy_url?: string;
                /**
                 * Format: uri
                 * @description The terms of use
                 */
                terms_url?: string;
                /**
                 * Format: uri
                 * @description Where people get help
                 */
                support_url?: string;
            } | null;
            secrets: components["schemas"]["ApplicationSecretDto"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Always true */
            dry_run?: boolean;
            /** @description How many users the change can touch */
            users_considered?: number;
            /** @description Whether there are more users than the list has */
            truncated?: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld?: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes?: components["schemas"]["AccessChangeDto"][];
            sessions_ended?: components["schemas"]["EndedSessionDto"][];
            service_keys?: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts?: components["schemas"]["LockoutDto"][];
            application?: components["schemas"]["ApplicationEndsDto"];
        };
        ApplicationForecastDto: {
            /** @description Always true */
            dry_run: boolean;
            /** @description How many users the change can touch */
            users_considered: number;
            /** @description Whether there are more users than the list has */
            truncated: boolean;
            /** @description Whether changes or sessions are left out, of people whom you may not list (`tenant.users.view`, `platform.users.view`) and did not name */
            withheld: boolean;
            /** @description Users who begin or cease to lack a required second factor are listed as in a session that no passkey began */
            changes: components["schemas"]["AccessChangeDto"][];
            sessions_ended: components["schemas"]["EndedSessionDto"][];
            service_keys: components["schemas"]["TouchedServiceKeyDto"][];
            lockouts: components["schemas"]["LockoutDto"][];
            application: components["schemas"]["ApplicationEndsDto"];
        };
        NewApplicationSecretDto: {
            /** Format: uuid */
            id: string;
            /** @description The first characters of the secret */
            secret_prefix: string;
            /** Format: date-time */
            created_at: string;
            /** @description The secret itself, shown this once */
            client_secret: string;
        };
        MyApplicationDto: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description What it was allowed */
            scopes: string[];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When more was last agreed to
             */
            updated_at: string;
        };
        IntrospectDto: {
            /** @description The access token */
            token: string;
            /**
             * Format: uuid
             * @description The tenant that the question is about. Without it: the key's own, or else the token's active one, or else none
             */
            tenant_id?: string | null;
            /** @description The permissions of a decision: `allowed` says whether the user holds all of them there. One name may be sent as a string. A form repeats the field */
            permission?: string[] | null;
            /**
             * @description Allowed only with `permission`. The answer then has `allowed`, and no lists of permissions
             * @enum {string|null}
             */
            include?: "decision" | null;
            /** @description The answer knows at least everything that had ended by this epoch. `X-Revocation-Epoch` and GET /auth/revocations give epochs */
            min_epoch?: number | null;
            /** @description Accepted and ignored (RFC 7662 section 2.1) */
            token_type_hint?: string;
        };
        IntrospectionDto: {
            /** Format: uuid */
            user_id?: string;
            email?: string;
            first_name?: string;
            last_name?: string;
            avatar_url?: string;
            is_email_verified?: boolean;
            /** @description How the session began: `email_password`, `magic_link`, `webauthn`, or the provider through which (`google`, `github`, `microsoft`; installations may have others) */
            auth_strategy?: string;
            /** Format: date-time */
            issued_at?: string;
            /** Format: date-time */
            expires_at?: string;
            /** @description The permissions of the user in `tenant_id`. Without `tenant_id`: those on the platform */
            permissions?: string[];
            /** @description The permissions of the user in each tenant. Present only without `tenant_id` */
            tenant_permissions?: {
                [key: string]: string[];
            };
            /** @description The tenants of the user. A tenant's key sees only its own tenant */
            tenant_ids?: string[];
            /** Format: uuid */
            session_id?: string;
            /**
             * Format: uuid
             * @description The tenant that the answer is about, if any
             */
            tenant_id?: string;
            /** @description RFC 7662: the user */
            sub?: string;
            /** @description RFC 7662: seconds since the epoch */
            exp?: number;
            /** @description RFC 7662: seconds since the epoch */
            iat?: number;
            iss?: string;
            aud?: string;
            /**
             * @description DPoP: only together with a proof of the key in `cnf` (RFC 9449)
             * @enum {string}
             */
            token_type?: "bearer" | "DPoP";
            /**
             * Format: uuid
             * @description RFC 7662: the application that the token was given to; left out for a token of our own
             */
            client_id?: string;
            /** @description RFC 9449: the thumbprint of the key that the token is bound to */
            cnf?: {
                jkt?: string;
            };
            /** @description RFC 7662: the username, or else the address */
            username?: string;
            /** @description RFC 7662: the permissions, joined by spaces; absent when there are none. Of an application its scopes */
            scope?: string;
            /** @description Whether the user holds every `permission` of the question */
            allowed?: boolean;
            /** @description RFC 7662: the id of the token */
            jti?: string;
            /** @description OpenID: as `is_email_verified` */
            email_verified?: boolean;
            /** @description OpenID: both names in one */
            name?: string;
            /** @description OpenID: as `first_name` */
            given_name?: string;
            /** @description OpenID: as `last_name` */
            family_name?: string;
            /** @description OpenID: as `avatar_url` */
            picture?: string;
            /** @description Whether the token is valid. An answer with false has no other field */
            active: boolean;
        };
        IntrospectAllDto: {
            /** @description The questions. One malformed question makes the whole call invalid */
            tokens: components["schemas"]["IntrospectDto"][];
        };
        IntrospectionsDto: {
            /** @description The answers, in the order of the questions, each like one of POST /auth/introspect */
            results: components["schemas"]["IntrospectionDto"][];
        };
        CreateServiceKeyDto: {
            /** @description The service that will hold the key */
            service_name: string;
            /**
             * Format: uuid
             * @description The one tenant that the key may ask about. The key ends with the tenant
             */
            tenant_id?: string | null;
            /**
             * Format: date-time
             * @description The end of the key (RFC 3339), at most ten years ahead. Without it the key has no end
             */
            expires_at?: string | null;
            /** @description The permissions that introspection shows to the key. Without it, the key sees all */
            permissions?: string[] | null;
            /** @description The IPv4 and IPv6 addresses and ranges where the key may be used. From any other address the key is invalid. Behind a proxy, TRUSTED_PROXIES decides which address counts. Without it, every address is allowed */
            allowed_addresses?: string[] | null;
            /** @description The permissions that forward authentication with the key demands of a user: in the tenant of the key, if it has one. Without it, a valid token is enough */
            required_permissions?: string[] | null;
        };
        NewServiceKeyDto: {
            /** Format: uuid */
            id: string;
            service_name: string;
            /** @description The first characters of the key */
            key_prefix: string;
            /**
             * Format: uuid
             * @description The one tenant that the key may ask about; null for a key of the platform
             */
            tenant_id: string | null;
            /** @description The permissions that introspection shows to the key; null for all */
            permissions: string[] | null;
            /** @description The addresses and ranges where the key may be used; null for any */
            allowed_addresses: string[] | null;
            /** @description The permissions that forward authentication with the key demands of a user; null for none */
            required_permissions: string[] | null;
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Exact to about a minute
             */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** @description The key itself. It is shown only now */
            raw_key: string;
        };
        ServiceKeyDto: {
            /** Format: uuid */
            id: string;
            service_name: string;
            /** @description The first characters of the key */
            key_prefix: string;
            /**
             * Format: uuid
             * @description The one tenant that the key may ask about; null for a key of the platform
             */
            tenant_id: string | null;
            /** @description The permissions that introspection shows to the key; null for all */
            permissions: string[] | null;
            /** @description The addresses and ranges where the key may be used; null for any */
            allowed_addresses: string[] | null;
            /** @description The permissions that forward authentication with the key demands of a user; null for none */
            required_permissions: string[] | null;
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Exact to about a minute
             */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
        };
        PasskeyDto: {
            /** Format: uuid */
            id: string;
            /** @description The authenticator's own id of the passkey, base64url */
            credential_id: string;
            device_name: string;
            transports: string[];
            /** @description Whether the passkey is stored on more than one device */
            backed_up: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_used_at: string | null;
        };
        CompleteRegistrationDto: {
            /** @description The result of `PublicKeyCredential.toJSON()` (WebAuthn level 3, section 5.1) */
            credential: {
                [key: string]: unknown;
            };
            /** @description What the user calls it; told from the browser unless given. */
            device_name?: string;
        };
        BeginSignInDto: {
            /** @description Whoever is to sign in, where that is known before: a passkey of anybody else is refused then. The browser offers the passkeys it has, whoever's they are. */
            email?: string | null;
        };
        CompleteSignInDto: {
            /** @description The result of `PublicKeyCredential.toJSON()` (WebAuthn level 3, section 5.1) */
            credential: {
                [key: string]: unknown;
            };
            /**
             * @description `cookie`: the refresh token comes as a cookie for `POST /auth/refresh` and `POST /auth/logout`, and not in the body. For pages of the origin of APP_URL and of CORS_ORIGINS. `body` unless said; a second factor in between keeps what the first request said.
             * @enum {string|null}
             */
            refresh_transport?: "body" | "cookie" | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    PlatformAudit_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description Who did it: a user, or a service key */
                actor_id?: string;
                /** @description To whom it was done */
                target_user_id?: string;
                /** @description An event's name, or the beginning of names (`tenant.*`); the predecessor's (`LOGIN_FAILED`) are translated */
                action?: string;
                /** @description What it was done to */
                resource?: string;
                /** @description How it ended */
                status?: "success" | "failure" | "denied";
                /** @description From which IPv4 or IPv6 address */
                ip_address?: string;
                /** @description The request that it came by, as the `request_id` of a problem names it */
                request_id?: string;
                /** @description Not before this time */
                from?: string;
                /** @description Not after this time */
                to?: string;
                /** @description In which tenant */
                tenant_id?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryDto"][];
                };
            };
        };
    };
    PlatformEvidence_newest: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointDto"];
                };
            };
        };
    };
    PlatformEvidence_sign: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointDto"];
                };
            };
        };
    };
    PlatformEvidence_inclusion: {
        parameters: {
            query: {
                /** @description The entry's id */
                entry_id: string;
                /** @description In the log of how many entries; of the newest checkpoint unless given */
                size?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionProofDto"];
                };
            };
        };
    };
    PlatformEvidence_consistency: {
        parameters: {
            query: {
                /** @description The size of the earlier log */
                from: number;
                /** @description The size of the later log */
                to: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyProofDto"];
                };
            };
        };
    };
    TenantAudit_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description Who did it: a user, or a service key */
                actor_id?: string;
                /** @description To whom it was done */
                target_user_id?: string;
                /** @description An event's name, or the beginning of names (`tenant.*`); the predecessor's (`LOGIN_FAILED`) are translated */
                action?: string;
                /** @description What it was done to */
                resource?: string;
                /** @description How it ended */
                status?: "success" | "failure" | "denied";
                /** @description From which IPv4 or IPv6 address */
                ip_address?: string;
                /** @description The request that it came by, as the `request_id` of a problem names it */
                request_id?: string;
                /** @description Not before this time */
                from?: string;
                /** @description Not after this time */
                to?: string;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryDto"][];
                };
            };
        };
    };
    TenantEvidence_newest: {
        parameters: {
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointDto"];
                };
            };
        };
    };
    TenantEvidence_sign: {
        parameters: {
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointDto"];
                };
            };
        };
    };
    TenantEvidence_inclusion: {
        parameters: {
            query: {
                /** @description The entry's id */
                entry_id: string;
                /** @description In the log of how many entries; of the newest checkpoint unless given */
                size?: number;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionProofDto"];
                };
            };
        };
    };
    TenantEvidence_consistency: {
        parameters: {
            query: {
                /** @description The size of the earlier log */
                from: number;
                /** @description The size of the later log */
                to: number;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyProofDto"];
                };
            };
        };
    };
    EvidenceKeys_keys: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceKeysDto"];
                };
            };
        };
    };
    PlatformAuditStream_read: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before: the id of the last entry that was read. `latest` answers no entry, and the `next` with which to begin now. Without it, the stream begins with its first entry */
                after?: string;
                /** @description The number of entries in an answer */
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditStreamDto"];
                };
            };
        };
    };
    TenantAuditStream_read: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before: the id of the last entry that was read. `latest` answers no entry, and the `next` with which to begin now. Without it, the stream begins with its first entry */
                after?: string;
                /** @description The number of entries in an answer */
                limit?: number;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditStreamDto"];
                };
            };
        };
    };
    PlatformExport_export: {
        parameters: {
            query?: {
                /** @description Who did it: a user, or a service key */
                actor_id?: string;
                /** @description To whom it was done */
                target_user_id?: string;
                /** @description An event's name, or the beginning of names (`tenant.*`); the predecessor's (`LOGIN_FAILED`) are translated */
                action?: string;
                /** @description What it was done to */
                resource?: string;
                /** @description How it ended */
                status?: "success" | "failure" | "denied";
                /** @description From which IPv4 or IPv6 address */
                ip_address?: string;
                /** @description The request that it came by, as the `request_id` of a problem names it */
                request_id?: string;
                /** @description Not before this time */
                from?: string;
                /** @description Not after this time */
                to?: string;
                /** @description In which tenant */
                tenant_id?: string;
                /** @description `jsonl`: one JSON object a line; `csv`: RFC 4180 with a header, where a cell that a spreadsheet would take for a formula begins with an apostrophe */
                format?: "jsonl" | "csv";
            };
        };
        responses: {
            /** @description The entries, newest first. An answer that breaks off is not whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
        };
    };
    TenantExport_export: {
        parameters: {
            query?: {
                /** @description Who did it: a user, or a service key */
                actor_id?: string;
                /** @description To whom it was done */
                target_user_id?: string;
                /** @description An event's name, or the beginning of names (`tenant.*`); the predecessor's (`LOGIN_FAILED`) are translated */
                action?: string;
                /** @description What it was done to */
                resource?: string;
                /** @description How it ended */
                status?: "success" | "failure" | "denied";
                /** @description From which IPv4 or IPv6 address */
                ip_address?: string;
                /** @description The request that it came by, as the `request_id` of a problem names it */
                request_id?: string;
                /** @description Not before this time */
                from?: string;
                /** @description Not after this time */
                to?: string;
                /** @description `jsonl`: one JSON object a line; `csv`: RFC 4180 with a header, where a cell that a spreadsheet would take for a formula begins with an apostrophe */
                format?: "jsonl" | "csv";
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            /** @description The entries, newest first. An answer that breaks off is not whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
        };
    };
    MyAudit_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAuditEntryDto"][];
                };
            };
        };
    };
    Refresh_refresh: {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginDto"];
                };
            };
        };
    };
    Logout_logout: {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LogoutDto"];
            };
        };
        responses: {
            /** @description The session is over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TokenRevocation_revoke: {
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["RevokeDto"];
            };
        };
        responses: {
            /** @description No service accepts the token, or another token of its session. The body is empty. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    MySessions_end: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            /** @description The session is over, everywhere. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    Me_mySessions: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"][];
                };
            };
        };
    };
    MySessions_endOthers: {
        responses: {
            /** @description Every other session is over, everywhere. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    Registration_register: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    Verification_verifyByLink: {
        parameters: {
            query: {
                /** @description From the link in the mail */
                token: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    Verification_verify: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    Verification_resend: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendVerificationDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    Login_login: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginDto"];
                };
            };
            /** @description A second factor is asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallengeDto"];
                };
            };
        };
    };
    Reauthentication_reauthenticate: {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReauthenticateDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReauthenticatedDto"];
                };
            };
        };
    };
    MagicLink_request: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MagicLinkRequestDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    MagicLink_preview: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MagicLinkPreviewDto"];
                };
            };
        };
    };
    MagicLink_handOver: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MagicLinkHandOverDto"];
                };
            };
        };
    };
    MagicLink_signInByLink: {
        parameters: {
            query: {
                /** @description From the link in the mail */
                token: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginDto"];
                };
            };
            /** @description A second factor is asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallengeDto"];
                };
            };
        };
    };
    MagicLink_signIn: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["MagicLinkSignInDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginDto"];
                };
            };
            /** @description A second factor is asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallengeDto"];
                };
            };
        };
    };
    PasswordReset_request: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetRequestDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    PasswordReset_preview: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetPreviewDto"];
                };
            };
        };
    };
    PasswordReset_confirm: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetConfirmDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    PasswordChange_change: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    PasswordChange_set: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPasswordDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    NotMe_notMe: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    EmailChange_request: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChangeDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    EmailChange_undo: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    Me_me: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
        };
    };
    AccountDeletion_delete: {
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionDto"];
                };
            };
        };
    };
    Me_update: {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateMeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
        };
    };
    AccountDeletion_undo: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    AccountDeletion_export: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportDto"];
                };
            };
        };
    };
    Explain_explain: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationDto"];
                };
            };
        };
    };
    Matrix_read: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatrixDto"];
                };
            };
        };
    };
    Permissions_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the permission's name */
                q?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDto"][];
                };
            };
        };
    };
    Permissions_declare: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclarePermissionDto"];
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDto"];
                };
            };
        };
    };
    Permissions_ofTenants: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the permission's name */
                q?: string;
            };
            path: {
                tenant_id: unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionDto"][];
                };
            };
        };
    };
    PlatformRoles_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the role's name, in upper or lower case */
                q?: string;
                /** @description Roles of the platform, or those that all tenants share */
                scope?: "PLATFORM" | "TENANT";
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithPermissionsDto"][];
                };
            };
        };
    };
    PlatformRoleDefinitions_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePlatformRoleDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithPermissionsDto"];
                };
            };
        };
    };
    PlatformRoleDefinitions_delete: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                role_id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The role is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    PlatformRoleDefinitions_update: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                role_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateRoleDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithPermissionsChangeDto"];
                };
            };
        };
    };
    PlatformRoles_assign: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleNameDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentStatusChangeDto"];
                };
            };
        };
    };
    PlatformRoles_remove: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleNameDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentStatusChangeDto"];
                };
            };
        };
    };
    PlatformRoles_removeNamed: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
                /** @description The exact name of the role */
                role_name: string;
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentStatusChangeDto"];
                };
            };
        };
    };
    PlatformUsers_find: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description Part of the address, the name or the username, in any case (one or two letters: their beginning); or the id */
                q?: string;
                status?: "ACTIVE" | "INACTIVE" | "SUSPENDED" | "PENDING_VERIFICATION";
                /** @description The exact name of a role that the users hold somewhere */
                role?: string;
                /** @description The tenant of the users */
                tenant_id?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"][];
                };
            };
        };
    };
    PlatformUsers_read: {
        parameters: {
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
        };
    };
    PlatformUsers_delete: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The user is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    PlatformUsers_setStatus: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserStatusDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserChangeDto"];
                };
            };
        };
    };
    PlatformUsers_endSessions: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description Every session is over, everywhere. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    PlatformUsers_requirePasswordReset: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageChangeDto"];
                };
            };
        };
    };
    PlatformUsers_resetSecondFactors: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                /** @description The user's id */
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The next sign-in asks for no second factor. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TenantAssignments_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
            path: {
                tenant_id: string;
                /** @description The member's id */
                uid: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRoleDto"][];
                };
            };
        };
    };
    TenantAssignments_assign: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
                /** @description The member's id */
                uid: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleNameDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageChangeDto"];
                };
            };
        };
    };
    TenantAssignments_remove: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
                /** @description The member's id */
                uid: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleNameDto"];
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The member does not hold the role. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TenantAssignments_removeNamed: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
                /** @description The member's id */
                uid: string;
                /** @description The exact name of the role */
                role_name: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The member does not hold the role. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TenantRoleDefinitions_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the role's name, in upper or lower case */
                q?: string;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithPermissionsDto"][];
                };
            };
        };
    };
    TenantRoleDefinitions_create: {
        parameters: {
            path: {
                tenant_id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRoleDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithPermissionsDto"];
                };
            };
        };
    };
    TenantRoleDefinitions_delete: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
                role_id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The role is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TenantRoleDefinitions_update: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
                role_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateRoleDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleWithPermissionsChangeDto"];
                };
            };
        };
    };
    Challenge_complete: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteChallengeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginDto"];
                };
            };
        };
    };
    MfaStatus_status: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaStatusDto"];
                };
            };
        };
    };
    RecoveryCodes_regenerate: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesDto"];
                };
            };
        };
    };
    Totp_enroll: {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OptionalCodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpEnrolmentDto"];
                };
            };
        };
    };
    Totp_verify: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesDto"];
                };
            };
        };
    };
    Totp_disableByPost: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    Totp_disable: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDto"];
                };
            };
        };
    };
    AcceptInvitation_preview: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPreviewDto"];
                };
            };
        };
    };
    AcceptInvitation_accept: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedInvitationDto"];
                };
            };
        };
    };
    MyTenants_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyTenantDto"][];
                };
            };
        };
    };
    MyTenants_permissions: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyPermissionsDto"];
                };
            };
        };
    };
    MyTenants_leave: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    OwnTenant_read: {
        parameters: {
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDto"];
                };
            };
        };
    };
    OwnTenant_delete: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The tenant is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    OwnTenant_describe: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DescribeTenantDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantChangeDto"];
                };
            };
        };
    };
    PlatformTenants_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the name, in upper or lower case */
                q?: string;
                status?: "ACTIVE" | "SUSPENDED";
                type?: "PLATFORM" | "CUSTOMER";
                /** @description The owner of the tenants */
                owner_id?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDto"][];
                };
            };
        };
    };
    PlatformTenants_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTenantDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDto"];
                };
            };
        };
    };
    PlatformTenants_read: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDto"];
                };
            };
        };
    };
    PlatformTenants_update: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateTenantDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantChangeDto"];
                };
            };
        };
    };
    PlatformTenants_delete: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description The tenant is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    SelectTenant_select: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectTenantDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensDto"];
                };
            };
        };
    };
    TenantMembers_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the address, the username or the name, in upper or lower case. One or two letters match only the beginning */
                q?: string;
                /** @description The exact name of a role that the members hold in the tenant */
                role?: string;
                /** @description The member's account */
                status?: "ACTIVE" | "INACTIVE" | "SUSPENDED" | "PENDING_VERIFICATION";
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberDto"][];
                };
            };
        };
    };
    TenantInvitations_invite: {
        parameters: {
            path: {
                tenant_id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedDto"];
                };
            };
        };
    };
    TenantInvitations_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description A part of the address, in upper or lower case */
                q?: string;
                status?: "pending" | "accepted" | "revoked" | "expired";
                /** @description The exact name of the role */
                role?: string;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationDto"][];
                };
            };
        };
    };
    TenantInvitations_revoke: {
        parameters: {
            path: {
                tenant_id: string;
                id: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TenantInvitations_resend: {
        parameters: {
            path: {
                tenant_id: string;
                id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedDto"];
                };
            };
        };
    };
    TenantMembers_read: {
        parameters: {
            path: {
                tenant_id: string;
                uid: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberDto"];
                };
            };
        };
    };
    TenantMembers_remove: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
                uid: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TransferOwnership_transfer: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                tenant_id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferOwnershipDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantChangeDto"];
                };
            };
        };
    };
    PlatformWebhooks_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"][];
                };
            };
        };
    };
    PlatformWebhooks_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecretDto"];
                };
            };
        };
    };
    PlatformWebhooks_find: {
        parameters: {
            path: {
                webhook_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
        };
    };
    PlatformWebhooks_remove: {
        parameters: {
            path: {
                webhook_id: string;
            };
        };
        responses: {
            /** @description The webhook is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    PlatformWebhooks_update: {
        parameters: {
            path: {
                webhook_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
        };
    };
    PlatformWebhooks_rotateSecret: {
        parameters: {
            path: {
                webhook_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecretDto"];
                };
            };
        };
    };
    PlatformWebhooks_test: {
        parameters: {
            path: {
                webhook_id: string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"];
                };
            };
        };
    };
    PlatformWebhooks_replay: {
        parameters: {
            path: {
                webhook_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayWebhookDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
        };
    };
    PlatformWebhooks_deliveries: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                status?: "pending" | "delivered" | "failed";
                /** @description An event's name */
                event?: string;
            };
            path: {
                webhook_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"][];
                };
            };
        };
    };
    PlatformWebhooks_redeliver: {
        parameters: {
            path: {
                webhook_id: string;
                delivery_id: string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"];
                };
            };
        };
    };
    TenantWebhooks_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
            path: {
                tenant_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"][];
                };
            };
        };
    };
    TenantWebhooks_create: {
        parameters: {
            path: {
                tenant_id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecretDto"];
                };
            };
        };
    };
    TenantWebhooks_find: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
        };
    };
    TenantWebhooks_remove: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        responses: {
            /** @description The webhook is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TenantWebhooks_update: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
        };
    };
    TenantWebhooks_rotateSecret: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecretDto"];
                };
            };
        };
    };
    TenantWebhooks_test: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"];
                };
            };
        };
    };
    TenantWebhooks_replay: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayWebhookDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
        };
    };
    TenantWebhooks_deliveries: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                status?: "pending" | "delivered" | "failed";
                /** @description An event's name */
                event?: string;
            };
            path: {
                tenant_id: string;
                webhook_id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"][];
                };
            };
        };
    };
    TenantWebhooks_redeliver: {
        parameters: {
            path: {
                tenant_id: string;
                webhook_id: string;
                delivery_id: string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"];
                };
            };
        };
    };
    LinkedAccounts_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccountDto"][];
                };
            };
        };
    };
    LinkedAccounts_unlink: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            /** @description The account no longer signs in. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    OAuthExchange_exchange: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SocialLoginDto"];
                };
            };
            /** @description A second factor is asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallengeDto"];
                };
            };
        };
    };
    OAuthLogin_providers: {
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderDto"][];
                };
            };
        };
    };
    OAuthLogin_login: {
        parameters: {
            query?: {
                /** @description The URL to return to, at an origin of REDIRECT_ALLOWLIST or in a native application that it lists */
                redirect_to?: string;
                /** @description The active tenant of the session, when the user is a member */
                tenant_id?: string;
                /** @description The application’s own text. It comes back at `redirect_to`, beside `code` or `error` */
                state?: string;
                /** @description SHA-256 of the verifier, in base64url (RFC 7636 section 4.2). The exchange of the code then needs the verifier. A native application must send one */
                code_challenge?: string;
                /** @description The only method that is accepted */
                code_challenge_method?: "S256";
            };
            path: {
                /** @description One of `GET /auth/oauth/providers` */
                provider: string;
            };
        };
        responses: never;
    };
    OAuthLink_link: {
        parameters: {
            query?: {
                /** @description The URL to return to, at an origin of REDIRECT_ALLOWLIST or in a native application that it lists */
                redirect_to?: string;
            };
            path: {
                /** @description One of `GET /auth/oauth/providers` */
                provider: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationUrlDto"];
                };
            };
        };
    };
    OAuthLink_start: {
        parameters: {
            query: {
                /** @description The ticket from the URL that `…/link` answered */
                ticket: string;
            };
            path: {
                /** @description One of `GET /auth/oauth/providers` */
                provider: string;
            };
        };
        responses: {
            /** @description The page that asks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    OAuthLink_goOn: {
        parameters: {
            path: {
                /** @description One of `GET /auth/oauth/providers` */
                provider: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkTicketDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationUrlDto"];
                };
            };
        };
    };
    OAuthCallback_finish: {
        parameters: {
            query: {
                /** @description RFC 9207 */
                iss?: string;
                error?: string;
                code?: string;
                state: string;
            };
            path: {
                /** @description One of `GET /auth/oauth/providers` */
                provider: string;
            };
        };
        responses: {
            /** @description Signed in: the tokens, `is_new_user`, `provider` and `user`. Linked: `message` and `account`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SocialCallbackDto"];
                };
            };
            /** @description A second factor is asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallengeDto"];
                };
            };
        };
    };
    Applications_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description Part of the name, in whatever case */
                q?: string;
                /** @description Applications of this tenant */
                tenant_id?: string;
                status?: "ACTIVE" | "DISABLED";
                type?: "web" | "spa" | "native" | "service";
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationDto"][];
                };
            };
        };
    };
    Applications_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApplicationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApplicationDto"];
                };
            };
        };
    };
    Applications_find: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationDto"];
                };
            };
        };
    };
    Applications_remove: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationForecastDto"];
                };
            };
            /** @description The application is gone, with its secrets, sign-ins and consents. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    Applications_update: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateApplicationDto"];
            };
        };
        responses: {
            /** @description Done. `dry_run` and what follows it are there with `dry_run=true` alone: nothing is changed then, and the rest is what the answer would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationChangeDto"];
                };
            };
        };
    };
    Applications_addSecret: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApplicationSecretDto"];
                };
            };
        };
    };
    Applications_removeSecret: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
                secret_id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationForecastDto"];
                };
            };
            /** @description The secret is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    MyApplications_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyApplicationDto"][];
                };
            };
        };
    };
    MyApplications_withdraw: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            /** @description The application has nothing of yours any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    Introspection_introspect: {
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description The access token */
                    token: string;
                    /**
                     * Format: uuid
                     * @description The tenant that the question is about. Without it: the key's own, or else the token's active one, or else none
                     */
                    tenant_id?: string | null;
                    /** @description The permissions of a decision: `allowed` says whether the user holds all of them there. One name may be sent as a string. A form repeats the field */
                    permission?: string[] | null;
                    /**
                     * @description Allowed only with `permission`. The answer then has `allowed`, and no lists of permissions
                     * @enum {string|null}
                     */
                    include?: "decision" | null;
                    /** @description The answer knows at least everything that had ended by this epoch. `X-Revocation-Epoch` and GET /auth/revocations give epochs */
                    min_epoch?: number | null;
                    /** @description Accepted and ignored (RFC 7662 section 2.1) */
                    token_type_hint?: string;
                } & {
                    [key: string]: unknown;
                };
                "application/json": components["schemas"]["IntrospectDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionDto"];
                };
            };
        };
    };
    Introspection_introspectAll: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectAllDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionsDto"];
                };
            };
        };
    };
    Revocations_revocations: {
        parameters: {
            header?: {
                /** @description The `id` of the last event that the client has read */
                "Last-Event-ID"?: string;
            };
        };
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    Forward_check: {
        parameters: {
            query?: {
                /** @description All of these must be held */
                permission?: string[];
                /** @description The tenant in which permissions count */
                tenant_id?: string;
            };
            header?: {
                /** @description The user's access token, where `Authorization` carries the key */
                "X-Forwarded-Access-Token"?: string;
            };
        };
        responses: {
            /** @description Let it through. The body is empty. The headers are always there, empty where there is nothing to say; what is not visible ASCII in them, and `%`, is percent-encoded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ServiceKeys_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
                /** @description Part of the service's name, in whatever case */
                q?: string;
                /** @description Keys of this tenant */
                tenant_id?: string;
                status?: "active" | "expired" | "revoked";
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceKeyDto"][];
                };
            };
        };
    };
    ServiceKeys_create: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceKeyDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewServiceKeyDto"];
                };
            };
        };
    };
    ServiceKeys_revoke: {
        parameters: {
            query?: {
                /** @description Change nothing; answer 200 with what the change would do */
                dry_run?: boolean;
            };
            path: {
                id: string;
            };
        };
        responses: {
            /** @description With `dry_run=true`: what the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDto"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    MyPasskeys_list: {
        parameters: {
            query?: {
                /** @description The number of entries on a page */
                limit?: number;
                /** @description Where the page begins: as given by the `Link` header (`rel="next"`) of the page before */
                cursor?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyDto"][];
                };
            };
        };
    };
    MyPasskeys_remove: {
        parameters: {
            path: {
                id: string;
            };
        };
        responses: {
            /** @description The passkey no longer signs in. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    PasskeyRegistration_begin: {
        responses: {
            /** @description PublicKeyCredentialCreationOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    PasskeyRegistration_complete: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteRegistrationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyDto"];
                };
            };
        };
    };
    PasskeySignIn_begin: {
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BeginSignInDto"];
            };
        };
        responses: {
            /** @description PublicKeyCredentialRequestOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    PasskeySignIn_complete: {
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteSignInDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginDto"];
                };
            };
        };
    };
}
