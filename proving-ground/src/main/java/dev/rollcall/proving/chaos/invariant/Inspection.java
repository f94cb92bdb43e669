package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.proving.chaos.load.Load;
import dev.rollcall.proving.site.Site;
import dev.rollcall.simulator.verify.Verification;
import dev.rollcall.simulator.verify.VerificationException;
import dev.rollcall.simulator.verify.VerificationListener;
import dev.rollcall.simulator.verify.VerificationReport;
import dev.rollcall.simulator.verify.VerificationSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at everything once the loads of a trial have ended. */
public final class Inspection {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Site site;
    private final List<Load> loads;
    private final Before before;
    private final Allowed allowed;

    /**
     * What was known before the load.
     *
     * @param sent every message id that was ever sent to this site, those of these loads included
     * @param canaries that may be found nowhere
     * @param acknowledged by the gateway that runs, which was the same all the time; less than 0 if it was another
     */
    public record Before(
            LogChecks.Mark mark, Processes.Use use, Set<String> sent, List<String> canaries, long acknowledged) {}

    /**
     * What is excused, and how patient to be.
     *
     * @param announcedAgain P4's exception
     * @param offsetsDuring offsets are looked at in the end only
     * @param quiet how long differences have to stay the same to be final
     */
    public record Allowed(boolean announcedAgain, boolean offsetsDuring, Duration quiet) {}

    public Inspection(Site site, List<Load> loads, Before before, Allowed allowed) {
        this.site = site;
        this.loads = loads;
        this.before = before;
        this.allowed = allowed;
    }

    /** All but I7 and I11. */
    public List<Finding> findings(OffsetWatch offsets, boolean consumed)
            throws InterruptedException, IOException, SQLException {
        List<Finding> findings = new ArrayList<>();
        StateChecks state = new StateChecks(verified(findings), allowed.announcedAgain());
        findings.addAll(state.findings());
        LogChecks log = LogChecks.read(site, before.mark());
        Set<String> acknowledged = new HashSet<>();
        long answered = 0;
        for (Load load : loads) {
            acknowledged.addAll(load.ledger().acknowledgedIds());
            answered += load.ledger().acknowledged();
        }
        findings.add(log.everyAcknowledgedIsStored(
                acknowledged,
                consumed,
                state.isAsTheModel() && findings.stream().noneMatch(Finding::isBroken)));
        findings.add(nothingForeign(log));
        findings.add(Rows.tenantsAreApart(site));
        findings.add(offsets.finding(allowed.offsetsDuring()));
        findings.add(log.deadLettersAreComplete());
        findings.add(Processes.countersBalance(
                site.running(), Math.max(0, before.acknowledged()), before.acknowledged() < 0 ? -1 : answered));
        findings.add(Processes.nothingIsTold(site, before.canaries(), log.headerText()));
        findings.add(Processes.isBackTo(before.use(), site));
        findings.sort(Comparator.comparing(Finding::invariant));
        return findings;
    }

    /** The worker's own command publishes the whole log again; the hash is the harness's. */
    public static Finding replayChangesNothing(Site site) throws InterruptedException, SQLException {
        String hashBefore = Rows.hash(site);
        var replay = site.running().command("replay", "--from", "2020-01-01T00:00Z", "--rate", "5000");
        boolean consumed = Offsets.awaitConsumed(site, LIMIT);
        String hashAfter = Rows.hash(site);
        return Finding.of(
                Invariant.I7,
                replay.exitCode() == 0 && consumed && hashBefore.equals(hashAfter),
                replay.exitCode() == 0
                        ? "hash " + hashBefore + " before, " + hashAfter + " after"
                        : "the replay failed: " + String.join(" | ", replay.lines()));
    }

    private Finding nothingForeign(LogChecks log) throws SQLException {
        Set<String> foreign = new TreeSet<>(log.foreign(before.sent()));
        foreign.addAll(Rows.foreign(site, before.sent()));
        return Finding.of(
                Invariant.I2,
                foreign.isEmpty(),
                foreign.isEmpty()
                        ? before.sent().size() + " messages were sent to this system so far"
                        : foreign.size() + " message ids that nobody sent: "
                                + foreign.iterator().next());
    }

    private List<VerificationReport> verified(List<Finding> findings) throws InterruptedException {
        List<VerificationReport> reports = new ArrayList<>();
        for (Load load : loads) {
            try {
                reports.add(Verification.run(
                        VerificationSettings.of(
                                        load.settings().world(),
                                        site.database().jdbcUrl("backend"),
                                        site.brokers().bootstrap())
                                .withLimit(LIMIT)
                                .withQuiet(allowed.quiet())
                                .withUndelivered(load.ledger().undeliveredIds()),
                        VerificationListener.NONE));
            } catch (VerificationException unreadable) {
                findings.add(Finding.of(Invariant.I3, false, String.valueOf(unreadable.getMessage())));
            }
        }
        return reports;
    }
}
