package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.BoundInstance;
import dev.rollcall.local.stack.Narrator;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.SigningSecrets;
import dev.rollcall.model.event.InstanceId;
import dev.rollcall.model.terminal.Mark;
import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Posts one event, signed as Clerk signs it: the first thing to try, and a way to see one case. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Post one signed event to the running stack, as Clerk would.",
        footer = {
            "",
            "Without a file the object is an invented one. A file holds what is under \"data\",",
            "or a whole event. Its times are those of now, so it is newer than what is there.",
            "An event is the whole object: what --data does not name is invented anew and",
            "replaces what is there, also where the id is known. To change one field, send a",
            "file with all of them.",
            "Examples:",
            "  ./rollcall send user.created",
            "  ./rollcall send user.created --data id=user_1 --data first_name=Ada",
            "  ./rollcall send user.updated --data public_metadata.plan=pro user.json",
            "Exit code 1 when the gateway did not acknowledge it."
        })
final class SendCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int UNAUTHORIZED = 401;

    private final Surroundings surroundings;
    private final Clock clock = Clock.systemUTC();

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(index = "0", paramLabel = "TYPE", description = "Such as user.created.")
    private String type = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "JSON of the object or the event.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "FIELD=VALUE",
            description = "Set a field of the object; a.b is b in a. The value is JSON, or else text. May be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--url", paramLabel = "URL", description = "Where to post (default: the running stack's gateway).")
    private @Nullable URI url;

    @Option(
            names = "--secret",
            paramLabel = "WHSEC",
            description = "To sign with (default: the running stack's; with --url that of"
                    + " $CLERK_WEBHOOK_SIGNING_SECRET where it is set).")
    private @Nullable String secret;

    @Option(
            names = "--instance-id",
            paramLabel = "INS_ID",
            description = "The Clerk instance it is of (default: the one that the database belongs to).")
    private @Nullable String instanceId;

    @Option(names = "--json", description = "An object: type, message_id, id, status, acknowledged.")
    private boolean json;

    SendCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<RunState.Connections> stack = dataDirectory.connections(surroundings);
        URI to = url != null
                ? url
                : URI.create(stack.map(RunState.Connections::webhookUrl).orElseThrow(this::nothingRuns));
        Signing signing = signing(stack);
        WebhookSignature signature = WebhookSignature.of(signing.secret());
        Optional<String> bound = instance(stack);
        TestEvent event = file == null
                ? TestEvent.invented(type, RandomGenerator.getDefault().nextLong(1, Integer.MAX_VALUE))
                : TestEvent.of(type, file);
        event.ofInstance(bound.orElse(WorldSettings.DEFAULT_INSTANCE_ID), instanceId != null || bound.isPresent());
        event.at(clock.instant(), fields.keySet());
        fields.forEach(event::set);

        HttpResponse<String> answer = answer(to, signature, event);
        boolean acknowledged = answer.statusCode() / 100 == 2;
        tell(event, answer, acknowledged);
        if (answer.statusCode() == UNAUTHORIZED) {
            surroundings
                    .terminal()
                    .complain("Likely the gateway has another signing secret than %s.".formatted(signing.whose()));
        }
        if (acknowledged && bound.isEmpty() && url == null && InstanceId.isOfClerksForm(event.instance())) {
            surroundings
                    .terminal()
                    .complain("The first event of all: the database belongs to the Clerk instance " + event.instance()
                            + " now. Before your own Clerk's events: "
                            + dataDirectory.typed(surroundings, "bind") + " ins_...");
        }
        return acknowledged ? 0 : 1;
    }

    private CommandFailedException nothingRuns() {
        return new CommandFailedException("no stack runs in %s; start one with %s, or say --url"
                .formatted(dataDirectory.home(surroundings).directory(), dataDirectory.typed(surroundings, "up")));
    }

    /** @param whose for people */
    private record Signing(String secret, String whose) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Signing[" + whose + "]";
        }
    }

    private Signing signing(Optional<RunState.Connections> stack) {
        Optional<Signing> given = new GivenSecrets(surroundings)
                .signingSecret(secret)
                .map(typed -> new Signing(typed, "that of --secret"));
        Supplier<Optional<Signing>> running =
                () -> stack.map(known -> new Signing(known.currentSigningSecret(), "the running stack's"));
        Supplier<Optional<Signing>> variable = () -> surroundings
                .variable(Variables.SIGNING_SECRET)
                .map(all -> new Signing(SigningSecrets.parse(all).current(), "$" + Variables.SIGNING_SECRET));
        // An address of one's own is of another gateway, which need not have the stack's secret.
        Optional<Signing> found = url == null
                ? given.or(running).or(variable)
                : given.or(variable).or(running);
        return found.orElseThrow(
                () -> new IllegalArgumentException("no signing secret: set CLERK_WEBHOOK_SIGNING_SECRET=whsec_..."));
    }

    /** What the database belongs to; an event of another instance would be a dead letter. */
    private Optional<String> instance(Optional<RunState.Connections> stack) {
        return Optional.ofNullable(instanceId)
                .or(() -> stack.flatMap(running -> Optional.ofNullable(running.instanceId())))
                .or(() -> stack.flatMap(running -> BoundInstance.of(DatabaseUrl.parse(running.backendDatabaseUrl()))));
    }

    @SuppressWarnings("try") // What lasts as long as the block.
    private HttpResponse<String> answer(URI to, WebhookSignature signature, TestEvent event)
            throws IOException, InterruptedException {
        try (Narrator.Wait wait = Progress.count(surroundings.terminal(), "Waiting for the answer")) {
            return post(to, signature, event);
        }
    }

    private static HttpResponse<String> post(URI to, WebhookSignature signature, TestEvent event)
            throws IOException, InterruptedException {
        byte[] body = event.body();
        long seconds = event.sentAt().getEpochSecond();
        HttpRequest request;
        try {
            request = signature
                    .post(HttpRequest.newBuilder(to).timeout(PATIENCE), event.messageId(), seconds, body)
                    .build();
        } catch (IllegalArgumentException noAddress) {
            throw new IllegalArgumentException(
                    "--url has to be an address such as http://127.0.0.1:8080/webhooks/clerk", noAddress);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException refused) {
            throw new CommandFailedException("nothing answers at " + to);
        }
    }

    private void tell(TestEvent event, HttpResponse<String> answer, boolean acknowledged) {
        Terminal terminal = surroundings.terminal();
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("type", event.type());
            facts.put("message_id", event.messageId());
            facts.put("id", event.id());
            facts.put("status", answer.statusCode());
            facts.put("acknowledged", acknowledged);
            terminal.say(JsonMapper.builder().build().writeValueAsString(facts));
        } else if (acknowledged) {
            terminal.say(
                    Mark.GOOD,
                    "%s of %s acknowledged (%d), message %s"
                            .formatted(event.type(), event.id(), answer.statusCode(), event.messageId()));
        } else {
            String said = answer.body().strip().lines().findFirst().orElse("");
            terminal.say(
                    Mark.BAD,
                    "%s of %s refused with %d%s"
                            .formatted(
                                    event.type(), event.id(), answer.statusCode(), said.isEmpty() ? "" : ": " + said));
        }
    }
}
