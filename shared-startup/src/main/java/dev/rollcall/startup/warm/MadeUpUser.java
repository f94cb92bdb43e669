package dev.rollcall.startup.warm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A user whom nobody has, as Clerk would send one: about 3,000 bytes, every field, two e-mail addresses. Its id is not one
 * that Clerk makes, and another each time.
 *
 * @param id of the user
 */
public record MadeUpUser(String id) {

    private static final int RANDOM_BYTES = 16;

    private static final String FILL = "0123456789abcdef".repeat(64);

    /** Another one than all others. */
    public static MadeUpUser any() {
        byte[] random = new byte[RANDOM_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        return new MadeUpUser("user_warmup" + HexFormat.of().formatHex(random));
    }

    /**
     * The body of an event.
     *
     * @param type such as {@code user.created}
     * @param atMillis when it happened, epoch milliseconds
     */
    public byte[] event(String type, long atMillis) {
        return """
                {"data":{"id":"%1$s","object":"user","external_id":null,"primary_email_address_id":"idn_%1$s0",\
                "primary_phone_number_id":null,"primary_web3_wallet_id":null,"username":"%1$s","first_name":"Nobody %3$s",\
                "last_name":"At all","locale":"en-GB","profile_image_url":"https://img.example.invalid/%1$s",\
                "image_url":"https://img.example.invalid/%1$s","has_image":true,"public_metadata":{"plan":"team","seats":%3$s},\
                "private_metadata":{"note":"%1$s"},"unsafe_metadata":{"fill":"%4$s"},"email_addresses":[%5$s,%6$s],\
                "phone_numbers":[],"web3_wallets":[],"passkeys":[],"password_enabled":true,"two_factor_enabled":false,\
                "totp_enabled":false,"backup_code_enabled":false,"mfa_enabled_at":null,"mfa_disabled_at":null,\
                "external_accounts":[],"saml_accounts":[],"enterprise_accounts":[],"last_sign_in_at":%3$s,"banned":false,\
                "locked":false,"lockout_expires_in_seconds":null,"verification_attempts_remaining":100,\
                "delete_self_enabled":true,"create_organization_enabled":true,"create_organizations_limit":null,\
                "last_active_at":%3$s,"legal_accepted_at":null,"created_at":1750000000000,"updated_at":%3$s},\
                "event_attributes":{"http_request":{"client_ip":"192.0.2.7","user_agent":"Mozilla/5.0 (X11; Linux x86_64)"}},\
                "instance_id":"ins_nowhere","object":"event","timestamp":%3$s,\
                "type":"%2$s"}""".formatted(id, type, atMillis, FILL, email(0, atMillis), email(1, atMillis))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String email(int number, long atMillis) {
        return """
                {"id":"idn_%1$s%2$s","object":"email_address","email_address":"%1$s.%2$s@example.invalid","reserved":false,\
                "verification":{"object":"verification_email_code","status":"verified","strategy":"email_code","attempts":1,\
                "expire_at":%3$s},"linked_to":[{"id":"idn_google%1$s","type":"oauth_google"}],"matches_sso_connection":false,\
                "created_at":1750000000000,"updated_at":%3$s}""".formatted(id, number, atMillis);
    }
}
