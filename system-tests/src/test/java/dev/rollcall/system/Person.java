package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.browser.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Somebody at a browser with scripts, who clicks and types. On each page that they come to nothing may have failed, and
 * neither the page, nor what its scripts can read, nor any address that was asked for may hold a secret or a token.
 */
final class Person implements AutoCloseable {

    /** The head of a JSON Web Token: the session's is one. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.");

    private static final Path PICTURES = Path.of("target", "screenshots", "nextjs-prisma");

    private final NextExample example;
    private final Chromium browser = Chromium.start();
    private final List<String> secrets = new ArrayList<>();

    Person(NextExample example) throws IOException, InterruptedException {
        this.example = example;
        for (String variable :
                List.of("CLERK_SECRET_KEY", "DATABASE_URL", "TENANT_DATABASE_URL", "CLERK_WEBHOOK_SIGNING_SECRET")) {
            secrets.add(example.environment.get(variable));
        }
        for (String variable : List.of("DATABASE_URL", "TENANT_DATABASE_URL")) {
            String login = URI.create(example.environment.get(variable)).getUserInfo();
            secrets.add(login.substring(login.indexOf(':') + 1));
        }
        browser.look(1280, 900, false, "light");
    }

    void open(String path) throws IOException, InterruptedException {
        browser.open(example.application.resolve(path).toString());
        lookAround();
    }

    /** At the local Clerk's page, where the person is by now. */
    void signIn(String label) throws IOException, InterruptedException {
        sees("Local Clerk: who are you?");
        browser.clickLabelled(label);
        sees("Your organizations");
        assertThat(browser.evaluate("document.cookie").asString())
                .as("scripts read nothing of the session")
                .isEmpty();
    }

    void follow(String link) throws IOException, InterruptedException {
        browser.clickLabelled(link);
    }

    /** Fills in the field of a form and sends it, once React answers for it: Next.js sends a server action then. */
    void submit(String form, String field, String value) throws IOException, InterruptedException {
        browser.await("Object.keys(document.querySelector(%s)).some((key) => key.startsWith('__reactProps'))"
                .formatted(Chromium.quoted(form)));
        browser.click(form + " input[name=" + field + "]");
        browser.type(value);
        browser.click(form + " button");
    }

    /** What is put there survives whatever does not load the page anew. */
    void marksThePage() throws IOException, InterruptedException {
        browser.evaluate("window.marked = true");
    }

    boolean isOnTheMarkedPage() throws IOException, InterruptedException {
        return browser.evaluate("window.marked === true").asBoolean();
    }

    void sees(String text) throws IOException, InterruptedException {
        browser.awaitText("body", text);
        lookAround();
    }

    String page() throws IOException, InterruptedException {
        return browser.text("body");
    }

    void photograph(String name) throws IOException, InterruptedException {
        browser.screenshot(PICTURES.resolve(name + ".png"));
    }

    private void lookAround() throws IOException, InterruptedException {
        assertThat(browser.errors()).isEmpty();
        List<String> readable = new ArrayList<>(browser.requested());
        readable.add(browser.evaluate("""
                JSON.stringify([document.documentElement.outerHTML, location.href, document.cookie, localStorage, sessionStorage])
                """).asString());
        assertThat(readable)
                .noneMatch(
                        text -> TOKEN.matcher(text).find() || secrets.stream().anyMatch(text::contains));
    }

    /** The session's token, which only the browser itself can read. */
    String session() throws IOException, InterruptedException {
        return browser.call("Network.getCookies", Map.of("urls", List.of(example.application.toString())))
                .path("cookies")
                .valueStream()
                .filter(cookie -> cookie.path("name").asString("").equals("__session"))
                .map(cookie -> cookie.path("value").asString(""))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        browser.close();
    }
}
