package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.answer.Answer;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    private static HttpRequest request(HttpVersion version, String... headers) {
        HttpRequest request = new DefaultHttpRequest(version, HttpMethod.POST, "/webhooks/clerk");
        for (String header : headers) {
            String[] pair = header.split(": ", 2);
            request.headers().add(pair[0], pair[1]);
        }
        return request;
    }

    private static @Nullable Answer framing(String... headers) {
        return RequestHead.refusalOfFraming(request(HttpVersion.HTTP_1_1, headers));
    }

    private static RequestHead head(String... headers) {
        HttpHeaders all = request(HttpVersion.HTTP_1_1, headers).headers();
        return new RequestHead("clerk", all);
    }

    @Test
    void aRequestAsSvixSendsItIsSound() {
        assertThat(framing("Host: a", "Content-Type: application/json", "Content-Length: 2"))
                .isNull();
        assertThat(framing("Host: a", "Transfer-Encoding: chunked")).isNull();
        assertThat(framing("Host: a", "Transfer-Encoding: Chunked", "Expect: 100-Continue"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json",
                "Host: a|Host: a",
                "Host: a|Transfer-Encoding: gzip",
                "Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "Host: a|Expect: 200-ok",
                "Host: a|Expect: 100-continue|Expect: 100-continue"
            })
    void whatCouldBeReadInTwoWaysIsMalformed(String headers) {
        assertThat(framing(headers.split("\\|"))).isEqualTo(Answer.MALFORMED_REQUEST);
    }

    @Test
    void theOldVersionNeedsNoHostAndKnowsNoChunks() {
        assertThat(RequestHead.refusalOfFraming(request(HttpVersion.HTTP_1_0))).isNull();
        assertThat(RequestHead.refusalOfFraming(request(HttpVersion.HTTP_1_0, "Host: a")))
                .isNull();
        assertThat(RequestHead.refusalOfFraming(request(HttpVersion.HTTP_1_0, "Host: a", "Host: b")))
                .isEqualTo(Answer.MALFORMED_REQUEST);
        assertThat(RequestHead.refusalOfFraming(request(HttpVersion.HTTP_1_0, "Transfer-Encoding: chunked")))
                .isEqualTo(Answer.MALFORMED_REQUEST);
        assertThat(RequestHead.refusalOfFraming(request(HttpVersion.valueOf("HTTP/1.2"), "Host: a")))
                .isEqualTo(Answer.MALFORMED_REQUEST);
        assertThat(RequestHead.isCurrentVersion(request(HttpVersion.HTTP_1_0))).isFalse();
        assertThat(RequestHead.isCurrentVersion(request(HttpVersion.HTTP_1_1))).isTrue();
    }

    @Test
    void aHundredHeadersAreTheMost() {
        List<String> headers = new ArrayList<>(List.of("Host: a"));
        while (headers.size() < 100) {
            headers.add("X-" + headers.size() + ": y");
        }
        assertThat(framing(headers.toArray(String[]::new))).isNull();
        headers.add("X-More: y");
        assertThat(framing(headers.toArray(String[]::new))).isEqualTo(Answer.HEADERS_TOO_LARGE);
    }

    @Test
    void whatTheDecoderGaveUpOnSaysWhichPartWasTooLong() {
        assertThat(undecoded(new TooLongHttpHeaderException())).isEqualTo(Answer.HEADERS_TOO_LARGE);
        assertThat(undecoded(new TooLongHttpLineException())).isEqualTo(Answer.PATH);
        assertThat(undecoded(new IllegalArgumentException())).isEqualTo(Answer.MALFORMED_REQUEST);
    }

    private static @Nullable Answer undecoded(Exception cause) {
        HttpRequest request = request(HttpVersion.HTTP_1_1, "Host: a");
        request.setDecoderResult(DecoderResult.failure(cause));
        return RequestHead.refusalOfFraming(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json ; charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    void jsonIsTaken(String type) {
        assertThat(head("Content-Type: " + type).refusalOfBody()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonx",
                "text/plain; charset=utf-8",
                "application/json; charset=latin1",
                "application/json; charset='utf-8'",
                "application/json;",
                ";application/json"
            })
    void anythingElseIsAnotherMediaType(String type) {
        assertThat(head("Content-Type: " + type).refusalOfBody()).isEqualTo(Answer.MEDIA_TYPE);
    }

    @Test
    void noMediaTypeAndTwoAreNone() {
        assertThat(head().refusalOfBody()).isEqualTo(Answer.MEDIA_TYPE);
        assertThat(head("Content-Type: application/json", "Content-Type: application/json")
                        .refusalOfBody())
                .isEqualTo(Answer.MEDIA_TYPE);
    }

    @ParameterizedTest
    @CsvSource({"identity, false", "Identity, false", "gzip, true", "'', true"})
    void anEncodedBodyIsNotRead(String encoding, boolean refused) {
        assertThat(head("Content-Type: application/json", "Content-Encoding: " + encoding)
                        .refusalOfBody())
                .isEqualTo(refused ? Answer.CONTENT_ENCODING : null);
    }

    @Test
    void theLengthIsAnnouncedOrComesInChunks() {
        assertThat(head().contentLength()).isZero();
        assertThat(head("Content-Length: 17").contentLength()).isEqualTo(17);
        assertThat(head("Content-Length: 17", "Transfer-Encoding: chunked").contentLength())
                .isEqualTo(-1);
    }

    @Test
    void aBodyHasUpToHalfAMebibyte() {
        RequestHead largest = head("Content-Type: application/json", "Content-Length: 524288");
        assertThat(largest.contentLength()).isEqualTo(512 * 1024);
        assertThat(largest.refusalOfBody()).isNull();
        for (String length : List.of("524289", "99999999999")) {
            RequestHead larger = head("Content-Type: application/json", "Content-Length: " + length);
            assertThat(larger.contentLength()).isEqualTo(512 * 1024 + 1);
            assertThat(larger.refusalOfBody()).isEqualTo(Answer.TOO_LARGE);
        }
    }

    @Test
    void everyHeaderIsThereInItsOrder() {
        RequestHead head = head("svix-id: 1", "X-Other: 2", "svix-id: 3");
        assertThat(head.source()).isEqualTo("clerk");
        assertThat(head.values("Svix-Id")).containsExactly("1", "3");
        List<String> seen = new ArrayList<>();
        head.headers().forEachRemaining(header -> seen.add(header.getKey() + "=" + header.getValue()));
        assertThat(seen).containsExactly("svix-id=1", "X-Other=2", "svix-id=3");
    }
}
