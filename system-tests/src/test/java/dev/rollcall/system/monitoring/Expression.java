package dev.rollcall.system.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression names. No parser of the language: just enough for the ones in {@code deploy/}.
 *
 * @param text as Prometheus takes it, without Grafana's variables
 */
public record Expression(String text) {

    private static final Pattern GROUPING = Pattern.compile("\\b(by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("(?<![\\w.])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*})?(\\s*\\()?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|=)\\s*\"([^\"]*)\"");
    private static final Pattern WORDS = Pattern.compile("\\w+(\\|\\w+)*");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");

    /**
     * One look for time series.
     *
     * @param text name and matchers
     */
    public record Selector(String metric, String text, List<Required> required) {}

    /** A label value that has to exist. */
    public record Required(String label, String value) {}

    /** A query of a dashboard, over the whole of a test. */
    public static Expression ofDashboard(String query) {
        return new Expression(query.replace("$__rate_interval", "5m")
                .replace("$instance", ".*")
                .replace("$gateway_job", "rollcall-gateway")
                .replace("$worker_job", "rollcall-worker"));
    }

    /** With comparisons that answer 0 or 1 instead of nothing, so that a rule that does not fire shows its operands. */
    public Expression withoutFilters() {
        StringBuilder bool = new StringBuilder();
        int braces = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            bool.append(character);
            braces += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (braces == 0 && "=!<>".indexOf(character) >= 0) {
                if (at + 1 < text.length() && text.charAt(at + 1) == '=') {
                    bool.append('=');
                    at++;
                }
                bool.append(" bool");
            }
        }
        return new Expression(bool.toString());
    }

    /** A test is younger than a week, or a day. */
    public Expression withoutOffset() {
        return new Expression(text.replaceAll(" offset 1[dw]", ""));
    }

    public List<Selector> selectors() {
        List<Selector> selectors = new ArrayList<>();
        Matcher found = SELECTOR.matcher(GROUPING.matcher(text).replaceAll(" "));
        while (found.find()) {
            if (found.group(3) == null && !KEYWORDS.contains(found.group(1))) {
                String matchers = found.group(2) == null ? "" : found.group(2);
                selectors.add(new Selector(found.group(1), found.group(1) + matchers, required(matchers)));
            }
        }
        return selectors;
    }

    private static List<Required> required(String matchers) {
        List<Required> required = new ArrayList<>();
        Matcher found = MATCHER.matcher(matchers);
        while (found.find()) {
            if (WORDS.matcher(found.group(3)).matches() || found.group(2).equals("=")) {
                for (String value : found.group(3).split("\\|", -1)) {
                    required.add(new Required(found.group(1), value));
                }
            }
        }
        return required;
    }

    /** Labels by which it groups or joins. */
    public Set<String> grouping() {
        Set<String> labels = new TreeSet<>();
        Matcher found = GROUPING.matcher(text);
        while (found.find()) {
            for (String label : found.group(2).split(",", -1)) {
                if (!label.isBlank()) {
                    labels.add(label.strip());
                }
            }
        }
        return labels;
    }
}
