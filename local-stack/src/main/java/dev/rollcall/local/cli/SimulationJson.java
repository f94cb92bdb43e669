package dev.rollcall.local.cli;

import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.Difference;
import dev.rollcall.simulator.verify.VerificationReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Tells a program what a simulation found: one object, at the end. */
final class SimulationJson implements SimulationTeller {

    private final Terminal terminal;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    SimulationJson(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(SimulationSettings settings) {
        facts.put("seed", settings.world().seed());
        facts.put("url", settings.webhookUrl().toString());
    }

    @Override
    public void sent(SimulationReport report) {
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("messages", report.messages());
        sent.put("deliveries", report.deliveries());
        sent.put("attempts", report.attempts());
        sent.put("acknowledged", report.acknowledged());
        sent.put("refused", report.refused());
        sent.put("retried", report.retried());
        sent.put("undelivered", report.undelivered());
        Map<String, Long> answers = new TreeMap<>();
        report.lastStatuses()
                .forEach((status, count) -> answers.put(status == 0 ? "none" : String.valueOf(status), count));
        sent.put("last_answers", answers);
        sent.put("forged_refused", report.forgedRefused());
        sent.put("forged_accepted", report.forgedAccepted());
        sent.put("lost", report.lostMessageIds().size());
        Map<String, Long> faults = new TreeMap<>();
        report.faults().forEach((fault, count) -> faults.put(fault.label(), count));
        sent.put("faults", faults);
        sent.put("seconds", report.elapsed().toMillis() / 1e3);
        facts.put("sent", sent);
    }

    @Override
    public void verified(VerificationReport report) {
        Map<String, Object> verified = new LinkedHashMap<>();
        verified.put("equal", report.isEqual());
        verified.put("differences", report.differences());
        Map<String, Object> tables = new TreeMap<>();
        report.tables()
                .forEach((table, count) -> tables.put(table, Map.of("live", count.live(), "ended", count.ended())));
        verified.put("tables", tables);
        Map<String, Long> drift = new TreeMap<>();
        report.drift().forEach((how, rows) -> drift.put(how.label(), rows));
        verified.put("drift", drift);
        verified.put("dead_letters_expected", report.deadLettersExpected());
        verified.put("dead_letters_found", report.deadLettersFound());
        verified.put("change_events", report.feedRecords());
        verified.put("unknown", report.unknown());
        verified.put("in_tables", texts(report.tableDifferences()));
        verified.put("in_change_topics", texts(report.feedDifferences()));
        verified.put("in_dead_letters", texts(report.deadLetterDifferences()));
        verified.put("seconds", report.elapsed().toMillis() / 1e3);
        facts.put("verified", verified);
    }

    @Override
    public void end() {
        terminal.say(JsonMapper.shared().writeValueAsString(facts));
    }

    private static List<String> texts(List<Difference> differences) {
        return differences.stream().map(Difference::toString).toList();
    }
}
