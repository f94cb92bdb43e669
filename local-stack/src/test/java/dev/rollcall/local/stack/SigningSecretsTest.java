package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningSecretsTest {

    private static final String ONE = "whsec_" + Base64.getEncoder().encodeToString(new byte[16]);
    private static final String OTHER = Base64.getEncoder().encodeToString(new byte[64]);

    @Test
    void theFirstOfSeveralIsTheCurrentOne() {
        SigningSecrets secrets = SigningSecrets.parse(" " + ONE + ",\n" + OTHER + " ");
        assertThat(secrets.inOrder()).containsExactly(ONE, OTHER);
        assertThat(secrets.current()).isEqualTo(ONE);
        assertThat(secrets.text()).isEqualTo(ONE + "," + OTHER);
        assertThat(secrets.toString()).isEqualTo("SigningSecrets[2]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' , '|is empty",
                "sk_test_abcdef|is an API key of Clerk (sk_...)",
                "pk_test_abcdef|is an API key of Clerk (pk_...)",
                "whsec_no-base64|is not base64",
                "whsec_AAAA|is too short to be a signing secret (3 bytes)",
                "AAAAAAAAAAAAAAAAAAAA|is too short to be a signing secret (15 bytes)"
            })
    void whatIsNoneIsRefusedWithWhatToWriteAndWithoutRepeatingIt(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningSecrets.parse("--secret", text))
                .withMessageStartingWith("--secret " + why + "; copy the signing secret")
                .withMessageNotContaining("abcdef")
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningSecrets.parse(ONE + "," + text + ",AAAA"))
                .withMessageStartingWith("CLERK_WEBHOOK_SIGNING_SECRET is ");
    }
}
