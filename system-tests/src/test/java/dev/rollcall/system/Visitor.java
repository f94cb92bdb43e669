package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser of the example's without scripts: it keeps cookies, follows redirects, and sends forms as they stand in the page. */
final class Visitor implements AutoCloseable {

    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    private static final String BOUNDARY = "rollcall-form-boundary";
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            // Next.js hangs up on who asks for HTTP/2 in passing.
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI application;
    private final URI clerk;

    Visitor(URI application, URI clerk) {
        this.application = application;
        this.clerk = clerk;
    }

    /** At the local Clerk's page, with the button of this label. */
    Visitor signIn(String label) throws IOException, InterruptedException {
        Matcher form = Pattern.compile(
                        "<form (?:(?!</form>).)*<button>" + Pattern.quote(label) + "</button>", Pattern.DOTALL)
                .matcher(send(HttpRequest.newBuilder(clerk.resolve("/sign-in"))).body());
        assertThat(form.find()).as(label).isTrue();
        String fields = hidden(form.group()).entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(HttpRequest.newBuilder(clerk.resolve("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
        return this;
    }

    /** What of the session a script or a thief of the page would have to read. */
    HttpCookie session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("__session"))
                .findFirst()
                .orElseThrow();
    }

    /** The same visitor with another token. */
    Visitor withToken(String token) {
        HttpCookie cookie = new HttpCookie("__session", token);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(application, cookie);
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(application.resolve(path)));
    }

    String page(String path) throws IOException, InterruptedException {
        return get(path).body();
    }

    /** Sends a form of a page, as a browser without scripts would: a server action of Next.js takes it. */
    HttpResponse<String> submit(String path, String form, Map<String, String> values)
            throws IOException, InterruptedException {
        Matcher found = Pattern.compile("<form [^>]*" + Pattern.quote(form) + "(?:(?!</form>).)*", Pattern.DOTALL)
                .matcher(page(path));
        assertThat(found.find()).as("a form %s on %s", form, path).isTrue();
        Map<String, String> fields = hidden(found.group());
        fields.putAll(values);
        String body = fields.entrySet().stream()
                .map(field -> "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(BOUNDARY, field.getKey(), field.getValue()))
                .collect(Collectors.joining());
        return send(HttpRequest.newBuilder(application.resolve(path))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("Origin", application.toString())
                .POST(BodyPublishers.ofString(body + "--" + BOUNDARY + "--\r\n")));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(LONGEST).build(), BodyHandlers.ofString());
    }

    private static Map<String, String> hidden(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        INPUT.matcher(form).results().forEach(input -> {
            Map<String, String> attributes = ATTRIBUTE
                    .matcher(input.group())
                    .results()
                    .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2), (first, second) -> first));
            if ("hidden".equals(attributes.get("type"))) {
                fields.put(attributes.get("name"), attributes.getOrDefault("value", ""));
            }
        });
        return fields;
    }

    @Override
    public void close() {
        client.close();
    }
}
