package dev.rollcall.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** Published in Svix's own test suites. */
    @Test
    void signsAsThePublishedVectors() {
        assertThat(WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, utf8("{\"test\": 2432232314}")))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(WebhookSignature.of("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
                        .sign(
                                "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
                                1_649_367_553L,
                                utf8("{\"email\":\"test@example.com\",\"username\":\"test_user\"}")))
                .isEqualTo("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    @Test
    void signsTheSameWithAndWithoutThePrefix() {
        assertThat(WebhookSignature.of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").sign("msg_1", 1, new byte[0]))
                .isEqualTo(WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .sign("msg_1", 1, new byte[0]));
    }

    @Test
    void refusesABadSecretWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSignature.of("whsec_not base64!"))
                .withMessageContaining("whsec_ and base64")
                .withMessageNotContaining("not base64!");
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookSignature.of("whsec_"));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookSignature.of(""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
