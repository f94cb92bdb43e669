package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

/** When a connection can be kept for another request, and what its answer is made of. */
class ExchangeTest {

    @Test
    void aConnectionIsKeptOnceTheRequestWasReadToItsEnd() {
        Exchange exchange = new Exchange(request(HttpVersion.HTTP_1_1, HttpMethod.POST));
        assertThat(exchange.leavesConnectionUsable())
                .as("what is left of a body would be read as the next request")
                .isFalse();
        exchange.readWhole();
        assertThat(exchange.leavesConnectionUsable()).isTrue();
    }

    @Test
    void aConnectionEndsWhenItsSenderAsksForThat() {
        HttpRequest last = request(HttpVersion.HTTP_1_1, HttpMethod.POST);
        last.headers().set("Connection", "close");
        assertThat(isKeptAfter(last)).isFalse();
    }

    /** It knows no chunks, and its proxies pass on a wish that is not theirs to grant. */
    @Test
    void aConnectionOfTheOldVersionIsNeverKept() {
        HttpRequest old = request(HttpVersion.HTTP_1_0, HttpMethod.POST);
        old.headers().set("Connection", "keep-alive");
        assertThat(isKeptAfter(old)).isFalse();
    }

    @Test
    void whatWasNotUnderstoodIsTheLastOnItsConnection() {
        HttpRequest broken = request(HttpVersion.HTTP_1_1, HttpMethod.POST);
        broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));
        assertThat(isKeptAfter(broken)).isFalse();
        Exchange nothing = new Exchange(null);
        nothing.readWhole();
        assertThat(nothing.leavesConnectionUsable()).isFalse();
        assertThat(nothing.answersWithBody()).isTrue();
    }

    @Test
    void anAnswerIsGivenOnce() {
        Exchange exchange = new Exchange(request(HttpVersion.HTTP_1_1, HttpMethod.POST));
        assertThat(exchange.isAnswered()).isFalse();
        assertThat(exchange.answer()).isTrue();
        assertThat(exchange.isAnswered()).isTrue();
        assertThat(exchange.answer()).as("what comes late is not written").isFalse();
    }

    @Test
    void onlyTheAnswerToHeadEndsWithItsHead() {
        assertThat(new Exchange(request(HttpVersion.HTTP_1_1, HttpMethod.HEAD)).answersWithBody())
                .isFalse();
        assertThat(new Exchange(request(HttpVersion.HTTP_1_1, HttpMethod.POST)).answersWithBody())
                .isTrue();
    }

    @Test
    void itsDurationBeginsWithIt() {
        long before = System.nanoTime();
        Exchange exchange = new Exchange(null);
        long begun = System.nanoTime();
        while (System.nanoTime() == begun) {
            Thread.onSpinWait();
        }
        assertThat(exchange.nanos()).isBetween(1L, System.nanoTime() - before);
    }

    private static boolean isKeptAfter(HttpRequest request) {
        Exchange exchange = new Exchange(request);
        exchange.readWhole();
        return exchange.leavesConnectionUsable();
    }

    private static HttpRequest request(HttpVersion version, HttpMethod method) {
        return new DefaultHttpRequest(version, method, "/webhooks/clerk");
    }
}
