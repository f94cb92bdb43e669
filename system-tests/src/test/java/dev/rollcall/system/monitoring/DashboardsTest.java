package dev.rollcall.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DashboardsTest {

    @Test
    void thereAreFourWithStableNames() throws IOException {
        assertThat(Dashboards.all().stream().map(board -> board.get("uid").asString()))
                .containsExactly("rollcall-ingest", "rollcall-overview", "rollcall-postgresql", "rollcall-worker");
        for (JsonNode board : Dashboards.all()) {
            assertThat(board.get("timezone").asString()).isEqualTo("browser");
            assertThat(board.path("templating")
                            .path("list")
                            .valueStream()
                            .map(variable -> variable.get("name").asString()))
                    .containsExactly("datasource", "gateway_job", "worker_job", "instance");
        }
    }

    /** Whoever scrapes under other names says so once a board. */
    @Test
    void jobsAreNamedByTheirVariablesAlone() throws IOException {
        for (JsonNode board : Dashboards.all()) {
            for (JsonNode variable : board.path("templating").path("list")) {
                if (variable.get("name").asString().endsWith("_job")) {
                    String job = "rollcall-" + variable.get("name").asString().replace("_job", "");
                    assertThat(variable.get("query").asString()).isEqualTo(job);
                    assertThat(variable.path("current").path("value").asString())
                            .isEqualTo(job);
                }
            }
            assertThat(board.path("panels").toString()).doesNotContainPattern("job=~?[^,}]*rollcall-");
        }
    }

    /** Of each process on the one dashboard that is about it: the same figures elsewhere are read by nobody. */
    @Test
    void theFiguresOfAProcessStandWhereItIsLookedAt() throws IOException {
        Map<String, String> jobs = new TreeMap<>();
        for (JsonNode board : Dashboards.all()) {
            Dashboards.panels(board).stream()
                    .filter(panel -> panel.get("title").asString().equals("Heap after use"))
                    .forEach(panel -> jobs.put(
                            board.get("uid").asString(),
                            panel.path("targets").path(0).path("expr").asString()));
        }
        assertThat(jobs).containsOnlyKeys("rollcall-ingest", "rollcall-worker");
        assertThat(jobs.get("rollcall-ingest")).contains("job=~\"$gateway_job\"");
        assertThat(jobs.get("rollcall-worker")).contains("job=~\"$worker_job\"");
    }

    @Test
    void everyPanelSaysWhatGoodLooksLikeAndHasAUnit() throws IOException {
        for (JsonNode board : Dashboards.all()) {
            List<JsonNode> panels = Dashboards.panels(board);
            assertThat(panels.stream().map(panel -> panel.get("id").asInt())).doesNotHaveDuplicates();
            for (JsonNode panel : panels) {
                if (!panel.get("type").asString().equals("row")) {
                    assertThat(panel.get("description").asString())
                            .as(panel.get("title").asString())
                            .isNotBlank();
                    assertThat(panel.path("fieldConfig")
                                    .path("defaults")
                                    .path("unit")
                                    .asString(""))
                            .isNotBlank();
                    assertThat(panel.path("targets")
                                    .path(0)
                                    .path("datasource")
                                    .path("uid")
                                    .asString(""))
                            .isEqualTo("${datasource}");
                }
            }
        }
    }
}
