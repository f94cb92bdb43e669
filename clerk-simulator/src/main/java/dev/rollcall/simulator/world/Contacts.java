package dev.rollcall.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what hangs on a user: e-mail addresses, phone numbers, accounts elsewhere, wallets, passkeys. */
final class Contacts {

    private static final FieldNames EMAIL = FieldNames.of(
            "id",
            "object",
            "email_address",
            "reserved",
            "verification",
            "linked_to",
            "matches_sso_connection",
            "created_at",
            "updated_at",
            "bounced_at");
    private static final FieldNames PHONE = FieldNames.of(
            "id",
            "object",
            "phone_number",
            "reserved_for_second_factor",
            "default_second_factor",
            "reserved",
            "verification",
            "linked_to",
            "backup_codes",
            "created_at",
            "updated_at",
            "carrier");
    private static final FieldNames ACCOUNT = FieldNames.of(
            "id",
            "object",
            "provider",
            "identification_id",
            "provider_user_id",
            "approved_scopes",
            "email_address",
            "email_address_verified",
            "first_name",
            "last_name",
            "avatar_url",
            "image_url",
            "username",
            "phone_number",
            "public_metadata",
            "label",
            "google_id",
            "given_name",
            "family_name",
            "picture",
            "verification",
            "created_at",
            "updated_at",
            "token_rotation");

    private static final List<String> DOMAINS =
            List.of("example.com", "example.org", "mail.example.net", "xn--mller-kva.example", "münchen.example");
    private static final List<String> STRATEGIES =
            List.of("email_code", "email_link", "from_oauth_google", "admin", "ticket", "saml");
    private static final List<String> PROVIDERS =
            List.of("oauth_github", "oauth_microsoft", "oauth_facebook", "oauth_custom_idp", "oauth_tiktok");

    private Contacts() {}

    static String address(Dice dice) {
        return dice.pick(Vocabulary.WORDS) + "." + dice.pick(Vocabulary.WORDS) + dice.below(100_000)
                + (dice.below(6) == 0 ? "+tag" : "") + "@" + dice.pick(DOMAINS);
    }

    static String email(Dice dice, String id, String address, @Nullable String linkedTo, long millis) {
        JsonFields fields = new JsonFields(EMAIL)
                .plain("id", id)
                .plain("object", "email_address")
                .set("email_address", JsonText.quote(address, dice))
                .set("reserved", dice.below(20) == 0)
                .set("verification", verification(dice, "verification_otp", dice.pick(STRATEGIES), millis))
                .set("linked_to", linkedTo == null ? "[]" : "[{\"type\":\"oauth_google\",\"id\":\"" + linkedTo + "\"}]")
                .set("created_at", millis)
                .set("updated_at", millis + dice.below(900));
        if (dice.below(3) > 0) {
            fields.set("matches_sso_connection", dice.below(10) == 0);
        }
        if (dice.below(25) == 0) {
            fields.set("bounced_at", dice.below(2) == 0 ? "null" : Long.toString(millis));
        }
        return fields.toJson(dice);
    }

    static String phone(Dice dice, String id, long millis) {
        JsonFields fields = new JsonFields(PHONE)
                .plain("id", id)
                .plain("object", "phone_number")
                .plain("phone_number", "+1555" + dice.between(1_000_000, 9_999_999))
                .set("reserved_for_second_factor", dice.below(4) == 0)
                .set("default_second_factor", dice.below(4) == 0)
                .set("reserved", false)
                .set("verification", verification(dice, "verification_otp", "phone_code", millis))
                .set("linked_to", "[]")
                .set("created_at", millis)
                .set("updated_at", millis + dice.below(900));
        if (dice.below(4) == 0) {
            fields.set("backup_codes", "[\"" + dice.between(10_000_000, 99_999_999) + "\"]");
        }
        if (dice.below(25) == 0) {
            fields.set("carrier", "{\"name\":\"Telco\",\"roaming\":[false]}");
        }
        return fields.toJson(dice);
    }

