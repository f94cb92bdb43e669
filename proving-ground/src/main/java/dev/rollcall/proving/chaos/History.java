package dev.rollcall.proving.chaos;

import dev.rollcall.proving.chaos.invariant.Processes.Use;
import dev.rollcall.proving.chaos.load.AtClerk;
import dev.rollcall.proving.chaos.load.Load;
import dev.rollcall.proving.site.Site;
import dev.rollcall.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one system has been sent in its life, and what it used when it was new. */
final class History {

    private static final Pattern PERSONAL =
            Pattern.compile("\"(?:email_address|phone_number)\"\\s*:\\s*\"([^\"\\\\]{6,})\"");
    private static final int EVENTS_LOOKED_AT = 60;
    private static final int MOST_CANARIES = 400;

    private final Use use;
    private final Set<String> sent = new HashSet<>();
    private final Set<String> personal = new HashSet<>();
    private final AtClerk atClerk = new AtClerk();

    History(Use use) {
        this.use = use;
    }

    void add(List<Load> loads, Set<String> further) {
        for (Load load : loads) {
            sent.addAll(load.messageIds());
            atClerk.told(load);
            if (personal.size() < MOST_CANARIES) {
                World.of(load.settings().world())
                        .events()
                        .limit(EVENTS_LOOKED_AT)
                        .forEach(event -> addPersonal(event.body()));
            }
        }
        sent.addAll(further);
    }

    Use use() {
        return use;
    }

    Set<String> sent() {
        return Collections.unmodifiableSet(sent);
    }

    AtClerk atClerk() {
        return atClerk;
    }

    /** Secrets of the site, and personal data of what it was sent. */
    List<String> canaries(Site site) {
        List<String> canaries = new ArrayList<>(site.secrets().canaries());
        canaries.addAll(personal);
        return canaries;
    }

    private void addPersonal(byte[] body) {
        Matcher values = PERSONAL.matcher(new String(body, StandardCharsets.UTF_8));
        while (values.find()) {
            personal.add(values.group(1));
        }
    }
}
