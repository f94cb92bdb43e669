package dev.rollcall.simulator.world;

import java.util.List;

/** How a user begins, and the ways in which one changes. */
final class UserTraits {

    private static final List<String> LOCALES = List.of("de-CH", "en-US", "fr", "ja-JP", "pt-BR");
    private static final List<String> TIME_ZONES = List.of("Europe/Zurich", "America/New_York", "Asia/Tokyo");

    private final Dice dice;
    private final ClerkIds ids;

    UserTraits(Dice dice, ClerkIds ids) {
        this.dice = dice;
        this.ids = ids;
    }

    /** @param address of the user's first e-mail address; a re-created account has that of a deleted one */
    UserAccount begin(String address, long millis) {
        UserAccount user = new UserAccount(ids.next("user_", millis), address, millis);
        String image = "https://img.clerk.com/" + Long.toString(dice.next() >>> 1, 36);
        user.fields
                .plain("id", user.id)
                .plain("object", "user")
                .set("external_id", dice.below(5) == 0 ? "\"ex_" + dice.below(1_000_000_000) + '"' : "null")
                .set("primary_email_address_id", "null")
                .set("primary_phone_number_id", "null")
                .set("primary_web3_wallet_id", "null")
                .set("username", dice.below(3) == 0 ? username() : "null")
                .set("first_name", JsonText.quote(Vocabulary.firstName(dice), dice))
                .set("last_name", dice.below(20) == 0 ? "null" : JsonText.quote(Vocabulary.lastName(dice), dice))
                .set("profile_image_url", '"' + image + '"')
                .set("image_url", '"' + image + '"')
                .set("has_image", dice.below(2) == 0)
                .set("public_metadata", Metadata.any(dice))
                .set("private_metadata", dice.below(3) == 0 ? Metadata.any(dice) : "null")
                .set("unsafe_metadata", dice.below(4) == 0 ? Metadata.any(dice) : "{}")
                .set("email_addresses", "[]")
                .set("phone_numbers", "[]")
                .set("web3_wallets", "[]")
                .set("passkeys", "[]")
                .set("password_enabled", dice.below(4) > 0)
                .set("two_factor_enabled", false)
                .set("totp_enabled", false)
                .set("backup_code_enabled", false)
                .set("mfa_enabled_at", "null")
                .set("mfa_disabled_at", "null")
                .set("external_accounts", "[]")
                .set("saml_accounts", "[]")
                .set("last_sign_in_at", millis)
                .set("banned", false)
                .set("locked", false)
                .set("lockout_expires_in_seconds", "null")
                .set("verification_attempts_remaining", dice.below(2) == 0 ? "null" : "100")
                .set("created_at", millis)
                .set("delete_self_enabled", true)
                .set("create_organization_enabled", true)
                .set("create_organizations_limit", dice.below(8) == 0 ? "5" : "null")
                .set("last_active_at", millis - millis % 86_400_000)
                .set("legal_accepted_at", dice.below(3) == 0 ? "null" : Long.toString(millis));
        optionalFields(user, millis);
        contacts(user, millis);
        return user;
    }

    /** One change of one kind; that it looks the same as before can happen, as it does in Clerk. */
    void change(UserAccount user, long millis) {
        JsonFields fields = user.fields;
        switch (dice.below(19)) {
            case 0 -> fields.set("first_name", JsonText.quote(Vocabulary.firstName(dice), dice));
            case 1 -> fields.set("last_name", JsonText.quote(Vocabulary.lastName(dice), dice));
            case 2, 3, 4 -> fields.set("last_sign_in_at", millis).set("last_active_at", millis - millis % 86_400_000);
            case 5, 6 -> fields.set("public_metadata", Metadata.any(dice));
            case 7 -> fields.set("private_metadata", Metadata.any(dice));
            case 8 -> fields.set("unsafe_metadata", Metadata.any(dice));
            case 9 -> changeEmails(user, millis);
            case 10 -> changePhones(user, millis);
            case 11 -> changeAccounts(user, millis);
            case 12 -> toggle(fields, "banned");
            case 13 -> lock(fields);
            case 14 -> secondFactor(fields, millis);
            case 15 -> fields.set("username", dice.below(4) == 0 ? "null" : username());
            case 16 -> fields.set("passkeys", "[" + Contacts.passkey(dice, ids.next("idn_", millis), millis) + "]");
            case 17 -> directory(fields, millis);
            default -> optionalFields(user, millis);
        }
    }

    private void contacts(UserAccount user, long millis) {
        if (dice.below(12) > 0) {
            String linked = dice.below(3) == 0 ? ids.next("idn_", millis) : null;
            String emailId = ids.next("idn_", millis);
            user.addEmail(emailId, Contacts.email(dice, emailId, user.address, linked, millis));
            user.fields.plain("primary_email_address_id", emailId);
            if (linked != null) {
                user.addAccount(Contacts.account(dice, ids.next("eac_", millis), linked, user.address, millis));
            }
        }
        if (dice.below(4) == 0) {
            addEmail(user, millis);
        }
        if (dice.below(4) == 0 || user.emailCount() == 0) {
            String phoneId = ids.next("idn_", millis);
            user.addPhone(phoneId, Contacts.phone(dice, phoneId, millis));
        }
        if (dice.below(30) == 0) {
            String walletId = ids.next("idn_", millis);
            user.fields
                    .set("web3_wallets", "[" + Contacts.wallet(dice, walletId, millis) + "]")
                    .plain("primary_web3_wallet_id", walletId);
        }
    }