    static String account(Dice dice, String id, String identificationId, String address, long millis) {
        boolean google = dice.below(2) == 0;
        String subject = Long.toUnsignedString(dice.next());
        String first = JsonText.quote(Vocabulary.firstName(dice), dice);
        String last = JsonText.quote(Vocabulary.lastName(dice), dice);
        JsonFields fields = new JsonFields(ACCOUNT)
                .plain("id", id)
                .plain("object", google ? "google_account" : "external_account")
                .plain("provider", google ? "oauth_google" : dice.pick(PROVIDERS))
                .plain("identification_id", identificationId)
                .plain("provider_user_id", subject)
                .plain("approved_scopes", "email openid profile")
                .set("email_address", JsonText.quote(address))
                .set("first_name", first)
                .set("last_name", last)
                .set("avatar_url", dice.below(3) == 0 ? "\"https://img.example.com/" + subject + "\"" : null)
                .set("image_url", "\"https://img.example.com/" + subject + ".png\"")
                .set("username", dice.below(3) == 0 ? "null" : '"' + dice.pick(Vocabulary.WORDS) + '"')
                .set("phone_number", dice.below(2) == 0 ? "null" : "\"\"")
                .set("public_metadata", dice.below(4) == 0 ? Metadata.any(dice) : "{}")
                .set("label", "null")
                .set("verification", verification(dice, "verification_oauth", "oauth_google", millis))
                .set("created_at", millis)
                .set("updated_at", millis + dice.below(900));
        if (google) {
            fields.plain("google_id", subject)
                    .set("given_name", first)
                    .set("family_name", last)
                    .plain("picture", "https://lh3.example.com/a/" + subject);
        } else {
            fields.set("email_address_verified", dice.below(3) == 0 ? "null" : "true");
        }
        if (dice.below(25) == 0) {
            fields.set("token_rotation", "{\"every\":3600}");
        }
        return fields.toJson(dice);
    }

    static String wallet(Dice dice, String id, long millis) {
        return "{\"id\":\"" + id + "\",\"object\":\"web3_wallet\",\"web3_wallet\":\"0x"
                + Long.toHexString(dice.next()) + Long.toHexString(dice.next())
                + "\",\"verification\":{\"status\":\"verified\",\"strategy\":\"web3_metamask_signature\",\"nonce\":\"n\","
                + "\"attempts\":null,\"expire_at\":" + (millis + 600_000) + "},\"created_at\":" + millis
                + ",\"updated_at\":" + millis + "}";
    }

    static String passkey(Dice dice, String id, long millis) {
        return "{\"id\":\"" + id + "\",\"object\":\"passkey\",\"name\":"
                + JsonText.quote(dice.pick(Vocabulary.ODD), dice)
                + ",\"last_used_at\":" + millis
                + ",\"verification\":{\"status\":\"verified\",\"strategy\":\"passkey\",\"nonce\":\"nonce\","
                + "\"attempts\":null,\"expire_at\":null}}";
    }

    static String enterpriseAccount(Dice dice, String id, String connectionId, String address, long millis) {
        return "{\"id\":\"" + id
                + "\",\"object\":\"enterprise_account\",\"protocol\":\"saml\",\"provider\":\"saml_okta\","
                + "\"active\":true,\"email_address\":" + JsonText.quote(address, dice)
                + ",\"first_name\":null,\"last_name\":null,\"provider_user_id\":null,\"enterprise_connection_id\":\""
                + connectionId + "\",\"public_metadata\":" + Metadata.any(dice) + ",\"verification\":"
                + verification(dice, "verification_ticket", "ticket", millis) + ",\"enterprise_connection\":{\"id\":\""
                + connectionId + "\",\"protocol\":\"saml\",\"provider\":\"saml_okta\",\"name\":\"Okta\","
                + "\"logo_public_url\":null,\"domains\":[\"example.com\"],\"active\":true,\"sync_user_attributes\":true,"
                + "\"allow_subdomains\":false,\"allow_idp_initiated\":false,"
                + "\"disable_additional_identifications\":false,\"created_at\":" + millis + ",\"updated_at\":" + millis
                + "},\"last_authenticated_at\":" + millis + "}";
    }

    private static String verification(Dice dice, String object, String strategy, long millis) {
        if (dice.below(15) == 0) {
            return "null";
        }
        boolean verified = dice.below(8) > 0;
        return "{\"object\":\"" + object + "\",\"status\":\"" + (verified ? "verified" : "unverified")
                + "\",\"strategy\":\"" + strategy + "\",\"attempts\":" + (verified ? "1" : "null") + ",\"expire_at\":"
                + (millis + 600_000) + "}";
    }
}
