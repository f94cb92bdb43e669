package dev.rollcall.benchmark.load;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Bodies of {@code user.created} and {@code user.updated}: 3,000 bytes, every field that Clerk sends, two e-mail
 * addresses. Half of an address changes with each version, as do names and metadata; the rest stays.
 */
public final class UserEvents {

    /** The size of every body, in bytes. */
    public static final int BODY_BYTES = 3_000;

    private static final long BASE_MILLIS = 1_760_000_000_000L;

    /** Of this process: an event that is not of today does not bind a database. */
    private static final String SENT = Long.toString(System.currentTimeMillis());

    private static final String EMAIL = """
            {"id":"idn_%ID%%N%","object":"email_address","email_address":"%NAME%.%N%@example.com","reserved":false,\
            "verification":{"object":"verification_email_code","status":"verified","strategy":"email_code",\
            "attempts":1,"expire_at":%MILLIS%},"linked_to":[{"id":"idn_google%ID%","type":"oauth_google"}],\
            "matches_sso_connection":false,"created_at":1750000000000,"updated_at":%MILLIS%}""";

    private static final String BODY = """
            {"data":{"id":"user_%ID%","object":"user","external_id":null,"primary_email_address_id":"idn_%ID%0",\
            "primary_phone_number_id":null,"primary_web3_wallet_id":null,"username":"%NAME%","first_name":"%FIRST%",\
            "last_name":"Lovelace","locale":"en-GB","profile_image_url":"https://img.example.com/%RANDOM%",\
            "image_url":"https://img.example.com/%RANDOM%","has_image":true,\
            "public_metadata":{"plan":"team","seats":%VERSION%},"private_metadata":{"note":"%RANDOM%"},\
            "unsafe_metadata":{"fill":"%FILL%"},"email_addresses":[%EMAIL0%,%EMAIL1%],"phone_numbers":[],\
            "web3_wallets":[],"passkeys":[],"password_enabled":true,"two_factor_enabled":false,"totp_enabled":false,\
            "backup_code_enabled":false,"mfa_enabled_at":null,"mfa_disabled_at":null,"external_accounts":[],\
            "saml_accounts":[],"enterprise_accounts":[],"last_sign_in_at":%MILLIS%,"banned":false,"locked":false,\
            "lockout_expires_in_seconds":null,"verification_attempts_remaining":100,"delete_self_enabled":true,\
            "create_organization_enabled":true,"create_organizations_limit":null,"last_active_at":%MILLIS%,\
            "legal_accepted_at":null,"created_at":1750000000000,"updated_at":%MILLIS%},\
            "event_attributes":{"http_request":{"client_ip":"192.0.2.7","user_agent":"Mozilla/5.0 (X11; Linux x86_64)"}},\
            "instance_id":"ins_benchmark000000000000000000","object":"event","timestamp":%SENT%,\
            "type":"user.%VERB%"}""";

    private UserEvents() {}

    /** The id of the user with a number, among those of one run. */
    public static String id(String run, int number) {
        return "user_" + suffix(run, number);
    }

    private static String suffix(String run, int number) {
        return "%s%021d".formatted(run, number);
    }

    /** The body of one event. The same arguments give the same bytes in one process. */
    public static byte[] body(String run, int number, int version) {
        Random random = new Random(number * 31L + version);
        String suffix = suffix(run, number);
        String millis = Long.toString(BASE_MILLIS + version * 1_000L + number);
        String text = BODY.replace("%EMAIL0%", EMAIL.replace("%N%", "0"))
                .replace("%EMAIL1%", EMAIL.replace("%N%", version + "1"))
                .replace("%ID%", suffix)
                .replace("%MILLIS%", millis)
                .replace("%SENT%", SENT)
                .replace("%NAME%", "ada" + number)
                .replace("%FIRST%", "Ada " + version)
                .replace("%VERSION%", Integer.toString(version))
                .replace("%VERB%", version == 0 ? "created" : "updated")
                .replace("%RANDOM%", hexadecimal(random, 96));
        int fill = BODY_BYTES - (text.length() - "%FILL%".length());
        return text.replace("%FILL%", hexadecimal(random, fill)).getBytes(StandardCharsets.UTF_8);
    }

    /** Half as compressible as what it stands for: links, tokens and hashes are. */
    private static String hexadecimal(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(Long.toHexString(random.nextLong()));
        }
        text.setLength(length);
        return text.toString();
    }
}