    /** Fields that some events have and others lack, and a few whose value is of a type that no column has. */
    private void optionalFields(UserAccount user, long millis) {
        user.fields
                .set("locale", dice.below(2) == 0 ? null : '"' + dice.pick(LOCALES) + '"')
                .set("timezone", dice.below(3) == 0 ? '"' + dice.pick(TIME_ZONES) + '"' : null)
                .set("deprovisioned", dice.below(3) == 0 ? "false" : null)
                .set("password_last_updated_at", dice.below(3) == 0 ? Long.toString(millis) : null)
                .set("bypass_client_trust", dice.below(3) == 0 ? "false" : null)
                .set("enterprise_accounts", dice.below(10) == 0 ? null : enterpriseAccounts(user, millis))
                .set(
                        "organization_memberships",
                        dice.below(40) == 0 ? "[{\"object\":\"organization_membership\"}]" : null)
                .set("pronouns", dice.below(10) == 0 ? "\"they/them\"" : null)
                .set("future_settings", dice.below(12) == 0 ? Metadata.any(dice) : null)
                .set("risk_score", dice.below(15) == 0 ? "0.250" : null);
        if (dice.below(50) == 0) {
            user.fields.set("create_organizations_limit", "\"unlimited\"");
        }
        if (dice.below(50) == 0) {
            user.fields.set("locale", "{\"language\":\"de\",\"region\":null}");
        }
        if (dice.below(50) == 0) {
            user.fields.set("legal_accepted_at", "\"2025-01-01T00:00:00Z\"");
        }
        if (dice.below(20) == 0 && user.emailCount() > 0) {
            user.repeatEmail(0);
        }
    }

    private String enterpriseAccounts(UserAccount user, long millis) {
        return dice.below(15) > 0
                ? "[]"
                : "["
                        + Contacts.enterpriseAccount(
                                dice, ids.next("entacc_", millis), ids.next("entconn_", millis), user.address, millis)
                        + "]";
    }

    private String username() {
        return '"' + dice.pick(Vocabulary.WORDS) + '_' + dice.below(10_000) + '"';
    }

    private void addEmail(UserAccount user, long millis) {
        String emailId = ids.next("idn_", millis);
        user.addEmail(emailId, Contacts.email(dice, emailId, Contacts.address(dice), null, millis));
    }

    private void changeEmails(UserAccount user, long millis) {
        if (user.hasAdditionalEmail() && dice.below(2) == 0) {
            int promoted = dice.between(1, user.emailCount() - 1);
            user.fields.plain("primary_email_address_id", user.emailId(promoted));
            if (dice.below(2) == 0) {
                user.removeEmail(0);
            }
        } else if (user.emailCount() < 5) {
            addEmail(user, millis);
        }
    }

    private void changePhones(UserAccount user, long millis) {
        if (user.hasPhone()) {
            user.removePhones();
        } else {
            String phoneId = ids.next("idn_", millis);
            user.addPhone(phoneId, Contacts.phone(dice, phoneId, millis));
        }
    }

    private void changeAccounts(UserAccount user, long millis) {
        if (user.hasAccount()) {
            user.removeAccount();
        } else {
            user.addAccount(
                    Contacts.account(dice, ids.next("eac_", millis), ids.next("idn_", millis), user.address, millis));
        }
    }

    private static void toggle(JsonFields fields, String flag) {
        fields.set(flag, !"true".equals(fields.get(flag)));
    }

    private void lock(JsonFields fields) {
        toggle(fields, "locked");
        boolean locked = "true".equals(fields.get("locked"));
        fields.set("lockout_expires_in_seconds", locked ? Integer.toString(dice.between(1, 3_600)) : "null")
                .set("verification_attempts_remaining", locked ? "0" : "100");
    }

    private static void secondFactor(JsonFields fields, long millis) {
        toggle(fields, "two_factor_enabled");
        boolean enabled = "true".equals(fields.get("two_factor_enabled"));
        fields.set("totp_enabled", enabled)
                .set("backup_code_enabled", enabled)
                .set(enabled ? "mfa_enabled_at" : "mfa_disabled_at", millis);
    }

    private void directory(JsonFields fields, long millis) {
        boolean removed = dice.below(2) == 0;
        fields.set("deprovisioned", removed)
                .set(
                        "scim",
                        "{\"directory_id\":\"" + ids.next("dir_", millis) + "\",\"directory_enabled\":" + !removed
                                + ",\"external_id\":null}");
    }
}
