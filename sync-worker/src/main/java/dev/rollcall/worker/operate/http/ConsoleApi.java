package dev.rollcall.worker.operate.http;

import dev.rollcall.worker.operate.console.Pulse;
import dev.rollcall.worker.operate.console.Pulses;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.doctor.Finding;
import dev.rollcall.worker.operate.doctor.GatewayExamination;
import dev.rollcall.worker.operate.doctor.KafkaExamination;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The state of everything over HTTP: once, as a stream, and what the doctor finds. */
@RestController
@RequestMapping("/ops")
public final class ConsoleApi {

    private final Pulses pulses;
    private final PulseStreams streams;
    private final DatabaseExamination database;
    private final KafkaExamination kafka;
    private final GatewayExamination gateways;
    private final OpsDoor door;
    private final Set<String> acceptedFindings;
    private final ReentrantLock examining = new ReentrantLock();

    public ConsoleApi(
            Pulses pulses,
            PulseStreams streams,
            DatabaseExamination database,
            KafkaExamination kafka,
            GatewayExamination gateways,
            OpsDoor door,
            OpsSettings settings) {
        this.pulses = pulses;
        this.streams = streams;
        this.database = database;
        this.kafka = kafka;
        this.gateways = gateways;
        this.door = door;
        this.acceptedFindings = settings.acceptedFindings();
    }

    @GetMapping(path = "/status", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> status(HttpServletRequest request) {
        return door.answer(request, actor -> {
            Pulse latest = pulses.latest();
            return latest == null
                    ? new OpsDoor.Refused(HttpStatus.SERVICE_UNAVAILABLE, "the worker has just started")
                    : latest;
        });
    }

    /**
     * Server-sent events: {@code history} with the last quarter of an hour, then {@code pulse} every second, and
     * {@code events} with what was applied since the last one.
     */
    @GetMapping("/stream")
    Object stream(HttpServletRequest request, HttpServletResponse response) {
        return switch (door.enter(request)) {
            case OpsDoor.Entry.TurnedAway turned -> turned.answer();
            case OpsDoor.Entry.LetIn in -> streams.open(response);
        };
    }

    @GetMapping(path = "/doctor", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> doctor(HttpServletRequest request) {
        return door.answer(request, actor -> {
            if (!examining.tryLock()) {
                return new OpsDoor.Refused(HttpStatus.CONFLICT, "another examination runs; ask again");
            }
            try {
                List<Finding> findings = new ArrayList<>(database.run());
                SequencedMap<String, Object> answer = new LinkedHashMap<>();
                answer.put("tenancy", database.tenancyReport(acceptedFindings));
                findings.addAll(kafka.run());
                findings.addAll(gateways.run());
                answer.put("findings", findings);
                return answer;
            } finally {
                examining.unlock();
            }
        });
    }
}
